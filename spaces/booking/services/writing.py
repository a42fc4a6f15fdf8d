"""Steps that every change of a booking is made of. Always inside a turn of the space (`turns`)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from maillage.base import clock
from maillage.base.instants import ONE_MINUTE
from maillage.base.zones import TZDATA_VERSION, get_zone
from maillage.curation.services import audit
from spaces.booking.models import WITHOUT_PASSES, Booking, Occupancy, State
from spaces.booking.permissions import can_decide
from spaces.booking.rules.outlay import Outlay
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services import passes
from spaces.booking.services.judging import Case
from spaces.booking.services.occupancy import Holder, NoPlaceLeft, rows_for
from spaces.booking.services.policies import terms_of
from spaces.booking.services.pricing import priced
from spaces.booking.services.refusals import price_changes, refused, wrong_state
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource

TRACED = ("start_at", "end_at", "seats", "state")


def fresh(booking: Booking) -> Booking:
    """The booking as it is now, with all that its changes look at."""
    return Booking.objects.select_related("resource__space", "person").get(pk=booking.pk)


def copies(request: Request) -> dict[str, Any]:
    """What a booking keeps of its resource as it is now: price, policy and buffers."""
    before, after = request.rules.kept_buffers_min
    price, lines = priced(request)
    policy = {
        "step": request.resource.step,
        "requires_approval": request.resource.requires_approval,
        **clock_data(request.start_at, request.resource.space.time_zone),
        "price": lines,
        "terms": terms_of(request.resource).document,
    }
    if not request.with_passes:
        policy[WITHOUT_PASSES] = True
    whole_day = request.resource.block_whole_day
    return {"buffer_before": before, "buffer_after": after, "whole_day": whole_day, "policy": policy, **price}


def clock_data(start_at: datetime, time_zone: str) -> dict[str, Any]:
    """How the start was read on the wall clock of the place, for the day that the rules of its zone change."""
    offset = start_at.astimezone(get_zone(time_zone)).utcoffset() or timedelta()
    return {"time_zone": time_zone, "tzdata": TZDATA_VERSION, "offset_min": offset // ONE_MINUTE}


def clock_of_period(start_at: datetime, end_at: datetime, time_zone: str) -> dict[str, Any]:
    """The same of a period whose end is an hour that somebody wrote, too."""
    end = clock_data(end_at, time_zone)
    return clock_data(start_at, time_zone) | {"end_offset_min": end["offset_min"]}


def take_places(booking: Booking, case: Case, overridden: Collection[Refusal] = ()) -> None:
    """Write the rows of a booking that has been accepted."""
    request, tree, holder = case.request, case.reading.tree, Holder.of(booking)
    needs = tree.needs(request.resource.pk, request.seats)
    with_buffers = Refusal.BUFFER not in overridden
    try:
        rows = rows_for(holder, needs, tree, case.reading.rows, now=request.now, with_buffers=with_buffers)
    except NoPlaceLeft:
        raise refused(Refusal.POOL_FULL, request) from None
    Occupancy.objects.bulk_create(rows)


def check_agreed(made: Sequence[Booking], agreed: Outlay | None, *, was: Outlay | None = None) -> None:
    """Refuse what has just been written where it takes more of its person than was agreed to. None: whatever it takes.

    `was`: of a move, what the booking took before and has given back. That may be taken again, and another price than
    either is refused, be it less.
    """
    if agreed is None:
        return
    now, most = passes.outlay_of(made), agreed
    costs_another = was is not None and now.cents not in (was.cents, agreed.cents)
    if was is not None:
        most = Outlay(None, max(was.minutes, agreed.minutes), max(was.days, agreed.days))
    if costs_another or now.goes_beyond(most):
        said: dict[str, Any] = {"currency": made[0].currency, "taken": passes.taken_of(made)}
        raise price_changes(now, was=was or agreed, **said, is_move=was is not None)


def swap(booking: Booking, allowed: Collection[str], **changes: Any) -> dict[str, Any]:
    """Change a booking if it still is in one of these states, and return what was.

    Compare-and-swap: of two who decide at once, one is told that the other was quicker.
    """
    before = {name: _traced(booking, name) for name in (*TRACED, *({"resource"} & changes.keys()))}
    changes["updated_at"] = clock.now()
    standing = Booking.objects.filter(pk=booking.pk, state__in=allowed)
    if not standing.update(**changes, sequence=F("sequence") + 1):
        raise wrong_state(fresh(booking))
    for name, value in changes.items():
        setattr(booking, name, value)
    booking.sequence += 1
    return before


def record(
    booking: Booking,
    action: str,
    *,
    by: Any,
    before: dict[str, Any] | None = None,
    overridden: Collection[Refusal] = (),
    reason: str = "",
    by_link: bool = False,
    at: datetime | None = None,
) -> None:
    """Add a line to the booking's history; a rule that was gone beyond is named, with the reason.

    What a move takes of passes is kept though it be as much as came back: what it takes is told from both.

    `by_link`: whoever holds the mail did it, without signing in; `by` is whose link it was. `at`: when, if not now.
    """
    new = (*TRACED, "passes") if booking.policy.get("passes") else TRACED
    after: dict[str, Any] = {name: _traced(booking, name) for name in before or new}
    if before is not None:
        before = {name: value for name, value in before.items() if value != after[name] or (name == "passes" and value)}
        after = {name: after[name] for name in before}
    if overridden:
        after["overridden"] = [str(code) for code in overridden]
    if by_link:
        after["by_link"] = True
    audit.record(booking, action, by=by, before=before, after=after, reason=reason, at=at)


def _traced(booking: Booking, name: str) -> Any:
    """As history keeps it: of a resource where it was, and what it was called then."""
    if name == "resource":
        return {"path": booking.resource.path, "name": booking.resource.name}
    if name == "passes":
        return booking.policy.get("passes", [])
    return getattr(booking, name)


def first_state(request: Request) -> State:
    """Where the team approves each booking, others than the team wait for its answer."""
    if request.resource.requires_approval and not can_decide(request.by, request.resource):
        return State.PENDING
    return State.CONFIRMED


def state_once_moved(booking: Booking, request: Request) -> str:
    """What is confirmed asks the team anew, unless it takes less than was agreed on.

    A request that comes to where nobody has to say yes needs no answer.
    Whose arrival was noted is expected anew, unless they stay where they are or sit elsewhere from the same hour on.
    """
    if booking.state == State.CHECKED_IN and not request.keeps_start:
        asked = first_state(request)
        return booking.state if asked == State.CONFIRMED and request.start_at <= request.now else asked
    if booking.state == State.CONFIRMED:
        return booking.state if request.takes_less else first_state(request)
    asks_nobody = request.moves_elsewhere and not request.resource.requires_approval
    return State.CONFIRMED if booking.state == State.PENDING and asks_nobody else booking.state


def keeps_place(state: str, resource: Resource, *, is_by_guest: bool = False) -> bool:
    """Whether a booking that begins in this state takes its place: requests that compete do not.

    Nor does what a guest has still to confirm before it is one of them.
    """
    is_to_be_asked = is_by_guest and state == State.HOLD and resource.requires_approval
    return not (resource.requests_compete and (state == State.PENDING or is_to_be_asked))
