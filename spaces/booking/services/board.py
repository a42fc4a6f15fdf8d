"""One day of a space: what can be booked when, by whoever looks."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from maillage.base.instants import MINUTE, midnight, to_instant, to_local, to_utc
from maillage.base.instants import days as days_between
from maillage.base.zones import get_zone
from maillage.users.permissions import Anyone, is_member
from spaces.booking.models import Booking, HabilitationGrant
from spaces.booking.rules import availability as rules
from spaces.booking.rules.admission import Admission
from spaces.booking.rules.availability import Bookable, Question, Wish
from spaces.booking.rules.entitlements import Grant, habilitation_refusal
from spaces.booking.rules.refusals import CONFLICTS, Refusal
from spaces.booking.services.admissions import admissions_of
from spaces.booking.services.availability import ask, read_days
from spaces.booking.services.closures import closings
from spaces.booking.services.policies import welcoming_guests
from spaces.booking.services.reading import Reading, rules_of
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.rules.closing import closed_for
from spaces.catalogue.rules.opening import DayPlan
from spaces.pricing.services.audiences import Belonging


@dataclass(frozen=True)
class Slot:
    """One permitted start, as many places as are free then, and the code that refuses it.

    `is_short`: it is free then, and what comes next begins too soon for what is asked.
    `is_chosen`: whoever looks has gathered it already. `meets_chosen`: what they gathered is what refuses it.
    """

    start: datetime
    end: datetime
    free: int
    code: Refusal | None
    is_short: bool = False
    is_chosen: bool = False
    meets_chosen: bool = False


@dataclass(frozen=True)
class Row:
    """One resource's day. `code` keeps this person from it altogether; `slots` are there all the same.

    `whom`: those that it is for, by name; none: everybody.
    """

    resource: Resource
    duration_min: int
    code: Refusal | None
    slots: tuple[Slot, ...]
    whom: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.slots)

    @property
    def free_slots(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.code is None]


@dataclass(frozen=True)
class Day:
    """A day at a glance: the free starts of each resource that has any; why the doors are closed, if they are.

    `codes`: the resources that this person may not use that day. `refused`: the codes of all the starts of a resource
    that has none free, where they were asked for. `chosen`: those that have none left beside what they gathered.
    """

    on: date
    starts: dict[int, list[datetime]]
    is_open: bool
    reason: str = ""
    codes: dict[int, Refusal] = field(default_factory=dict)
    refused: dict[int, set[Refusal]] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Board:
    """A day of a space, on its own clock, and the days around it that were asked for."""

    space: Space
    day: date
    zone: tzinfo
    rows: list[Row] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    slots_by_day: dict[date, tuple[Slot, ...]] = field(default_factory=dict)


def day_board(
    space: Space,
    day: date,
    *,
    user: Anyone,
    duration: int | None = None,
    seats: int = 1,
    around: tuple[date, date] | None = None,
    or_later: bool = False,
    besides: Booking | None = None,
    each_day_of: str = "",
    with_refused: bool = False,
) -> Board:
    """What can be booked that day. `duration` None: the shortest booking of each resource.

    `seats` counts where places are interchangeable. `around`: the first and last day of those to look at
    as well, at most 31 with `day`; `or_later`: when that day has nothing free, the first of them that has.
    `each_day_of`: the slug of a resource whose slots are wanted on each of these days. `with_refused`: why each of
    the others has nothing free on one of them.
    `besides`: a booking that is to move, whose own place is not in its way; a guest's is judged as one.
    Resources come with their prices, spot on a plan and habilitations. Ten queries, whatever their number
    and the days'; one more each where the team has closed something, where something is for some people and this is a
    member, and where a guest moves.
    """
    zone, resources = get_zone(space.time_zone), _resources(space)
    asked = [Asked(one, duration or _shortest(one), seats if one.is_pool else 1) for one in resources]
    first_on, last_on = around or (day, day)
    longest = max((one.minutes for one in asked), default=1)
    question = ask(min(day, first_on), max(day, last_on), longest, seats)
    reading = read_days(resources, question, besides=besides)
    admissions = admissions_of(resources)
    shown = {day, *days_between(first_on, last_on)}
    codes_on = _codes_by_day(resources, admissions, shown, user)
    if besides and besides.guest_email:
        codes_on = dict.fromkeys(shown, _closed_to_guests(resources))
    days = _days(space, reading, asked, first_on, last_on) if around else []
    days = [replace(one, codes=codes_on.get(one.on, {})) for one in days]
    if with_refused:
        days = [replace(one, refused=_refused(one, asked, reading)) for one in days]
    if or_later:
        day = next((one.on for one in days if one.on >= day and one.starts), day)
    codes = codes_on.get(day, {})
    rows = [one.row(day, reading, codes, admissions) for one in asked]
    chosen = next((one for one in asked if one.resource.slug == each_day_of), None)
    slots_by_day = {one.on: chosen.slots_on(one.on, reading) for one in days} if chosen else {}
    return Board(space, day, zone, rows, days, slots_by_day)


@dataclass(frozen=True)
class Asked:
    """For how long, and on how many places, a resource is looked at."""

    resource: Resource
    minutes: int
    places: int

    def row(
        self, day: date, reading: Reading, codes: Mapping[int, Refusal], admissions: Mapping[int, Admission]
    ) -> Row:
        admission = admissions.get(self.resource.pk)
        whom = tuple(admission.whom) if admission else ()
        return Row(self.resource, self.minutes, codes.get(self.resource.pk), self.slots_on(day, reading), whom)

    def slots_on(self, day: date, reading: Reading) -> tuple[Slot, ...]:
        return tuple(_slots(self._bookable(reading), self._question(day)))

    def refused_on(self, day: date, reading: Reading) -> set[Refusal]:
        return {one.code for one in rules.explain(self._bookable(reading), self._question(day))}

    def _bookable(self, reading: Reading) -> Bookable:
        return reading.bookable(self.resource, self.places)

    def _question(self, day: date) -> Question:
        return ask(day, day, self.minutes, self.places)


def _resources(space: Space) -> list[Resource]:
    found = space.resources.in_service().select_related("spot")
    resources = list(found.prefetch_related("prices", "habilitations"))
    for resource in resources:
        resource.space = space
    return resources


def _days(space: Space, reading: Reading, asked: list[Asked], first_on: date, last_on: date) -> list[Day]:
    """The same days for every resource, from one reading."""
    starts: dict[date, dict[int, list[datetime]]] = {}
    for one in asked:
        question = ask(first_on, last_on, one.minutes, one.places)
        for start in rules.starts(reading.bookable(one.resource, one.places), question):
            starts.setdefault(start.date(), {}).setdefault(one.resource.pk, []).append(start)
    zone = get_zone(space.time_zone)
    ends = (to_utc(midnight(on, zone)) for on in (first_on, last_on + timedelta(1)))
    closed = closings([space.pk], *ends).get(space.pk, [])
    layers = {id(one): one for one in reading.layers.values()}.values()
    plans = [closed_for(one, closed).hours_by_day(first_on, last_on) for one in layers]
    return [_day(on, starts.get(on, {}), [plan[on] for plan in plans]) for on in days_between(first_on, last_on)]


def _day(on: date, starts: dict[int, list[datetime]], plans: list[DayPlan]) -> Day:
    is_open = bool(starts) or any(hours for hours, _ in plans)
    reasons = [dated.label for _, dated in plans if dated is not None and dated.label]
    return Day(on, starts, is_open, "" if is_open or not reasons else reasons[0])


def _shortest(resource: Resource) -> int:
    return max(rules_of(resource).shortest_min, 1)


def _slots(bookable: Bookable, question: Question) -> Iterator[Slot]:
    """Free and refused starts together, in the order in which they happen."""
    coded: dict[int, Refusal | None] = dict.fromkeys(map(to_instant, rules.starts(bookable, question)))
    coded |= {to_instant(one.start_at): one.code for one in rules.explain(bookable, question)}
    zone, length = bookable.opening.zone, question.duration_min * MINUTE
    begun = frozenset() if CONFLICTS.isdisjoint(coded.values()) else rules.begun_free(bookable, question)
    for start, code in sorted(coded.items()):
        wish = Wish(to_utc(start), to_utc(start + length), question.now)
        free = _free(bookable, wish) if code in (None, Refusal.POOL_FULL) else 0
        is_short = code in CONFLICTS and start in begun
        yield Slot(to_local(start, zone), to_local(start + length, zone), free, code, is_short)


def _free(bookable: Bookable, wish: Wish) -> int:
    return 1 if bookable.rules.capacity == 1 else rules.free_places(bookable, wish)


def _refused(day: Day, asked: list[Asked], reading: Reading) -> dict[int, set[Refusal]]:
    empty = [one for one in asked if one.resource.pk not in day.starts]
    return {one.resource.pk: one.refused_on(day.on, reading) for one in empty}


def _codes_by_day(
    resources: list[Resource], admissions: Mapping[int, Admission], days: Collection[date], user: Anyone
) -> dict[date, dict[int, Refusal]]:
    """What keeps them from which resource on which day. Nobody is judged before signing in. Two queries at most."""
    if not resources or not is_member(user):
        return {}
    space = resources[0].space
    trainings = _missing_trainings(resources, days, user, get_zone(space.time_zone))
    if not admissions:
        return trainings
    belonging = Belonging(user, space)
    return {day: trainings.get(day, {}) | _not_admitted(admissions, belonging.audiences_on(day)) for day in days}


def _closed_to_guests(resources: list[Resource]) -> dict[int, Refusal]:
    """What nobody books without an account. One query."""
    welcoming = welcoming_guests(resources)
    return {one.pk: Refusal.NOT_ALLOWED for one in resources if one.pk not in welcoming}


def _not_admitted(admissions: Mapping[int, Admission], audiences: Collection[int]) -> dict[int, Refusal]:
    """What is for others."""
    return {pk: Refusal.NOT_ALLOWED for pk, admission in admissions.items() if not admission.lets_in(audiences)}


def _missing_trainings(
    resources: list[Resource], days: Iterable[date], user: Anyone, zone: tzinfo
) -> dict[date, dict[int, Refusal]]:
    required = {one.pk: {str(training.code) for training in one.habilitations.all()} for one in resources}
    required = {pk: codes for pk, codes in required.items() if codes}
    if not required or not is_member(user):
        return {}
    held = HabilitationGrant.objects.standing().recognised_at(resources[0].space).filter(person=user)
    grants = [Grant(code, valid_until) for code, valid_until in held.values_list("habilitation__code", "valid_until")]
    return {day: _missing(required, grants, day, zone) for day in days}


def _missing(required: dict[int, set[str]], grants: list[Grant], day: date, zone: tzinfo) -> dict[int, Refusal]:
    start_at = to_utc(midnight(day, zone))
    end_at = start_at.replace(microsecond=1)  # the day is what counts
    found = {
        pk: habilitation_refusal(codes, grants, start_at=start_at, end_at=end_at, zone=zone)
        for pk, codes in required.items()
    }
    return {pk: code for pk, code in found.items() if code}
