"""Whose prices a booking costs, and when; it keeps them as they were."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.booking.services.booking import book, move
from spaces.booking.services.previews import preview
from tests.factories.booking import PersonFactory, on, open_room, priced
from tests.factories.pricing import audience, member, plan, price_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def place(person):
    """12 € an hour, 6 € after 18:00; 8 € for members, of whom somebody is one from Wednesday on."""
    room = open_room()
    priced(room, 1200)
    price_for(room, 600, starts_min=18 * 60)
    members = audience(space=room.space)
    price_for(room, 800, audience=members)
    member(person, plan(space=room.space, audience=members), date(2026, 6, 17))
    return room


@pytest.mark.parametrize(
    ("hours", "day", "cents"),
    [("10-12", "2026-06-16", 2400), ("17-19", "2026-06-16", 1800), ("10-12", "2026-06-17", 1600), ("17-19", "2026-06-17", 1600)],
)  # fmt: skip
def test_booking_costs_what_its_person_pays_then(place, person, hours, day, cents):
    start, end = on(hours, day)

    seen = preview(place, person=person, start=start, end=end)
    booking = book(place, person=person, start=start, end=end, by=person)

    assert seen.quote.amount_cents == booking.price_cents == cents


def test_booking_of_somebody_else_costs_what_everybody_pays(place):
    other = PersonFactory()
    start, end = on("10-12", "2026-06-17")

    assert book(place, person=other, start=start, end=end, by=other).price_cents == 2400


def test_price_is_kept_until_the_booking_moves(place, person):
    start, end = on("10-12")
    booking = book(place, person=person, start=start, end=end, by=person)
    place.prices.update(amount_cents=100)
    booking.refresh_from_db()
    assert booking.price_cents == 2400

    start, end = on("14-16")
    assert move(booking, start=start, end=end, by=person).price_cents == 200


def test_line_of_each_price_is_kept_with_its_tax(place, person):
    place.prices.filter(starts_min=18 * 60).update(vat_rate="5.50")
    start, end = on("17-19")

    booking = book(place, person=person, start=start, end=end, by=person)

    assert (booking.price_cents, booking.vat_cents, booking.vat_rate) == (1800, 200 + 31, None)
    assert [(line["count"], line["amount_cents"], line["vat_rate"]) for line in booking.policy["price"]] == [
        (60, 1200, "20.00"),
        (60, 600, "5.50"),
    ]


def test_price_for_some_asks_once_who_somebody_is_however_many_lengths(place, person):
    start, end = on("10-12")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(preview(place, person=person, start=start, end=end).ends) > 3

    assert sum('FROM "pricing_membership"' in query["sql"] for query in queries) == 1
