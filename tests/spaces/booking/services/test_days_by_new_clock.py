"""New rules of a time zone move what is held of days of passes: what those days take stays what was paid."""

import pytest

from spaces.booking.models import Booking
from spaces.booking.services.booking import book
from spaces.booking.services.states import cancel
from spaces.booking.services.wall_clocks import keep_wall_clocks
from spaces.pricing.models import HeldDay
from spaces.pricing.services import lots
from tests.factories.booking import PersonFactory, on, open_room, priced
from tests.factories.catalogue import EVERY_DAY, SpaceFactory
from tests.factories.pricing import gives, member, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def membership(person):
    """Five days, in the whole network."""
    days = plan("Réseau", reach="network")
    gives(days, 5, unit="days")
    return member(person, days)


def sold(**fields):
    """A room at 12 € an hour."""
    room = open_room(**fields)
    priced(room, 1200)
    return room


def left(membership):
    return [source.left for source in lots.sources([membership.pk], on("10-12")[0].date())]


def booked(room, person, hours):
    start, end = on(hours)
    return book(room, person=person, by=person, start=start, end=end)


def by_former_clock(*bookings):
    """As if the place had been an hour behind when they were made."""
    for one in bookings:
        Booking.objects.filter(pk=one.pk).update(policy=one.policy | {"tzdata": "2020.1", "offset_min": 60})


def all_given_back(membership):
    for booking in Booking.objects.select_related("resource__space", "person"):
        cancel(booking, by=booking.person)
    return left(membership)


def test_what_moves_towards_another_place_takes_what_it_took(person, membership):
    """Else each of the two gave a day back once cancelled."""
    elsewhere = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), time_zone="Indian/Reunion")
    first = booked(sold(), person, "11-13")
    booked(sold(space=elsewhere), person, "10-11")
    assert left(membership) == [4]
    by_former_clock(first)

    assert keep_wall_clocks() == []

    first.refresh_from_db()
    assert (first.start_at, left(membership)) == (on("10-12")[0], [4])
    assert all_given_back(membership) == [5]


def test_what_was_booked_by_the_new_clock_already_stays_beside(person, membership):
    room = sold(capacity=3)
    old, _new = booked(room, person, "11-13"), booked(room, person, "11-12")
    assert left(membership) == [3]
    by_former_clock(old)
    booked(room, person, "10-11")

    assert keep_wall_clocks() == []

    assert left(membership) == [3]
    assert all_given_back(membership) == [5]


def test_all_of_a_day_move_together(person, membership):
    room = sold(capacity=3)
    bookings = [booked(room, person, hours) for hours in ("9-10", "10-11", "11-12")]
    by_former_clock(*bookings)

    assert keep_wall_clocks() == []

    held = HeldDay.objects.order_by("start_at").values_list("start_at", "end_at")
    assert list(held) == [on(hours) for hours in ("8-9", "9-10", "10-11")]
    assert left(membership) == [4]
