"""One time that the team offered by mail, made of components' arguments: to take, or what has become of it."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.base import dates
from spaces.booking.models import Booking
from spaces.booking.services import guest_links
from spaces.booking.services.proposals import Became, Time, became

Item = dict[str, Any]


def proposal_page(time: Time, *, is_done: bool = False, refusal: str = "") -> Item:
    """`is_done`: its person has just taken it; `refusal`: why they could not."""
    proposal, booking, what = time.proposal, time.proposal.booking, became(time)
    is_open = what == Became.OPEN
    return {
        "resource": booking.resource,
        "space": booking.resource.space,
        "was": dates.when(proposal.was_start_at, proposal.was_end_at, booking.zone),
        "when": dates.when(time.start, time.end, booking.zone) if is_open or is_done else "",
        "page_url": guest_links.page_of(booking),
        "is_done": is_done,
        "is_open": is_open,
        "refusal": refusal if is_open else "",
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
