"""The whole service as people, teams and the clock use it, in any order: nothing is held twice, lost, or in a state it
cannot be in.

Hypothesis writes the stories; what is true at each moment is counted by hand from the bookings alone (`tree_by_hand`).
"""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

import pytest
from django.db import transaction
from django_tasks import default_task_backend
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.users.models import User
from spaces.booking.models import Block, Booking, Occupancy, State, WaitlistEntry
from spaces.booking.services import states
from spaces.booking.services.availability import many
from spaces.booking.services.blocks import block, unblock
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.series import FAIL, SKIP, book_series
from spaces.booking.services.waiting import join
from tests.factories.booking import PersonFactory, conditions
from tests.factories.catalogue import on_dates
from tests.spaces.booking.services.tree_by_hand import (
    CAPACITY,
    DAY,
    FIRST,
    HOURS,
    TAKES,
    holds,
    is_closed,
    make,
    moment,
    picture,
)

SLUGS = sorted(CAPACITY)

# From each state, those that one step leads to. A request that is moved waits again.
NEXT = {
    None: {State.HOLD, State.PENDING, State.CONFIRMED},
    State.HOLD: {State.CONFIRMED, State.PENDING, State.CANCELLED, State.EXPIRED},
    State.PENDING: {State.CONFIRMED, State.REFUSED, State.CANCELLED, State.EXPIRED},
    State.CONFIRMED: {State.CHECKED_IN, State.CANCELLED, State.RELEASED, State.PENDING},
    State.CHECKED_IN: {State.CANCELLED, State.CONFIRMED},
    State.RELEASED: {State.CONFIRMED},
}

# What people and teams do with a booking, and the states in which it can be done.
CHANGES = {
    "cancel": State.HOLDING,
    "confirm": {State.HOLD},
    "approve": {State.PENDING},
    "refuse": {State.PENDING},
    "check_in": {State.CONFIRMED},
    "release": {State.CONFIRMED},
    "undo": {State.CHECKED_IN, State.RELEASED},
}

what = st.sampled_from([*sorted(TAKES), *[("booth", 1)] * 4])  # the booth asks the team
slots = st.tuples(what, st.integers(0, 11), st.integers(1, 3))
some = st.integers(0, 30)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


