"""Who has come and leaves sooner pays what the conditions say, in money or of a pass, and gives the place back."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book, move
from spaces.booking.services.previews import preview
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel, check_in
from spaces.pricing.models import LedgerEntry
from tests.factories.booking import PersonFactory, at, conditions, on, open_room, priced
from tests.factories.catalogue import EVERY_DAY, SpaceFactory
from tests.factories.pricing import carnet, days_left

pytestmark = pytest.mark.django_db

DAY = on("10-12")[0].date()


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def room(owner):
    """12 € an hour."""
    room = open_room(space=SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner), step=15)
    priced(room, 1200)
    return room


def come(room, person, owner, times, **more):
    booking = book(room, person=person, by=person, start=times[0], end=times[1], **more)
    with clock.fixed(booking.start_at):
        return check_in(booking, by=owner)


def leave(booking, end, *, by):
    with clock.fixed(end - timedelta(minutes=5)):
        return move(booking, start=booking.start_at, end=end, by=by)


@pytest.mark.parametrize(
    ("tiers", "until", "taken"),
    [
        ([], "11:00", 60),
        ([(2880, 100)], "11:00", 120),
        ([(2880, 50)], "10:30", 60),
        ([(2880, 50)], "11:30", 90),
    ],
)
def test_pass_of_minutes_keeps_what_is_due(room, person, owner, tiers, until, taken):
    conditions(room.space, *tiers)
    membership = carnet(person, room.space, 600)
    there = come(room, person, owner, on("10-12"))

    left = leave(there, on(f"10-{until}")[1], by=person)

    assert (left.state, left.end_at, left.due_cents) == (State.CHECKED_IN, on(f"10-{until}")[1], 0)
    assert days_left(membership, DAY) == [600 - taken]
    assert sum(one["amount"] for one in left.policy["passes"]) == taken


def test_what_is_due_stays_taken_however_often_they_change_it_and_comes_back_with_the_team(room, person, owner):
    conditions(room.space, (2880, 100))
    membership = carnet(person, room.space, 600)
    booking = come(room, person, owner, on("10-12"))

    for until in ("11", "12", "10:45"):
        booking = move_at_half_past_ten(booking, on(f"10-{until}")[1], person)
        assert days_left(membership, DAY) == [480]

    with clock.fixed(at("2026-06-16 10:40")):
        cancel(booking, by=owner)
    assert days_left(membership, DAY) == [600]


def move_at_half_past_ten(booking, end, person):
    with clock.fixed(at("2026-06-16 10:30")):
        return move(booking, start=booking.start_at, end=end, by=person)


def test_pass_of_days_keeps_those_that_are_due(room, person, owner):
    conditions(room.space, (2880, 100))
    membership = carnet(person, room.space, 5, "days")
    there = come(room, person, owner, (at("2026-06-16 10:00"), at("2026-06-17 20:00")))

    leave(there, at("2026-06-16 18:00"), by=person)

    assert days_left(membership, DAY) == [3]


def as_shown(booking, end, *, seats=1):
    """As its page does: no more is taken than what it shows."""
    times = {"start": booking.start_at, "end": end, "seats": seats}
    with clock.fixed(at("2026-06-16 10:30")):
        seen = preview(booking.resource, person=booking.person, besides=booking, **times)
        return move(booking, **times, by=booking.person, agreed=seen.outlay)


@pytest.mark.parametrize("until", ["11:15", "11:30", "12", "12:15"])
@pytest.mark.parametrize(("amount", "unit"), [(600, "minutes"), (60, "minutes"), (5, "days")])
def test_who_leaves_sooner_may_stay_a_little_longer_again(room, person, owner, until, amount, unit):
    conditions(room.space, (2880, 100))
    membership = carnet(person, room.space, amount, unit)
    there = as_shown(come(room, person, owner, on("10-12")), on("10-11")[1])
    (left,) = days_left(membership, DAY)

    longer = as_shown(there, on(f"10-{until}")[1])

    assert longer.end_at == on(f"10-{until}")[1]
    assert days_left(membership, DAY) == [left - 15 * (until == "12:15" and amount == 600)]


THREE_DAYS = at("2026-06-16 10:00"), at("2026-06-18 20:00")
LATER = at("2026-06-18 21:00"), at("2026-06-18 22:00")


def test_days_that_are_due_stay_taken_however_often_they_change_it(room, person, owner):
    conditions(room.space, (2880, 100))
    membership = carnet(person, room.space, 5, "days")
    booking = come(room, person, owner, THREE_DAYS)

    for day in ("17", "16", "17", "18"):
        booking = as_shown(booking, at(f"2026-06-{day} 18:00"))
        assert days_left(membership, DAY) == [2]

    cancel(booking, by=owner)
    assert days_left(membership, DAY) == [5]


def test_day_that_is_due_pays_what_they_book_on_it_later(room, person, owner):
    conditions(room.space, (2880, 100))
    membership = carnet(person, room.space, 5, "days")
    booking = as_shown(come(room, person, owner, THREE_DAYS), at("2026-06-16 18:00"))

    later = book(room, person=person, by=person, start=LATER[0], end=LATER[1])

    assert days_left(membership, DAY) == [2]
    as_shown(booking, at("2026-06-17 18:00"))
    assert days_left(membership, DAY) == [2]
    cancel(booking, by=owner)
    assert days_left(membership, DAY) == [4]
    cancel(later, by=owner)
    assert days_left(membership, DAY) == [5]


def test_day_that_is_due_is_not_taken_twice_where_another_is_on_it(room, person, owner):
    conditions(room.space, (2880, 100))
    membership = carnet(person, room.space, 5, "days")
    booking = come(room, person, owner, THREE_DAYS)
    book(room, person=person, by=person, start=LATER[0], end=LATER[1])

    as_shown(booking, at("2026-06-16 18:00"))

    assert days_left(membership, DAY) == [2]


def test_day_that_is_due_and_pays_the_same_hours_again_is_not_due_twice(room, person, owner):
    conditions(room.space, (2880, 100))
    room.capacity = 2
    room.save()
    membership = carnet(person, room.space, 5, "days")
    booking = as_shown(come(room, person, owner, THREE_DAYS), at("2026-06-16 18:00"))
    book(room, person=person, by=person, start=at("2026-06-17 10:00"), end=at("2026-06-17 12:00"))
    assert days_left(membership, DAY) == [2]

    for hour in ("17", "16", "17"):
        booking = as_shown(booking, at(f"2026-06-16 {hour}:00"))
        assert days_left(membership, DAY) == [2]


@pytest.mark.parametrize(("percent", "left"), [(50, 4), (100, 3)])
def test_places_may_be_given_back_by_who_is_there(room, person, owner, percent, left):
    conditions(room.space, (2880, percent))
    room.capacity = 2
    room.save()
    membership = carnet(person, room.space, 5, "days")
    booking = come(room, person, owner, on("10-12"), seats=2)

    assert as_shown(booking, booking.end_at, seats=1).seats == 1

    assert days_left(membership, DAY) == [left]


def test_money_that_is_due_is_due(room, person, owner):
    conditions(room.space, (2880, 100))
    there = come(room, person, owner, on("10-12"))

    left = leave(there, on("10-11")[1], by=person)

    assert (left.price_cents, left.due_cents) == (1200, 2400)


def test_who_has_not_come_still_calls(room, person):
    conditions(room.space, (2880, 100))
    carnet(person, room.space, 600)
    booking = book(room, person=person, by=person, start=on("10-12")[0], end=on("10-12")[1])

    with pytest.raises(BookingRefused) as refused:
        leave(booking, on("10-11")[1], by=person)

    assert refused.value.code == "too_late"
    assert not LedgerEntry.objects.filter(kind="give_back").exists()
