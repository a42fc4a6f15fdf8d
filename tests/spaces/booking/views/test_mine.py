"""`/compte/reservations/`. In English: the words of the code itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import hold
from spaces.booking.services.states import cancel
from tests.factories.booking import booked, on
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.queries import queries_of_rooms
from tests.reading import plain, soup, text
from tests.spaces.booking.conftest import NOW

pytestmark = pytest.mark.django_db

URL = "/en/compte/reservations/"
PAST = f"{URL}?vue=passees"


def shown(response) -> list[str]:
    return [a["href"].split("/")[-2] for a in soup(response).select("main .rows a")]


def uuids(*bookings) -> list[str]:
    return [str(booking.uuid) for booking in bookings]


def test_mine_needs_an_account(client):
    response = client.get(URL)

    assert (response.status_code, response.url) == (302, f"/en/compte/login/?next={URL}")


def test_mine_lists_what_is_to_come_and_mine_alone(as_, room, booking, lea, stranger, owner):
    later = booked(room, "9-10", person=lea, day="2026-06-18")
    theirs = booked(room, "14-16", person=stranger, note="Chut")

    response = as_(lea).get(URL)

    assert shown(response) == uuids(booking, later)
    assert "Tuesday 16 June, 10:00–12:00" in text(response)
    assert str(theirs.uuid) not in response.content.decode()
    assert shown(as_(owner).get(URL)) == []


def test_what_is_over_or_cancelled_is_past(as_, room, booking, lea):
    over = booked(room, "9-10", person=lea, day="2026-06-12")
    cancelled = cancel(booked(room, "9-10", person=lea, day="2026-06-19"), by=lea)
    expired = hold(room, person=lea, start=on("16-17")[0], end=on("16-17")[1], by=lea)

    with clock.fixed(NOW + timedelta(hours=1)):
        coming, past = as_(lea).get(URL), as_(lea).get(PAST)

    assert shown(coming) == uuids(booking)
    assert shown(past) == uuids(cancelled, expired, over)
    assert "Cancelled" in text(past)
    assert [one.get_text() for one in soup(past).select(".status-over")] == ["Over"]
    assert "Confirmed" not in text(past)


def test_request_says_that_it_waits(as_, room, lea):
    booked(room, "10-12", person=lea, state=State.PENDING, organisation=OrganisationFactory(name="Cie du Pont"))

    said = text(as_(lea).get(URL))

    assert "Waiting for the team’s answer" in said and "Cie du Pont" in said


def test_what_is_kept_comes_first_until_when_and_leads_to_where_it_is_taken(as_, room, booking, lea):
    kept = hold(room, person=lea, start=on("16-17")[0], end=on("16-17")[1], by=lea, minutes=21)
    overnight = hold(room, person=lea, start=on("17-18")[0], end=on("17-18")[1], by=lea, minutes=24 * 60)

    page = soup(as_(lea).get(URL))

    lines = page.select("#garde ~ .waiting li")
    assert [plain(line.select_one(".status").get_text()) for line in lines] == [
        "until 08:21", "until Tuesday 16 June, 08:00",
    ]  # fmt: skip
    assert [line.a["href"] for line in lines] == [f"/en/reservations/{one.uuid}/" for one in (kept, overnight)]
    assert plain(lines[0].a.get_text()) == "See and take it Salle Aneto, La Centrale, Tuesday 16 June, 16:00–17:00"
    assert [a["href"].split("/")[-2] for a in page.select("main .rows a")] == uuids(booking)


def test_what_alone_is_kept_is_not_said_to_be_nothing(as_, room, lea):
    hold(room, person=lea, start=on("16-17")[0], end=on("16-17")[1], by=lea)

    page = soup(as_(lea).get(URL))

    assert page.select_one("#garde") and not page.select(".empty, .rows")


def test_nothing_booked_leads_to_what_is_free(as_, lea):
    response = as_(lea).get(URL)

    assert soup(response).select_one(".empty a")["href"] == "/en/reserver/"
    assert soup(as_(lea).get(PAST)).select_one(".empty")


def test_mine_leads_to_my_passes_before_any_booking(as_, booking, lea):
    links = [a["href"] for a in soup(as_(lea).get(URL)).select("main a")]

    assert links.index("/en/compte/forfaits/") < links.index(f"/en/reservations/{booking.uuid}/")
    assert soup(as_(lea).get(PAST)).select_one("main a[href='/en/compte/forfaits/']")


def test_mine_leads_to_the_address_of_my_calendar(as_, lea):
    assert soup(as_(lea).get(URL)).select_one("a[href='/en/compte/reglages/#calendar']")


def test_long_lists_have_pages(as_, room, lea):
    for day in range(1, 23):
        booked(room, "9-10", person=lea, day=f"2026-07-{day:02}")

    first, second = as_(lea).get(URL), as_(lea).get(f"{URL}?page=2")

    assert (len(shown(first)), len(shown(second))) == (20, 2)


@pytest.mark.parametrize("query", ["vue=toutes", "page=x", "page=0", "vue=passees&vue=a-venir"])
def test_address_that_means_nothing_is_named(as_, lea, query):
    response = as_(lea).get(f"{URL}?{query}")

    assert response.status_code == 400
    assert soup(response).select(".problem")


def test_queries_do_not_depend_on_how_many_there_are(as_, room, booking, lea):
    def visit():
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL).status_code == 200
        return queries_of_rooms(found)

    def keep(hours):
        hold(room, person=lea, start=on(hours)[0], end=on(hours)[1], by=lea)

    client = as_(lea)
    keep("14-15")
    one = visit()
    for number in range(2):
        keep(f"{15 + number}-{16 + number}")
        elsewhere = ResourceFactory(space=SpaceFactory.open(), capacity=2)
        booked(elsewhere, "10-12", person=lea, day=f"2026-07-0{number + 1}", organisation=OrganisationFactory())
    three = visit()

    assert (one, three) == (3, 3)
