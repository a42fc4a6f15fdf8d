"""What movements of passes were for, as it stood when each was written."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.services.booking import book, move
from spaces.booking.services.movements import booked_then
from spaces.booking.services.states import cancel
from spaces.pricing.models import LedgerEntry
from tests.factories.booking import on
from tests.factories.pricing import gives, member, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(lea, room):
    carnet = plan("Carnet 20 h", space=room.space)
    gives(carnet, 1200)
    member(lea, carnet)
    start, end = on("10-12")
    return book(room, person=lea, by=lea, start=start, end=end)


def moved(booking, hours: str, *, after_h: int):
    start, end = on(hours)
    with clock.fixed(clock.now() + timedelta(hours=after_h)):
        return move(booking, start=start, end=end, by=booking.person)


def said() -> list[tuple[str, str]]:
    entries = LedgerEntry.objects.order_by("pk")
    then = booked_then(entries)
    return [
        (entry.kind, f"{one.start_at:%H}-{one.end_at:%H}")
        for entry in entries
        if (one := then.get(entry.pk))
    ]  # fmt: skip


def test_each_movement_keeps_the_times_of_its_moment(booking):
    booking = moved(booking, "14-17", after_h=1)
    booking = moved(booking, "14-16", after_h=2)
    with clock.fixed(clock.now() + timedelta(hours=3)):
        cancel(booking, by=booking.person)

    assert said() == [  # in UTC
        ("spend", "08-10"),
        ("give_back", "08-10"), ("spend", "12-15"),
        ("give_back", "12-15"), ("spend", "12-14"),
        ("give_back", "12-14"),
    ]  # fmt: skip


def test_booking_that_has_not_moved_is_where_it_is(booking):
    assert said() == [("spend", "08-10")]


def test_movement_of_a_booking_that_is_gone_says_nothing(booking):
    booking.occupancy.all().delete()
    booking.delete()

    assert said() == []


def test_no_question_where_nothing_is_for_a_booking(django_assert_num_queries, lea):
    with django_assert_num_queries(0):
        assert booked_then([]) == {}


def test_as_many_queries_for_one_as_for_three(django_assert_num_queries, booking, room, lea):
    for hours in ("13-14", "15-16"):
        start, end = on(hours)
        book(room, person=lea, by=lea, start=start, end=end)
    entries = list(LedgerEntry.objects.order_by("pk"))

    for some in (entries[:2], entries):
        with django_assert_num_queries(2):
            booked_then(some)
