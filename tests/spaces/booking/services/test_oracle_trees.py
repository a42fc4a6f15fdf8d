"""Any tree of halls, rooms, pools and shared things: what is booked in it, against places counted by hand."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spaces.booking.services.availability import many
from spaces.booking.services.booking import book
from spaces.booking.services.refusals import CONFLICT, BookingRefused
from tests.factories.booking import PersonFactory, open_room
from tests.factories.catalogue import ResourceFactory
from tests.spaces.booking.services.tree_by_hand import FIRST, HOURS, moment

pytestmark = pytest.mark.django_db


class Thing(NamedTuple):
    """Drawn, not stored: things are known by their place in the list."""

    parent: int | None
    capacity: int
    shares: tuple[int, ...] = ()


@st.composite
def things(draw) -> list[Thing]:
    count = draw(st.integers(1, 7))
    bare = [
        Thing(draw(st.sampled_from([None, *range(number)])), draw(st.sampled_from([1, 1, 2, 3])))
        for number in range(count)
    ]
    shared = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=4))
    return [
        thing._replace(
            shares=tuple(other for owner, other in sorted(shared) if owner == number and apart(bare, number, other))
        )
        for number, thing in enumerate(bare)
    ]


def apart(found: list[Thing], one: int, other: int) -> bool:
    """Neither is the other, nor inside it."""
    return one not in line(found, other) and other not in line(found, one)


def line(found: list[Thing], number: int | None) -> list[int]:
    """It, what it is in, and so on."""
    return [] if number is None else [number, *line(found, found[number].parent)]


def takes(found: list[Thing], number: int, seats: int) -> Counter[int]:
    """Some places of a pool, or all of it with all that is inside; one place of each thing that it shares."""
    taken = whole(found, number) if seats == found[number].capacity else Counter({number: seats})
    for shared in found[number].shares:
        taken |= whole(found, shared) if found[shared].capacity == 1 else Counter({shared: 1})
    return taken


def whole(found: list[Thing], number: int) -> Counter[int]:
    return Counter({inner: thing.capacity for inner, thing in enumerate(found) if number in line(found, inner)})


class Places:
    """How many places of each thing are taken in each hour."""

    def __init__(self, found: list[Thing]) -> None:
        self.found = found
        self.taken: list[Counter[int]] = [Counter() for _ in HOURS]

    def fits(self, needed: Counter[int], hours: range) -> bool:
        return all(
            self.taken[hour][one] + count <= self.found[one].capacity for hour in hours for one, count in needed.items()
        )

    def take(self, needed: Counter[int], hours: range) -> None:
        for hour in hours:
            self.taken[hour] += needed

    def free(self, number: int, seats: int) -> list[datetime]:
        """The hours that somebody could begin, for one."""
        if seats > self.found[number].capacity:
            return []
        needed = takes(self.found, number, seats)
        return [moment(hour) for hour in HOURS if self.fits(needed, range(hour, hour + 1))]


wishes = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 3), st.integers(0, 10), st.integers(1, 4)), max_size=25)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(found=things(), asked=wishes)
def test_any_tree_takes_what_fits_and_says_so(found, asked):
    with transaction.atomic():
        resources, places, person = make(found), Places(found), PersonFactory()
        for which, wanted, start, length in asked:
            number = which % len(found)
            seats = min(wanted, found[number].capacity)
            hours, needed = range(start, min(start + length, 12)), takes(found, number, seats)
            fits = places.fits(needed, hours)
            times = {"start": moment(hours.start), "end": moment(hours.stop)}
            assert is_booked(resources[number], person, seats=seats, **times) == fits
            if fits:
                places.take(needed, hours)
        for seats in (1, 2, 3):
            said = many(resources, from_on=FIRST.date(), until_on=FIRST.date(), duration=60, seats=seats)
            for number, resource in enumerate(resources):
                starts = [datetime.fromisoformat(start) for start in said[resource.pk]["starts"]]
                assert starts == places.free(number, seats), (number, seats)
        transaction.set_rollback(True)


def make(found: list[Thing]):
    space = open_room(hours=("08:00", "20:00"), is_active=False).space
    made = []
    for thing in found:
        parent = None if thing.parent is None else made[thing.parent]
        made.append(ResourceFactory(space=space, parent=parent, capacity=thing.capacity))
    for resource, thing in zip(made, found, strict=True):
        resource.shares.set(made[shared] for shared in thing.shares)
    return made


def is_booked(resource, person, **asked) -> bool:
    try:
        with transaction.atomic():
            book(resource, person=person, by=person, **asked)
    except BookingRefused as refusal:
        assert refusal.status == CONFLICT
        return False
    return True
