"""The conditions of a booking in people's words."""

from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from maillage.base import clock, dates, figures
from maillage.base.instants import Instant, to_instant, to_local
from spaces.booking.models import Booking
from spaces.booking.pass_wording import counted
from spaces.booking.rules.policy import Policy
from spaces.booking.services.policies import floor_cents


def due_already(booking: Booking) -> list[str]:
    """What a cancellation costs in any case, since the booking was moved when it cost something."""
    said = []
    if cents := floor_cents(booking):
        sentence = _("If you cancel, %(amount)s is kept in any case: it was due before you moved this booking.")
        said.append(sentence % {"amount": figures.cents(cents, booking.currency)})
    for unit, amount in booking.terms.floor_passes.items():
        if amount and booking.policy.get("passes"):
            sentence = _("If you cancel, %(amount)s of your pass is kept in any case: it was due before you moved it.")
            said.append(sentence % {"amount": counted(unit, amount)})
    return said


def conditions(terms: Policy, start: datetime, end: datetime, zone: tzinfo, *, is_free: bool = False) -> list[str]:
    """What changing one's mind or not coming costs, each in a sentence, for a booking of these times."""
    said, first, now = [], to_instant(start), to_instant(clock.now())
    steps = [] if is_free else list(terms.steps(first))
    last, is_limited = terms.last_cancellation(first, to_instant(end)), terms.cancel_notice_min is not None
    if not terms.has_floor and not steps and not is_limited:
        said.append(_("You can cancel free of charge; do it early, so that others can have it."))
    elif not terms.has_floor and (until := steps[0].after if steps else last) >= now:
        said.append(_("You can cancel free of charge until %(when)s.") % {"when": _at(until, zone)})
    past = [step for step in steps if step.after < now]
    if past and not (is_limited and last < now):
        said.append(
            _("Cancelled from now on, %(percent)s%% of the price is kept.") % {"percent": past[-1].kept_percent}
        )
    for step in steps[len(past) :]:
        said.append(
            _("Cancelled after %(when)s, %(percent)s%% of the price is kept.")
            % {"when": _at(step.after, zone), "percent": step.kept_percent}
        )
    if is_limited and last < now:
        said.append(_("Only the team can still cancel it."))
    elif is_limited and (steps or terms.has_floor):
        said.append(_("After %(when)s only the team can still cancel it.") % {"when": _at(last, zone)})
    released = terms.released_at(first)
    if released is not None:
        said.append(_("If you have not come by %(when)s, the place goes to others.") % {"when": _at(released, zone)})
    if terms.no_show_percent and not is_free:
        said.append(_("If nobody comes, %(percent)s%% of the price is kept.") % {"percent": terms.no_show_percent})
    return said


def _at(instant: Instant, zone: tzinfo) -> str:
    return dates.when(to_local(instant, zone))
