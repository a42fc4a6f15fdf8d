"""What is said of passes once a booking is cancelled. In English: the words of the code itself."""

import pytest
from django.core import mail

from maillage.users.models import User
from spaces.booking.services.booking import book
from spaces.booking.services.together import Line, book_together
from tests.factories.booking import booked, conditions, on
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import gives, member, plan, price_for
from tests.queries import asked
from tests.reading import plain, soup, text

pytestmark = pytest.mark.django_db

ABSENCE = "/en/compte/reservations/absence/?du=2026-06-16&au=2026-06-18"
DONE = "The booking is cancelled, and its place free for others."


@pytest.fixture
def carnet(lea, room):
    carnet = plan("Carnet 10 h", space=room.space)
    gives(carnet, 600)
    return member(lea, carnet)


def cancel(client, record) -> str:
    where = record.get_absolute_url().partition("/reservations/")[2]
    question = plain(soup(client.get(f"/en/reservations/{where}annuler/")).select_one("main").get_text(" "))
    page = client.post(f"/en/reservations/{where}annuler/", follow=True)
    done = plain(soup(page).select_one(".message-success p").get_text())
    said = done.partition("free for others.")[2]  # the page that asks says as much beforehand
    assert said.strip() in question and (" pass “" in question) == (" pass “" in said)
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
        f"{DONE} The pass “Dix jours” still pays for other bookings of the same day: 1 day.",
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


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (0, "Back on the pass “Dix jours”: 1 day. The pass “Dix jours” still pays {others}: 1 day."),
        (100, "Kept of the pass “Dix jours”, {conditions}: 2 days."),
    ],
)
def test_day_that_others_are_on_stays_taken_as_a_series_is_cancelled(as_, lea, desk, percent, said):
    conditions(desk.space, (100_000, percent))
    lines = [Line(desk, *on("9-11")), Line(desk, *on("14-16")), Line(desk, *on("9-11", "2026-06-17"))]
    series, _bookings = book_together(lines, person=lea, by=lea)
    start, end = on("16-18")
    book(desk, person=lea, by=lea, start=start, end=end)

    done = cancel(as_(lea), series)

    assert done.partition("free for others. ")[2] == said.format(
        others="for other bookings of the same day", conditions="by the conditions of the booking"
    )


def test_page_of_an_absence_says_what_all_of_it_would_give_back(as_, lea, desk, room):
    alone = text(as_(lea).get(ABSENCE))
    for one, hours in ((desk, "9-11"), (room, "10-12"), (desk, "14-16")):
        start, end = on(hours)
        book(one, person=lea, by=lea, start=start, end=end)

    page = as_(lea).get(ABSENCE)
    ticked = [box["value"] for box in soup(page).select("input[name=reservation]")]
    done = as_(lea).post(ABSENCE, {"reservation": ticked}, follow=True)

    assert "If you cancel what is ticked" not in alone
    assert "If you cancel what is ticked Back on the pass “Dix jours”: 2 days." in text(page)
    assert "free for others. Back on the pass “Dix jours”: 2 days." in plain(
        soup(done).select_one(".message-success p").get_text()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_what_would_come_back_costs_as_much_for_one_as_for_three(as_, lea, desk, room, carnet, count):
    days = [f"2026-06-{day}" for day in (16, 17, 18)][:count]
    lines = [Line(one, *on("9-11", day)) for day in days for one in (desk, room)]
    series, _bookings = book_together(lines, person=lea, by=lea)

    urls = (f"/en/reservations/{series.get_absolute_url().partition('/reservations/')[2]}annuler/", ABSENCE)
    assert [asked(as_(lea), url, "pricing") for url in urls] == [5, 4]
