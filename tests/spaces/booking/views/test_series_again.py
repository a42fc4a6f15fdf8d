"""The form of a series that somebody goes back to: what is theirs already is said, and not taken twice."""

import pytest

from spaces.booking.models import Booking
from tests.factories.booking import booked
from tests.reading import soup, text
from tests.spaces.booking.views.series_form import URL, WEEKLY, book, chosen

pytestmark = pytest.mark.django_db


def test_dates_that_are_ones_own_say_so_and_lead_to_them(as_, room, lea):
    client = as_(lea)
    sent = chosen(client.get(URL, WEEKLY))
    done = book(client, WEEKLY, sent)

    page = client.get(URL, WEEKLY)

    assert "4 of these dates are yours already" in text(page)
    assert done.url in [a["href"] for a in soup(page).select("[aria-labelledby=deja] a")]
    own = [a["href"] for a in soup(page).select(".date-note a")]
    assert own == [one.get_absolute_url() for one in Booking.objects.order_by("start_at")]
    assert "You have booked all of them already." in text(page)
    assert "already taken" not in text(page) and "Left out" not in text(page)


def test_dates_that_are_taken_by_others_say_so(as_, room, lea):
    booked(room, "10-12")

    page = as_(lea).get(URL, WEEKLY)

    assert "already taken" in text(page)
    assert not soup(page).select("[aria-labelledby=deja], .date-note")


def test_own_booking_beside_the_series_is_said_without_a_series(as_, room, lea):
    own = booked(room, "11-12", person=lea)

    page = as_(lea).get(URL, WEEKLY)

    assert "1 of these dates is yours already" in text(page)
    assert [a["href"] for a in soup(page).select("[aria-labelledby=deja] a, .date-note a")] == [own.get_absolute_url()]


def test_place_of_a_pool_is_not_taken_twice_by_going_back(as_, desks, lea):
    booked(desks, "10-12", person=lea)

    page = as_(lea).get(URL.replace("salle-aneto", "espace-ouvert"), WEEKLY)

    assert sorted(name for name in chosen(page) if name.startswith("date-")) == [
        "date-2026-06-23", "date-2026-06-30", "date-2026-07-07",
    ]  # fmt: skip
    assert soup(page).select_one("[name=date-2026-06-16]")
