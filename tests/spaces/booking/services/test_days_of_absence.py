"""Somebody was said not to have come, by mistake: the day of their pass is theirs again."""

import pytest

from maillage.base import clock
from spaces.booking.services.booking import book
from spaces.booking.services.states import cancel, release, undo
from spaces.pricing.models import HeldDay, LedgerEntry
from spaces.pricing.services import lots
from tests.factories.booking import conditions, on
from tests.factories.pricing import carnet
from tests.spaces.booking.services.six_desks import person, room

__all__ = ["person", "room"]

pytestmark = pytest.mark.django_db


def days_for(person, room, amount):
    return carnet(person, room.space, amount, "days", name=f"Carnet {amount} jours")


def left(membership):
    return [source.left for source in lots.sources([membership.pk], on("10-12")[0].date())]


def booked(room, person, hours, day="2026-06-16"):
    start, end = on(hours, day)
    return book(room, person=person, by=person, start=start, end=end)


def movements():
    return list(LedgerEntry.objects.exclude(kind="grant").order_by("pk").values_list("kind", "amount"))


def released(room, person, coordinator, hours="8-12"):
    booking = booked(room, person, hours)
    with clock.fixed(on("8:30-12")[0]):
        release(booking, by=coordinator)
    booking.refresh_from_db()
    return booking


def undone(booking, coordinator):
    with clock.fixed(on("8:35-12")[0]):
        undo(booking, by=coordinator)
    booking.refresh_from_db()
    return booking


def test_absence_that_was_a_mistake_takes_the_day_again(room, person, coordinator):
    membership = days_for(person, room, 5)
    mistaken = released(room, person, coordinator)
    assert left(membership) == [5]

    mistaken = undone(mistaken, coordinator)

    assert (left(membership), mistaken.price_cents) == ([4], 0)
    assert movements() == [("spend", -1), ("give_back", 1), ("spend", -1)]


def test_absence_that_was_a_mistake_rides_on_the_day_that_was_paid_meanwhile(room, person, coordinator):
    membership = days_for(person, room, 5)
    mistaken = released(room, person, coordinator)
    booked(room, person, "14-17")

    mistaken = undone(mistaken, coordinator)

    assert (left(membership), mistaken.price_cents) == ([4], 0)


def test_absence_that_was_a_mistake_has_a_day_of_its_own_beside_who_came_on_the_kept_one(room, person, coordinator):
    membership = days_for(person, room, 5)
    conditions(room.space, no_show_percent=100)
    mistaken = released(room, person, coordinator)
    with clock.fixed(on("8:31-12")[0]):
        other = booked(room, person, "9-12")
        assert left(membership) == [4]

    mistaken = undone(mistaken, coordinator)

    assert (left(membership), mistaken.price_cents, other.price_cents) == ([3], 0, 0)
    with clock.fixed(on("8:40-12")[0]):
        cancel(other, by=coordinator)
    assert left(membership) == [4]


def test_absence_that_was_a_mistake_is_paid_anew_where_no_day_is_left(room, person, coordinator):
    membership = days_for(person, room, 1)
    mistaken = released(room, person, coordinator)
    booked(room, person, "9-12", "2026-06-18")

    mistaken = undone(mistaken, coordinator)

    assert (left(membership), mistaken.price_cents, mistaken.policy["passes"]) == ([0], 4800, [])
    assert HeldDay.objects.count() == 1
