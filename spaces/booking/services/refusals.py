"""Refusals as sentences: what is wrong, and what to do instead."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base import dates, figures
from maillage.base.errors import DomainError
from maillage.base.instants import MINUTE, Instant, local_day, to_instant, to_local
from spaces.booking import pass_wording, quota_wording
from spaces.booking.models import Booking
from spaces.booking.rules.admission import Admission
from spaces.booking.rules.availability import MOST_DAYS
from spaces.booking.rules.outlay import Outlay, Taken
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.quotas import Limit
from spaces.booking.services.requests import Request
from spaces.catalogue.rules.opening import Run
from spaces.catalogue.services.opening import resource_layers

CONFLICT, UNPROCESSABLE = 409, 422
PRICE_CHANGES = "price_changes"  # whoever books or moves it has not said yes to what it takes of them


class BookingRefused(DomainError):
    """A booking cannot be made, moved or changed.

    `status` is what HTTP calls it. A conflict (409) carries `detail["alternatives"]`, looked for when
    somebody reads them.
    """

    def __init__(
        self, code: str, message: str, *, status: int = UNPROCESSABLE, detail: dict[str, Any] | None = None
    ) -> None:
        self.offer: Callable[[], list[dict[str, str]]] | None = None
        super().__init__(str(code), message, detail)
        self.status = status

    @property
    def detail(self) -> dict[str, Any]:
        """What goes with the code. Asks the database the first time, where alternatives are on offer."""
        if self.offer is not None:
            self._detail["alternatives"], self.offer = self.offer(), None
        return self._detail

    @detail.setter
    def detail(self, detail: dict[str, Any]) -> None:
        self._detail = detail


def refused(code: Refusal, request: Request) -> BookingRefused:
    """The error to raise for a code, in the language in use."""
    status = CONFLICT if code.is_conflict else UNPROCESSABLE
    return BookingRefused(code, SENTENCES[code](request), status=status)


def quota_refused(limit: Limit, request: Request) -> BookingRefused:
    """The error for a limit that is gone beyond. `detail["quota"]`: what is left of it and when it begins anew."""
    usage = limit.usage
    said = {
        "period": limit.row.period,
        "from": usage.first_on.isoformat(),
        "renews_on": usage.next_on.isoformat(),
        "left_minutes": usage.left_min if limit.row.minutes is not None else None,
        "left_count": usage.left_count if limit.row.count is not None else None,
    }
    message = quota_wording.refusal(limit, request.resource.name)
    return BookingRefused(Refusal.QUOTA, message, detail={"quota": said})


def not_admitted(admission: Admission, request: Request) -> BookingRefused:
    """The error for who is not among those that a resource is for. `detail["audiences"]`: their names."""
    whom = admission.whom
    return BookingRefused(Refusal.NOT_ALLOWED, who_may_book(whom, request), detail={"audiences": whom})


def who_may_book(whom: list[str], request: Request) -> str:
    """For whom it is, and how to become one of them; to the team, how to let somebody in."""
    space = request.resource.space
    said = {"resource": request.resource.name, "space": space.name, "email": space.email, "whom": ", ".join(whom)}
    if request.by != request.person and not request.is_by_guest:
        return _("%(resource)s is reserved for %(whom)s. A manager may give them a plan, or book with a reason.") % said
    if request.is_by_guest and request.besides is None:
        return _("%(resource)s is reserved for %(whom)s. Sign in if you are one of them.") % said
    if space.email:
        return _("%(resource)s is reserved for %(whom)s. To become one of them, write to %(email)s.") % said
    return _("%(resource)s is reserved for %(whom)s. To become one of them, ask the team of %(space)s.") % said


def wrong_state(booking: Booking) -> BookingRefused:
    """Somebody was quicker: the booking is not what the page showed."""
    message = _("This booking has changed: it is now %(state)s. Look at it before going on.")
    return BookingRefused("wrong_state", message % {"state": booking.get_state_display()}, status=CONFLICT)


def changed_meanwhile() -> BookingRefused:
    """It is no longer where whoever acts has seen it."""
    message = _("This booking has changed since. Look at it before choosing again.")
    return BookingRefused("wrong_state", message, status=CONFLICT)


def price_changes(
    now: Outlay, *, was: Outlay, currency: str, taken: Collection[Taken], is_move: bool
) -> BookingRefused:
    """It takes what nobody has agreed to yet, in place of what they have seen; `taken`: of passes.

    `detail["takes"]`: all of it, as a form that agrees to it says.
    """
    said, from_passes = [], pass_wording.taken_in_all(taken, is_asked=True)
    is_covered = bool(was.cents and taken and not now.cents)
    if is_covered:
        said.append(pass_wording.would_cover(from_passes))
    elif was.cents is not None and now.cents != was.cents:
        cents = {"now": figures.cents(now.cents or 0, currency), "before": figures.cents(was.cents, currency)}
        if was.cents:
            said.append(_("The price would be %(now)s instead of %(before)s.") % cents)
        elif any(was.units.values()):
            said.append(_("The price would be %(now)s: passes would no longer pay for all of it.") % cents)
        else:
            said.append(_("The price would be %(now)s.") % cents)
    if now.goes_beyond(was._replace(cents=None)) and not is_covered:
        said.append(_("It would take %(taken)s.") % {"taken": from_passes})
    if is_move:
        said.append(_("Nothing is moved until you say yes."))
    else:
        said.append(_("Nothing is booked until you say yes."))
    detail = {"price_cents": now.cents, "takes": str(now)}
    return BookingRefused(PRICE_CHANGES, " ".join(said), status=CONFLICT, detail=detail)


def another_day(booking: Booking) -> BookingRefused:
    """Nobody arrives for it today."""
    when = dates.when(booking.start_at, booking.end_at, booking.zone)
    return BookingRefused("another_day", _("It is for another day: %(when)s.") % {"when": when})


def hold_expired() -> BookingRefused:
    """The time to decide is over."""
    return BookingRefused(
        "expired",
        _("It was held for you for a while, and is no longer. Choose it again."),
        status=CONFLICT,
    )


def request_over() -> BookingRefused:
    """Nobody can say yes to what has passed."""
    message = _("This time is over: nobody can come any more. The request ends by itself, and its person is told.")
    return BookingRefused(Refusal.IN_THE_PAST, message)


def _in_the_past(request: Request) -> str:
    if request.keeps_start:
        return _("This time has passed. Choose a later end.")
    return _("This time has passed. Choose a later start.")


def _too_short(request: Request) -> str:
    if request.end_at <= request.start_at:
        return _("The end must be after the start. Choose a later end.")
    return _("%(resource)s is booked for %(duration)s at least. Choose a later end.") % {
        "resource": request.resource.name,
        "duration": dates.duration(request.rules.shortest_min),
    }


def _too_long(request: Request) -> str:
    longest_min = request.rules.longest_min
    if longest_min is None:
        return _("This is too long for one booking. Choose an earlier end.")
    if not request.rules.is_bookable:
        return _("%(resource)s cannot be booked as it is set up. Tell the team of %(space)s.") % {
            "resource": request.resource.name,
            "space": request.resource.space.name,
        }
    return _("%(resource)s is booked for %(duration)s at most. Choose an earlier end.") % {
        "resource": request.resource.name,
        "duration": dates.duration(longest_min),
    }


def _closed(request: Request) -> str:
    """When it closes, when it is open that day, or that it is not."""
    zone, name = request.zone, request.resource.name
    start, end = to_instant(request.start_at), to_instant(request.end_at)
    on = dates.local(request.start_at, zone).date()
    layers = resource_layers([request.resource])[request.resource.pk]
    runs = layers.runs(on, on + timedelta(1))
    around = next((run for run in runs if run.start <= start < run.end), None)
    if around is not None and end > around.end:
        return _("%(resource)s closes at %(hour)s. Choose an earlier end.") % {
            "resource": name,
            "hour": dates.clock_time(to_local(around.end, zone)),
        }
    that_day = [run for run in runs if to_local(run.start, zone).date() == on]
    _usual, dated = layers.hours_by_day(on, on)[on]
    if not that_day and dated is not None and dated.label:
        return _("%(resource)s is closed on %(day)s (%(reason)s). Choose another day.") % {
            "resource": name,
            "day": dates.day_long(on),
            "reason": dated.label,
        }
    if not that_day:
        return _("%(resource)s is closed on %(day)s. Choose another day.") % {
            "resource": name,
            "day": dates.day_long(on),
        }
    return _("%(resource)s is closed at that time. Choose a time within %(hours)s.") % {
        "resource": name,
        "hours": ", ".join(_hours(run, request) for run in that_day),
    }


def _hours(run: Run, request: Request) -> str:
    return dates.hours(to_local(run.start, request.zone), to_local(run.end, request.zone))


def _off_grid(request: Request) -> str:
    return _("Bookings of %(resource)s start every %(duration)s. Choose one of the times on offer.") % {
        "resource": request.resource.name,
        "duration": dates.duration(request.rules.step_min),
    }


def _too_soon(request: Request) -> str:
    earliest = _first_open(request, request.rules.earliest_start(to_instant(request.now), request.zone))
    return _("%(resource)s has to be booked further ahead. Choose a start from %(day)s at %(hour)s on.") % {
        "resource": request.resource.name,
        "day": dates.day_long(to_local(earliest, request.zone)),
        "hour": dates.clock_time(to_local(earliest, request.zone)),
    }


def _first_open(request: Request, earliest: Instant) -> Instant:
    """The first permitted start from then on, within a month; then itself, where the doors stay closed for longer."""
    on, step = local_day(earliest, request.zone), request.rules.step_min * MINUTE
    length = to_instant(request.end_at) - to_instant(request.start_at)
    runs = resource_layers([request.resource])[request.resource.pk].runs(on, on + timedelta(MOST_DAYS))
    starts = (start for run in runs for start in run.grid(earliest, run.end - length + 1, step))
    return next(starts, earliest)


def _too_far(request: Request) -> str:
    days = request.rules.max_days_before
    if days is None:
        return _("This day is too far ahead. Choose an earlier day.")
    return ngettext(
        "%(resource)s can be booked %(count)s day ahead at most. Choose an earlier day.",
        "%(resource)s can be booked %(count)s days ahead at most. Choose an earlier day.",
        days,
    ) % {"resource": request.resource.name, "count": days}


def _not_allowed(request: Request) -> str:
    said = {"resource": request.resource.name, "space": request.resource.space.name}
    if request.is_by_guest and request.besides:  # signing in makes it nobody's
        return _("%(resource)s is only for people with an account. Ask the team of %(space)s.") % said
    if request.is_by_guest:
        return _("%(resource)s is only for people with an account. Sign in, or ask the team of %(space)s.") % said
    return _("You cannot book %(resource)s yourself. Ask the team of %(space)s.") % said


def _habilitation_missing(request: Request) -> str:
    trainings = ", ".join(str(habilitation) for habilitation in request.resource.habilitations.all())
    return _("%(resource)s requires training first: %(trainings)s. Ask the team of %(space)s for the next session.") % {
        "resource": request.resource.name,
        "trainings": trainings,
        "space": request.resource.space.name,
    }


def _habilitation_expired(request: Request) -> str:
    return _("The training for %(resource)s ends before that day. Ask the team of %(space)s to renew it.") % {
        "resource": request.resource.name,
        "space": request.resource.space.name,
    }


def _blocked(request: Request) -> str:
    return _("%(resource)s is out of service at that time. Choose another time.") % {"resource": request.resource.name}


def _already_booked(request: Request) -> str:
    return _("%(resource)s is already taken at that time. Choose another time.") % {"resource": request.resource.name}


def _pool_full(request: Request) -> str:
    if request.seats > request.rules.capacity:
        return _("%(resource)s: %(counted)s in all. Choose fewer.") % {
            "resource": request.resource.name,
            "counted": request.resource.counted(request.rules.capacity),
        }
    return _("%(resource)s has too few left at that time. Choose another time, or fewer.") % {
        "resource": request.resource.name
    }


def _buffer(request: Request) -> str:
    return _("%(resource)s needs some time between two bookings. Start a little later, or end a little earlier.") % {
        "resource": request.resource.name
    }


# A quota has its own: `quota_refused`.
SENTENCES: dict[Refusal, Callable[[Request], str]] = {
    Refusal.IN_THE_PAST: _in_the_past,
    Refusal.TOO_SHORT: _too_short,
    Refusal.TOO_LONG: _too_long,
    Refusal.CLOSED: _closed,
    Refusal.OFF_GRID: _off_grid,
    Refusal.TOO_SOON: _too_soon,
    Refusal.TOO_FAR: _too_far,
    Refusal.NOT_ALLOWED: _not_allowed,
    Refusal.HABILITATION_MISSING: _habilitation_missing,
    Refusal.HABILITATION_EXPIRED: _habilitation_expired,
    Refusal.BLOCKED: _blocked,
    Refusal.ALREADY_BOOKED: _already_booked,
    Refusal.POOL_FULL: _pool_full,
    Refusal.BUFFER: _buffer,
}
