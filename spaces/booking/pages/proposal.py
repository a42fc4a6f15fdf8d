"""One time that the team offered by mail, made of components' arguments: to take, or what has become of it."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.errors import DomainError
from spaces.booking import wording
from spaces.booking.forms import outlay
from spaces.booking.models import Booking
from spaces.booking.services import guest_links
from spaces.booking.services.proposals import Became, Time, became
from spaces.booking.services.refusals import PRICE_CHANGES

Item = dict[str, Any]


def proposal_page(time: Time, *, is_done: bool = False, refusal: DomainError | None = None) -> Item:
    """`is_done`: its person has just taken it; `refusal`: why they could not, or what it would take."""
    proposal, booking, what = time.proposal, time.proposal.booking, became(time)
    is_open = what == Became.OPEN
    is_question = is_open and refusal is not None and refusal.code == PRICE_CHANGES
    takes = refusal.detail["takes"] if refusal and is_question else ""
    return {
        "resource": booking.resource,
        "space": booking.resource.space,
        "was": dates.when(proposal.was_start_at, proposal.was_end_at, booking.zone),
        "when": dates.when(time.start, time.end, booking.zone) if is_open or is_done else "",
        "page_url": guest_links.page_of(booking),
        "is_done": is_done,
        "is_open": is_open,
        "refusal": refusal.message if refusal and is_open and not is_question else "",
        "question": refusal.message if refusal and is_question else "",
        "takes": takes,
        "submit": wording.yes_move(outlay(takes), booking.currency) if takes else _("Move my booking there"),
        "since": "" if is_open else SINCE[what](booking),
    }


def _now_on(booking: Booking) -> Item:
    return {"when": dates.when(booking.start_at, booking.end_at, booking.zone)}


SINCE = {
    Became.TAKEN: lambda booking: _("You accepted this time: your booking is now on %(when)s.") % _now_on(booking),
    Became.ANOTHER_TAKEN: lambda booking: (
        _("You accepted another of these times: your booking is now on %(when)s.") % _now_on(booking)
    ),
    Became.CANCELLED: lambda _booking: _("This booking is cancelled: this link is no longer needed."),
    Became.REOPENED: lambda booking: (
        _("The place is open again then: your booking stays on %(when)s, and this link is no longer needed.")
        % _now_on(booking)
    ),
    Became.CHANGED: lambda _booking: _("This booking has changed since: this link is no longer needed."),
}
