"""What a booking would be, before anybody asks for it: its price, other ends for the same start, or the refusal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from maillage.base.instants import ONE_MINUTE
from members.directory.models import Organisation
from spaces.booking.models import Booking
from spaces.booking.rules import availability as rules
from spaces.booking.rules.outlay import Outlay
from spaces.booking.rules.refusals import CONFLICTS, OF_ANOTHER_START
from spaces.booking.rules.resource_rules import ResourceRules
from spaces.booking.services.alternatives import Alternative, alternatives
from spaces.booking.services.judging import Case, check_sense, refusals_of_time
from spaces.booking.services.passes import NOTHING, UNSOLD, Cost, cost_of, costs_together, passes_of
from spaces.booking.services.reading import read, rules_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.together import Line
from spaces.catalogue.models import Resource
from spaces.pricing.rules import Quote
from spaces.pricing.services.audiences import Belonging
from spaces.pricing.services.lots import Use

MOST_LENGTHS = 14
STEPS_IN_A_ROW = 8  # then whole hours: quarters of an hour matter for short bookings only
HOUR_MIN = 60


@dataclass(frozen=True)
class End:
    """When the booking could end, and what it would cost."""

    end: datetime
    quote: Quote | None


@dataclass(frozen=True)
class Preview:
    """`refusal` None: it can be booked. `ends`: every end that is free from this start; `most_seats`: places left.

    `use`: what passes would cover of it; `quote` is the price of the rest. `offered`: the same if the person chose so.
    `instead`: what could be had where another start would do.
    """

    request: Request
    quote: Quote | None
    refusal: BookingRefused | None
    ends: list[End]
    most_seats: int
    use: Use = NOTHING
    offered: Cost = UNSOLD
    instead: Sequence[Alternative] = ()

    @property
    def outlay(self) -> Outlay:
        """What it takes of its person."""
        return Cost(self.quote, self.whole, self.use).outlay

    @property
    def whole(self) -> Quote | None:
        """The price without passes."""
        return self.offered.whole


def preview(
    resource: Resource,
    *,
    person: Any,
    start: datetime,
    end: datetime,
    seats: int = 1,
    besides: Booking | None = None,
    organisation: Organisation | None = None,
    with_passes: bool = True,
    belonging: Belonging | None = None,
) -> Preview:
    """Look without writing. `resource` with its `space` and `prices` at hand; sixteen queries at most.

    `besides`: a booking that would move here, whose own place is not in its way. `organisation`: on whose behalf.
    `person` None: a guest, without an account. `with_passes` False: they pay on site; what moves has chosen already.
    `belonging`: of the person there, for who asks about more.
    """
    asked: dict[str, Any] = {"person": person, "seats": seats, "besides": besides}
    asked["with_passes"] = besides.pays_with_passes if besides else with_passes
    asked["organisation_id"] = organisation.pk if organisation else None
    asked["guest_email"] = besides.guest_email if besides else ""
    return preview_of(Request.for_oneself(resource, start=start, end=end, **asked), belonging)


def preview_of(request: Request, belonging: Belonging | None = None) -> Preview:
    """The same of what is asked for by whomever: for themselves, or for somebody else by the team."""
    try:
        check_sense(request)
    except BookingRefused as refusal:
        return Preview(request, None, refusal, [], 0)
    resource = request.resource
    lengths = list(_lengths(rules_of(resource)))
    last_end = max(request.end_at, request.start_at + lengths[-1] * ONE_MINUTE)
    case = Case(request, read([resource], request.start_at, last_end, besides=request.besides))
    bookable = case.reading.bookable(resource, request.seats)
    belonging = belonging or Belonging(request.person, resource.space)
    found = passes_of(replace(request, end_at=last_end), belonging)
    ends = [
        End(asked.end_at, cost_of(asked, found, belonging).quote)
        for asked in (replace(request, end_at=request.start_at + minutes * ONE_MINUTE) for minutes in lengths)
        if not refusals_of_time(bookable, asked)
    ]
    most = rules.free_places(bookable, request.wish)
    against = _refusal(case)
    cost = cost_of(request, found, belonging)
    offered = cost if request.with_passes else cost_of(replace(request, with_passes=True), found, belonging)
    return Preview(request, cost.quote, against, ends, most, cost.use, offered, _instead(case, against))


def refusal_of(
    resource: Resource,
    *,
    person: Any,
    start: datetime,
    end: datetime,
    seats: int = 1,
    organisation: Organisation | None = None,
) -> None:
    """Raise the `BookingRefused` that `book` would, without waiting for the space's turn."""
    asked = {"person": person, "seats": seats, "organisation_id": organisation.pk if organisation else None}
    request = Request.for_oneself(resource, start=start, end=end, **asked)
    check_sense(request)
    if refusal := _refusal(Case.read(request)):
        raise refusal


def refusals_of(
    lines: Iterable[Line], *, person: Any, organisation: Organisation | None = None
) -> dict[int, BookingRefused]:
    """By the number of its line, what speaks against each on its own. Six queries for each line."""
    found = {}
    for number, line in enumerate(lines):
        try:
            times: dict[str, Any] = {"start": line.start, "end": line.end, "seats": line.seats}
            refusal_of(line.resource, person=person, organisation=organisation, **times)
        except BookingRefused as refusal:
            found[number] = refusal
    return found


def prices_of(lines: Iterable[Line], *, person: Any, with_passes: bool = True) -> list[Quote | None]:
    """What each would leave to pay, booked together in this order; `with_passes` False: its price without them.

    Queries as for `costs_together`, where prices are at hand.
    """
    requests = [replace(line.asked_by(person), with_passes=with_passes) for line in lines]
    spaces = {request.resource.space_id: request.resource.space for request in requests}
    belongings = [Belonging(person, space) for space in spaces.values()]
    return [cost.quote for cost in costs_together(requests, *belongings)]


def _refusal(case: Case) -> BookingRefused | None:
    try:
        case.settle()
    except BookingRefused as refusal:
        if refusal.code in CONFLICTS:
            is_new = case.request.besides is None  # a page that moves one shows by itself what else is free then
            refusal.detail["alternatives"] = alternatives(case.request, case.reading, with_its_like=is_new)
        return refusal
    return None


def _instead(case: Case, refusal: BookingRefused | None) -> list[Alternative]:
    if refusal is None or refusal.code not in OF_ANOTHER_START:
        return []
    if refusal.code in CONFLICTS:
        return refusal.detail["alternatives"]
    return alternatives(case.request, case.reading, with_its_like=False)


def _lengths(asked: ResourceRules) -> Iterator[int]:
    """Durations to choose from, in minutes: the first steps one by one, then whole hours."""
    minutes, step = max(asked.shortest_min, 1), asked.step_min
    for count in range(MOST_LENGTHS):
        if count and minutes > asked.longest_min:
            return
        yield minutes
        coarse = count >= STEPS_IN_A_ROW - 1 and HOUR_MIN % step == 0
        minutes += HOUR_MIN - minutes % HOUR_MIN if coarse else step
