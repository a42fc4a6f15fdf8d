"""Random bookings, cancellations, blocks and events in one tree, against places counted by hand, hour by hour."""

import random
from collections import Counter
from uuid import uuid4

import pytest

from spaces.booking.models import Occupancy
from spaces.booking.services.availability import availability
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel
from spaces.booking.services.uses import use
from tests.factories.booking import PersonFactory
from tests.spaces.booking.services.tree_by_hand import CAPACITY, FIRST, HOURS, INSIDE, INSIDE_HALL, TAKES, make, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def resources():
    return make()


class Places:
    """How many places of each resource are taken in each hour."""

    def __init__(self) -> None:
        self.taken = [Counter() for _ in HOURS]

    def fits(self, takes: dict[str, int], hours: range) -> bool:
        return all(self.taken[hour][slug] + count <= CAPACITY[slug] for hour in hours for slug, count in takes.items())

    def take(self, takes: dict[str, int], hours: range, sign: int = 1) -> None:
        for hour in hours:
            for slug, count in takes.items():
                self.taken[hour][slug] += sign * count


@pytest.mark.parametrize("seed", range(6))
def test_book_accepts_exactly_what_fits(seed, resources):
    chance, places, standing = random.Random(seed), Places(), []
    person = PersonFactory()
    for _ in range(60):
        if standing and chance.random() < 0.25:
            booking, takes, hours = standing.pop(chance.randrange(len(standing)))
            cancel(booking, by=person)
            places.take(takes, hours, -1)
            continue
        (slug, seats), takes = chance.choice(list(TAKES.items()))
        start = chance.randrange(11)
        hours = range(start, min(start + chance.randint(1, 4), 12))
        asked = {"start": moment(hours.start), "end": moment(hours.stop), "seats": seats}
        fits = places.fits(takes, hours)
        try:
            booking = book(resources[slug], person=person, by=person, **asked)
        except BookingRefused as refusal:
            assert (fits, refusal.status) == (False, 409), (slug, seats, hours)
        else:
            assert fits, (slug, seats, hours)
            standing.append((booking, takes, hours))
            places.take(takes, hours)
    assert rows() == [{slug: count for slug, count in hour.items() if count} for hour in places.taken]
    assert listed(resources) == free_by_hand(places)


@pytest.mark.parametrize("seed", range(3))
def test_blocks_and_events_are_in_the_way_like_bookings(seed, resources, owner):
    chance, places = random.Random(100 + seed), Places()
    for _ in range(12):
        start = chance.randrange(11)
        hours = range(start, start + 1)
        asked = {"start": moment(start), "end": moment(start + 1)}
        slug = chance.choice(["hall", "room", "desk", "pool"])
        whole = TAKES[slug, CAPACITY[slug]]
        if chance.random() < 0.5:
            block(resources[slug], by=owner, **asked)
            places.taken[start] |= Counter({name: CAPACITY[name] for name in INSIDE_HALL if name in INSIDE[slug]})
        elif places.fits(whole, hours):
            use(resources[slug], key=uuid4(), periods=[(asked["start"], asked["end"])])
            places.take(whole, hours)
        else:
            with pytest.raises(BookingRefused):
                use(resources[slug], key=uuid4(), periods=[(asked["start"], asked["end"])])
    assert listed(resources) == free_by_hand(places)


def rows() -> list[dict[str, int]]:
    """The places that the table holds, hour by hour."""
    held = list(Occupancy.objects.active().values_list("resource__slug", "start_at", "end_at"))
    return [
        dict(Counter(slug for slug, start, end in held if start < moment(hour + 1) and end > moment(hour)))
        for hour in HOURS
    ]


def listed(resources) -> dict[tuple[str, int], list[int]]:
    """The free hours, as availability says them."""
    day = FIRST.date()
    found = {}
    for slug, seats in TAKES:
        answer = availability(resources[slug], from_on=day, until_on=day, duration=60, seats=seats)
        found[slug, seats] = [int(start[11:13]) - 8 for start in answer["starts"]]
    return found


def free_by_hand(places: Places) -> dict[tuple[str, int], list[int]]:
    return {
        asked: [hour for hour in HOURS if places.fits(takes, range(hour, hour + 1))] for asked, takes in TAKES.items()
    }
