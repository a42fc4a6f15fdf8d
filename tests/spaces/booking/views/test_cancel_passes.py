"""What is said of passes once a booking is cancelled. In English: the words of the code itself."""

import pytest
from django.core import mail

from maillage.users.models import User
from spaces.booking.services.booking import book
from spaces.booking.services.together import Line, book_together
from tests.factories.booking import booked, conditions, on
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import gives, member, plan, price_for
from tests.reading import plain, soup

pytestmark = pytest.mark.django_db

DONE = "The booking is cancelled, and its place free for others."


@pytest.fixture
def carnet(lea, room):
    carnet = plan("Carnet 10 h", space=room.space)
    gives(carnet, 600)
    return member(lea, carnet)


def cancel(client, record) -> str:
    where = record.get_absolute_url().partition("/reservations/")[2]
    asked = plain(soup(client.get(f"/en/reservations/{where}annuler/")).select_one("main").get_text(" "))
    page = client.post(f"/en/reservations/{where}annuler/", follow=True)
    done = plain(soup(page).select_one(".message-success p").get_text())
    if done.startswith(DONE):  # the page that asks says as much beforehand
        assert done.removeprefix(DONE) in asked and (" pass “" in asked) == (" pass “" in done)
    return done


def reserve(room, lea):
    start, end = on("10-14")
    return book(room, person=lea, by=lea, start=start, end=end)


def test_what_came_back_to_which_pass_is_said(as_, room, lea, carnet):
    User.objects.update(language="en")
    booking = reserve(room, lea)

    assert cancel(as_(lea), booking) == f"{DONE} Back on the pass “Carnet 10 h”: 4 h."
    assert "\nBack on the pass “Carnet 10 h”: 4 h.\n" in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (
            50,
            " Back on the pass “Carnet 10 h”: 2 h. Kept of the pass “Carnet 10 h”, by the conditions of the booking: 2 h.",
        ),
        (100, " Kept of the pass “Carnet 10 h”, by the conditions of the booking: 4 h."),
    ],
)
def test_what_the_conditions_keep_is_said(as_, room, lea, carnet, percent, said):
    conditions(room.space, (100_000, percent))
    booking = reserve(room, lea)

    assert cancel(as_(lea), booking) == DONE + said


def test_nothing_is_said_where_no_pass_had_paid(as_, room, lea, carnet):
    booking = booked(room, "10-14", person=lea)

    assert cancel(as_(lea), booking) == DONE


def test_what_a_series_gives_back_is_said_in_one(as_, room, lea, carnet):
    lines = [Line(room, *on("10-12", day)) for day in ("2026-06-16", "2026-06-23")]
    User.objects.update(language="en")
    series, _bookings = book_together(lines, person=lea, by=lea)

    said = cancel(as_(lea), series)

    assert "\nBack on the pass “Carnet 10 h”: 4 h.\n" in mail.outbox[-1].body
    assert said.endswith("and their places free for others. Back on the pass “Carnet 10 h”: 4 h.")


@pytest.fixture
def desk(centrale, lea):
    """Léa has ten days for it."""
    desk = ResourceFactory(space=centrale, name="Bureau")
    price_for(desk, 1000)
    days = plan("Dix jours", space=centrale)
    gives(days, 10, unit="days")
    member(lea, days)
    return desk


def test_days_are_counted_as_days(as_, lea, desk):
    assert cancel(as_(lea), reserve(desk, lea)) == f"{DONE} Back on the pass “Dix jours”: 1 day."


def test_day_that_another_booking_is_on_does_not_come_back_yet(as_, lea, desk):
    morning, afternoon = (
        book(desk, person=lea, by=lea, start=start, end=end) for start, end in (on("9-11"), on("14-16"))
    )

    said = [cancel(as_(lea), booking) for booking in (morning, afternoon)]

    assert said == [
        f"{DONE} Still taken of the pass “Dix jours”, for other bookings of the same day: 1 day.",
        f"{DONE} Back on the pass “Dix jours”: 1 day.",
    ]


def test_nothing_comes_back_for_what_was_on_a_day_that_was_paid(as_, lea, desk):
    _morning, afternoon = (
        book(desk, person=lea, by=lea, start=start, end=end) for start, end in (on("9-11"), on("14-16"))
    )

    assert cancel(as_(lea), afternoon) == DONE


def test_day_of_a_series_that_is_cancelled_whole_comes_back_once(as_, lea, desk):
    lines = [Line(desk, *on(hours)) for hours in ("9-11", "14-16", "16-18")]
    series, _bookings = book_together(lines, person=lea, by=lea)

    assert cancel(as_(lea), series).endswith("for others. Back on the pass “Dix jours”: 1 day.")


def test_day_that_is_kept_for_a_series_is_said_once(as_, lea, desk):
    conditions(desk.space, (100_000, 100))
    lines = [Line(desk, *on(hours)) for hours in ("9-11", "14-16")]
    series, _bookings = book_together(lines, person=lea, by=lea)

    said = cancel(as_(lea), series)

    assert said.endswith("for others. Kept of the pass “Dix jours”, by the conditions of the booking: 1 day.")