class Service(RuleBasedStateMachine):
    """One day of a hall with rooms, a pool and shared kit; the booth asks the team for each booking."""

    @initialize()
    def open(self) -> None:
        self.undoing = transaction.atomic()
        self.undoing.__enter__()
        default_task_backend.clear()  # of a story that ended before its worker came
        self.now = FIRST - timedelta(days=2)
        self.team = User.objects.create_user("equipe@example.org", "correct-horse-42", name="Équipe")
        with clock.fixed(self.now):
            self.resources = make()
            space = self.resources["hall"].space
            space.team.create(user=self.team, role="manager")
            conditions(space, release_after_min=30)
            self.people = [PersonFactory() for _ in range(3)]
        booth = self.resources["booth"]
        booth.requires_approval = True
        booth.save()
        self.known: dict[int, str] = {}
        self.hours = HOURS
        self.done: Counter[str] = Counter()

    def teardown(self) -> None:
        if hasattr(self, "undoing"):
            transaction.set_rollback(True)
            self.undoing.__exit__(None, None, None)

    # What people do

    @rule(slot=slots, who=some)
    def ask(self, slot: Any, who: int) -> None:
        (slug, seats), hours, person = self._asked(slot, who)
        can_be_booked = self._can_be_booked(slug, seats, hours)
        times = {"start": moment(hours.start), "end": moment(hours.stop)}
        made = self._try(lambda: book(self.resources[slug], person=person, by=person, seats=seats, **times))
        assert bool(made) == can_be_booked, (slug, seats, hours)

    @rule(slot=slots, who=some, minutes=st.integers(1, 90))
    def keep(self, slot: Any, who: int, minutes: int) -> None:
        (slug, seats), hours, person = self._asked(slot, who)
        can_be_booked = self._can_be_booked(slug, seats, hours)
        times = {"start": moment(hours.start), "end": moment(hours.stop), "minutes": minutes}
        made = self._try(lambda: hold(self.resources[slug], person=person, by=person, seats=seats, **times))
        assert bool(made) == can_be_booked, (slug, seats, hours)

    @rule(slot=slots, who=some, all_or_none=st.booleans())
    def repeat(self, slot: Any, who: int, all_or_none: bool) -> None:
        (slug, seats), hours, person = self._asked(slot, who)
        times = {"start": moment(hours.start), "end": moment(hours.stop), "rrule": "FREQ=DAILY;COUNT=3"}
        fitting = [day for day in range(3) if self._can_be_booked(slug, seats, hours, day)]
        asked = {"person": person, "by": person, "seats": seats, "on_conflict": FAIL if all_or_none else SKIP}
        made = self._try(lambda: book_series(self.resources[slug], **times, **asked))
        expected = fitting if fitting == [0, 1, 2] or not all_or_none else []
        assert [one.start_at for one in made[1]] if made else [times["start"] + day * DAY for day in expected] == []

    @rule(slot=slots, who=some)
    def wait(self, slot: Any, who: int) -> None:
        (slug, seats), hours, person = self._asked(slot, who)
        fits = self._fits(slug, seats, hours)
        times = {"start": moment(hours.start), "end": moment(hours.stop)}
        entry = self._try(lambda: join(self.resources[slug], person=person, seats=seats, **times))
        assert not (entry and fits)

    @precondition(lambda self: self.known)
    @rule(which=some, slot=slots)
    def move_to(self, which: int, slot: Any) -> None:
        booking, (_, hours, _) = self._booking(which), self._asked(slot, 0)
        has_place = self._can_be_booked(booking.resource.slug, booking.seats, hours, besides=booking)
        moved = self._try(lambda: move(booking, start=moment(hours.start), end=moment(hours.stop), by=booking.person))
        if booking.state == State.CONFIRMED and booking.start_at > self.now:
            assert bool(moved) == has_place, (booking.resource.slug, hours)

    @precondition(lambda self: self.known)
    @rule(which=some, slot=slots, by_team=st.booleans())
    def move_elsewhere(self, which: int, slot: Any, by_team: bool) -> None:
        booking, ((slug, seats), hours, _) = self._booking(which), self._asked(slot, 0)
        has_place = self._can_be_booked(slug, seats, hours, besides=booking)
        times, by = {"start": moment(hours.start), "end": moment(hours.stop)}, self.team if by_team else booking.person
        moved = self._try(lambda: move(booking, resource=self.resources[slug], seats=seats, by=by, **times))
        if booking.state == State.CONFIRMED and booking.start_at > self.now:
            assert bool(moved) == has_place, (booking.resource.slug, slug, seats, hours)
        asked = (slug, seats, *times.values(), self._state_once_moved(booking, slug, by_team))
        was, stands = (
            (one.resource.slug, one.seats, one.start_at, one.end_at, one.state)
            for one in (booking, Booking.objects.select_related("resource").get(pk=booking.pk))
        )
        assert stands == (asked if moved else was)
        self.done["move_elsewhere"] += bool(moved) and slug != booking.resource.slug

    @precondition(lambda self: self.known)
    @rule(which=some, what=st.sampled_from(sorted(CHANGES)))
    def change(self, which: int, what: str) -> None:
        booking, more = self._booking(which, CHANGES[what]), {"reason": "Travaux"} if what == "refuse" else {}
        by = booking.person if what in ("cancel", "confirm") else self.team
        is_shut = what == "confirm" and is_closed(booking)  # what is held is not booked yet
        before, can_be_said = booking.state, booking.end_at > self.now and holds(booking, self.now) and not is_shut
        changed = self._try(lambda: getattr(states, what)(booking, by=by, **more))
        booking.refresh_from_db()
        assert changed or booking.state == before
        self.done[what] += bool(changed)
        is_theirs = what in ("cancel", "confirm", "approve", "refuse") and before != State.CHECKED_IN
        if is_theirs and can_be_said and before in CHANGES[what]:
            assert changed, (what, before)
        if is_shut or before not in CHANGES[what]:
            assert not changed, (what, before)

    # What teams do

    @rule(slug=st.sampled_from(SLUGS), start=st.integers(0, 11))
    def close(self, slug: str, start: int) -> None:
        self._try(lambda: block(self.resources[slug], start=moment(start), end=moment(start + 2), by=self.team))

    @rule(start=st.integers(0, 11))
    def close_it_all(self, start: int) -> None:
        space = self.resources["hall"].space
        closure = Closure(space=space, chosen=[], start=moment(start), end=moment(start + 3))
        there = Booking.objects.overlapping(closure.start, closure.end).prefetch_related("occupancy")
        met = {one.pk for one in there if holds(one, self.now) and one.end_at > self.now}
        assert {booking.pk for booking in self._try(lambda: [close(closure, by=self.team)])[0]} == met

    @rule(opens=st.integers(0, 6), closes=st.integers(6, 12))
    def change_hours(self, opens: int, closes: int) -> None:
        """Other doors that day: who has booked outside them keeps the place until the team decides."""
        space = self.resources["hall"].space
        space.exceptions.all().delete()
        written = [f"{FIRST.hour + hour:02}:00" for hour in (opens, closes)]
        on_dates(space, FIRST.date(), hours=written if opens < closes else ())
        self.hours = range(opens, closes)

    @rule(which=some)
    def reopen(self, which: int) -> None:
        blocks = list(Block.objects.standing().order_by("pk"))
        if blocks:
            self._try(lambda: unblock(blocks[which % len(blocks)], by=self.team))

    # What time does

    @rule(minutes=st.sampled_from([5, 30, 60, 600]))
    def pass_time(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), moment(12))

    @rule()
    def tidy(self) -> None:
        self._try(lapse)
        standing = Booking.objects.filter(state__in=State.HOLDING).prefetch_related("occupancy")
        assert all(holds(booking, self.now) for booking in standing)

    # What always holds

    @invariant()
    def nothing_is_held_twice(self) -> None:
        if not hasattr(self, "known"):
            return
        rows = Occupancy.objects.active().order_by("resource", "place", "start_at")
        for _, there in groupby(rows, key=lambda row: (row.resource_id, row.place)):
            one_after_the_other = list(there)
            assert all(row.end_at <= following.start_at for row, following in pairwise(one_after_the_other))
        for taken, _ in picture(self.now):
            assert all(count <= CAPACITY[slug] for slug, count in taken.items())

    @invariant()
    def states_are_reached_by_their_ways_only(self) -> None:
        if not hasattr(self, "known"):
            return
        for pk, state in Booking.objects.values_list("pk", "state"):
            before = self.known.get(pk)
            assert state == before or state in NEXT[before], (before, state)
            self.known[pk] = state

    @invariant()
    def each_booking_has_the_rows_it_needs_and_no_others(self) -> None:
        if not hasattr(self, "known"):
            return
        for booking in Booking.objects.select_related("resource").prefetch_related("occupancy__resource"):
            rows = Counter(row.resource.slug for row in booking.occupancy.all() if row.active)
            if holds(booking, self.now):
                assert rows == Counter(TAKES[booking.resource.slug, booking.seats])
            elif booking.state not in State.HOLDING:
                assert not rows, booking.state

    @invariant()
    def no_slot_is_lost(self) -> None:
        """What is said to be free is what nobody holds, by hand."""
        if not hasattr(self, "known"):
            return
        day, seen = FIRST.date(), picture(self.now)
        with clock.fixed(self.now):
            asked = {"from_on": day, "until_on": day, "duration": 60}
            said = {seats: many(self.resources.values(), **asked, seats=seats) for seats in (1, 2, 3)}
        for slug, seats in TAKES:
            starts = said[seats][self.resources[slug].pk]["starts"]
            free = [moment(hour) for hour in self.hours if self._fits(slug, seats, range(hour, hour + 1), seen)]
            assert [datetime.fromisoformat(start) for start in starts] == [one for one in free if one >= self.now], slug

    # By hand

    def _asked(self, slot: Any, who: int) -> tuple[tuple[str, int], range, Any]:
        what, start, length = slot
        return what, range(start, min(start + length, 12)), self.people[who % len(self.people)]

    def _booking(self, which: int, preferred: Collection[str] = State.HOLDING) -> Booking:
        """One of those in these states; of all, where there is none."""
        found = list(Booking.objects.select_related("resource__space", "person").order_by("pk"))
        found = [booking for booking in found if booking.state in preferred] or found
        return found[which % len(found)]

    def _state_once_moved(self, booking: Booking, slug: str, by_team: bool) -> str:
        """The booth asks the team about whatever comes there; who leaves it asks nobody any more."""
        if booking.state == State.CONFIRMED:
            return State.PENDING if slug == "booth" and not by_team else State.CONFIRMED
        return State.CONFIRMED if booking.state == State.PENDING and slug != "booth" else booking.state

    def _try(self, deed: Callable[[], Any]) -> Any:
        """What it gives; None when it is refused, with nothing written. The worker comes once it is done."""
        with clock.fixed(self.now):
            try:
                with transaction.atomic():
                    made = deed() or True
            except (BookingRefused, DomainError):
                made = None
                default_task_backend.clear()
            for queued in default_task_backend.results:
                queued.task.func(*queued.args, **queued.kwargs)
            default_task_backend.clear()
        return made

    def _fits(self, slug: str, seats: int, hours: range, seen: Any = None) -> bool:
        """Whether there are places, whatever the doors and the time it is."""
        takes, seen = TAKES[slug, seats], seen or picture(self.now)
        for taken, closed in (seen[hour] for hour in hours):
            if closed & takes.keys() or any(taken[name] + count > CAPACITY[name] for name, count in takes.items()):
                return False
        return True

    def _can_be_booked(self, slug: str, seats: int, hours: range, day: int = 0, besides: Booking | None = None) -> bool:
        is_open = set(hours) <= set(HOURS if day else self.hours)
        is_to_come = moment(hours.start) + day * DAY >= self.now
        return is_open and is_to_come and self._fits(slug, seats, hours, picture(self.now, day, besides))


