"""What is said of passes once a booking is cancelled. In English: the words of the code itself."""

import pytest

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
    page = client.post(f"/en/reservations/{where}annuler/", follow=True)
    return plain(soup(page).select_one(".message-success p").get_text())


def reserve(room, lea):
    start, end = on("10-14")
    return book(room, person=lea, by=lea, start=start, end=end)


def test_what_came_back_to_which_pass_is_said(as_, room, lea, carnet):
    booking = reserve(room, lea)

    assert cancel(as_(lea), booking) == f"{DONE} Back on the pass “Carnet 10 h”: 4 h."


def test_days_are_counted_as_days(as_, centrale, lea):
    desk = ResourceFactory(space=centrale, name="Bureau")
    price_for(desk, 1000)
    days = plan("Dix jours", space=centrale)
    gives(days, 10, unit="days")
    member(lea, days)
    booking = reserve(desk, lea)

    assert cancel(as_(lea), booking) == f"{DONE} Back on the pass “Dix jours”: 1 day."


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
    series, _bookings = book_together(lines, person=lea, by=lea)

    said = cancel(as_(lea), series)

    assert said.endswith("and their places free for others. Back on the pass “Carnet 10 h”: 4 h.")
