"""Days that a plan gives each month: every calendar day is paid by the lot of its month, and once."""

from datetime import date

import pytest

from spaces.booking.services.booking import book
from spaces.booking.services.previews import preview
from spaces.booking.services.states import cancel
from spaces.pricing.models import HeldDay, LedgerEntry
from tests.factories.booking import at, on
from tests.factories.pricing import LONG_AGO, days_left, gives, member, plan
from tests.spaces.booking.services.six_desks import person, room

__all__ = ["person", "room"]

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
NIGHT = at("2026-06-30 22:00"), at("2026-07-01 04:00")  # most of it is of July: that is its day
MORNING = on("10-12", "2026-07-01")


@pytest.fixture
def monthly(room):
    """Three days each month."""
    monthly = plan("Trois jours par mois", space=room.space)
    gives(monthly, 3, unit="days", every="month")
    return monthly


def booked(room, person, times):
    start, end = times
    return book(room, person=person, by=person, start=start, end=end)


def spent() -> list[tuple]:
    """What was taken: of the lot of which month, for which day, how many."""
    moves = LedgerEntry.objects.exclude(kind="grant").order_by("pk")
    return [(one.lot.starts_on, one.used_on, one.amount) for one in moves.select_related("lot")]


@pytest.mark.parametrize("times", [(NIGHT, MORNING), (MORNING, NIGHT)], ids=["night first", "morning first"])
def test_day_after_a_night_over_the_end_of_a_month_is_paid_once(room, person, monthly, times):
    membership = member(person, monthly)

    first, second = (booked(room, person, one) for one in times)

    assert [first.price_cents, second.price_cents] == [0, 0]
    assert spent() == [(JULY, JULY, -1)]
    assert (days_left(membership, JUNE), days_left(membership, JULY)) == ([3], [2])
    cancel(first, by=person)
    assert days_left(membership, JULY) == [2]
    cancel(second, by=person)
    assert days_left(membership, JULY) == [3]


def test_days_over_the_end_of_a_month_are_paid_by_each_month(room, person, monthly):
    membership = member(person, monthly)
    days = at("2026-06-29 08:00"), at("2026-07-02 20:00")

    seen = preview(room, person=person, start=days[0], end=days[1])
    made = booked(room, person, days)

    assert (seen.quote.amount_cents, made.price_cents) == (0, 0)
    assert [part.amount for part in seen.use.parts] == [2, 2]
    assert (days_left(membership, JUNE), days_left(membership, JULY)) == ([1], [1])


def test_other_ends_of_a_preview_have_what_their_month_gives(room, person, monthly):
    """A short night is of June, a longer one of July."""
    member(person, monthly)
    fresh = preview(room, person=person, start=at("2026-06-30 22:00"), end=at("2026-06-30 23:00"))
    assert {one.quote.amount_cents for one in fresh.ends} == {0}

    booked(room, person, on("8-20", "2026-06-10"))
    booked(room, person, on("8-20", "2026-06-11"))
    booked(room, person, on("8-20", "2026-06-12"))

    seen = preview(room, person=person, start=at("2026-06-30 22:00"), end=at("2026-06-30 23:00"))

    prices = {f"{one.end:%d %H:%M}": one.quote.amount_cents for one in seen.ends}  # in UTC
    assert (prices["30 21:00"], prices["01 02:00"]) == (1200, 0)


def test_night_after_the_last_day_of_a_pass_is_paid_by_its_last_month(room, person, monthly):
    membership = member(person, monthly, LONG_AGO, date(2026, 6, 30))

    assert booked(room, person, NIGHT).price_cents == 0

    assert spent() == [(JUNE, JULY, -1)]
    assert days_left(membership, JUNE) == [2]
    assert HeldDay.objects.get().used_on == JULY


def test_minutes_of_a_month_pay_what_begins_in_it(room, person):
    minutes = plan("Dix heures par mois", space=room.space)
    gives(minutes, 600, every="month")
    member(person, minutes)

    assert booked(room, person, NIGHT).price_cents == 0

    assert spent() == [(JUNE, None, -360)]