@pytest.fixture(autouse=True)
def _worker(settings):
    """Tasks wait for the end of what queues them, as they do in the database (`Service._try`)."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.mark.django_db
def test_service_keeps_its_promises_whatever_happens():
    run_state_machine_as_test(
        Service,
        settings=settings(max_examples=20, stateful_step_count=25, suppress_health_check=SLOW),
    )
    assert not WaitlistEntry.objects.exists()  # each story was undone


@pytest.mark.django_db
def test_every_change_succeeds_in_some_story():
    """What chance may leave out: one day in which each of them is done, and everything above holds after each step."""
    story = Service()
    booth, room, desk, lamp = ("booth", 1), ("room", 1), ("desk", 1), ("lamp", 1)

    def step(deed: Callable[..., None], *asked: Any) -> None:
        deed(story, *asked)
        for promise in PROMISES:
            promise(story)

    def change(what: str) -> None:
        step(Service.change, 0, what)

    story.open()
    step(Service.ask, (booth, 2, 1), 0)
    change("approve")
    step(Service.ask, (booth, 4, 1), 1)
    change("refuse")
    step(Service.keep, (desk, 2, 2), 0, 60)
    change("confirm")
    step(Service.keep, (lamp, 2, 1), 0, 5)
    step(Service.pass_time, 30)
    step(Service.tidy)
    step(Service.repeat, (("pool", 2), 2, 2), 2, False)
    step(Service.repeat, (room, 6, 1), 2, True)
    step(Service.move_to, 0, (booth, 3, 1))
    change("approve")
    step(Service.move_elsewhere, 0, (room, 8, 2), False)
    step(Service.move_elsewhere, 0, (booth, 3, 1), False)
    change("approve")
    step(Service.close_it_all, 6)
    step(Service.change_hours, 1, 12)
    step(Service.reopen, 0)
    change("cancel")
    story.now = moment(2) + timedelta(minutes=10)
    change("check_in")
    change("undo")
    change("check_in")
    story.now = moment(2) + timedelta(minutes=20)
    change("release")
    step(Service.tidy)

    reached = set(Booking.objects.values_list("state", flat=True))
    story.teardown()
    assert set(story.done) == {*CHANGES, "move_elsewhere"} and all(story.done.values()), story.done
    assert reached >= set(NEXT) - {None, State.HOLD, State.PENDING} | {State.REFUSED, State.EXPIRED, State.CANCELLED}


PROMISES = (
    Service.nothing_is_held_twice,
    Service.states_are_reached_by_their_ways_only,
    Service.each_booking_has_the_rows_it_needs_and_no_others,
    Service.no_slot_is_lost,
)
