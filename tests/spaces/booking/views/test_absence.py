"""`/compte/reservations/absence/`. In English: the words of the code itself."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book
from tests.factories.booking import at, booked, conditions, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/compte/reservations/absence/"
WEEK = {"du": "2026-06-16", "au": "2026-06-18"}


def ticked(response) -> list[str]:
    return [box["value"] for box in soup(response).select("input[name=reservation][checked]")]


def uuids(*bookings) -> list[str]:
    return [str(one.uuid) for one in bookings]


def test_mine_leads_to_the_absence(as_, booking, lea):
    assert URL in [a["href"] for a in soup(as_(lea).get("/en/compte/reservations/")).select("main a")]
    assert as_(None).get(URL).status_code == 302
    assert as_(lea).get(URL).status_code == 200


def test_absence_lists_what_is_booked_on_these_days_alone(as_, room, booking, lea, stranger):
    last = booked(room, "17-18", person=lea, day="2026-06-18")
    booked(room, "9-10", person=lea, day="2026-06-19")
    booked(room, "9-10", person=lea, day="2026-06-15")
    booked(room, "14-15", person=stranger)
    booked(room, "16-17", person=lea, state=State.CANCELLED)

    assert ticked(as_(lea).get(URL, WEEK)) == uuids(booking, last)


def test_days_are_those_of_each_place(as_, lea):
    island = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), time_zone="Pacific/Auckland")
    there = ResourceFactory(space=island)
    start = at("2026-06-15 20:00")  # the 16th, 6:00, in Auckland
    early = booked(there, "20-21", person=lea, day="2026-06-15")

    assert early.start_at == start
    assert ticked(as_(lea).get(URL, {"du": "2026-06-16", "au": "2026-06-16"})) == uuids(early)
    assert ticked(as_(lea).get(URL, {"du": "2026-06-15", "au": "2026-06-15"})) == []


def test_what_is_ticked_is_cancelled_in_one_go_and_told_in_one_mail(as_, room, booking, lea):
    other = booked(room, "9-10", person=lea, day="2026-06-17")
    kept = booked(room, "9-10", person=lea, day="2026-06-18")
    Booking.objects.update(source="web")

    response = as_(lea).post(f"{URL}?du=2026-06-16&au=2026-06-18", {"reservation": uuids(booking, other)})

    assert response.url == "/en/compte/reservations/"
    states = {one.pk: one.state for one in Booking.objects.all()}
    assert states == {booking.pk: State.CANCELLED, other.pk: State.CANCELLED, kept.pk: kept.state}
    assert [message.to for message in mail.outbox] == [[lea.email]]


def test_button_counts_what_is_ticked_and_all_or_none_can_be(as_, room, booking, lea):
    other = booked(room, "9-10", person=lea, day="2026-06-17")
    client, url = as_(lea), f"{URL}?du=2026-06-16&au=2026-06-18"

    def button(page) -> str:
        return soup(page).select_one("#annuler button").get_text()

    shown = client.get(url)
    look, every, none = (
        client.post(url, {"reservation": uuids(other), "regarder": value}) for value in ("oui", "tout", "rien")
    )

    assert [ticked(page) for page in (shown, look, every, none)] == [
        uuids(booking, other), uuids(other), uuids(booking, other), [],
    ]  # fmt: skip
    assert [button(page) for page in (shown, look, every, none)] == [
        "Cancel 2 bookings", "Cancel 1 booking", "Cancel 2 bookings", "Cancel what is ticked",
    ]  # fmt: skip
    assert [one["value"] for one in soup(shown).select("button[name=regarder]")] == ["tout", "rien"]
    assert not Booking.objects.filter(state=State.CANCELLED).exists()


def test_nobody_cancels_what_is_not_theirs_or_on_other_days(as_, room, booking, lea, stranger):
    theirs = booked(room, "14-15", person=stranger)
    later = booked(room, "9-10", person=lea, day="2026-06-22")

    as_(lea).post(f"{URL}?du=2026-06-16&au=2026-06-18", {"reservation": uuids(theirs, later)})

    assert not Booking.objects.filter(state=State.CANCELLED).exists()


def test_what_cancelling_costs_is_said_and_what_needs_a_call_is_kept(as_, centrale, room, lea):
    conditions(centrale, (2880, 50), cancel_notice_min=120)
    (soon_start, soon_end), (start, end) = on("9-10", "2026-06-15"), on("9-10", "2026-06-16")
    soon = book(room, person=lea, by=lea, start=soon_start, end=soon_end)
    later = book(room, person=lea, by=lea, start=start, end=end)
    url = f"{URL}?du=2026-06-15&au=2026-06-16"

    page = as_(lea).get(url)
    as_(lea).post(url, {"reservation": uuids(soon, later)})

    assert ticked(page) == uuids(later)
    assert "only the team can still cancel it: call" in text(page) and "you still owe €9" in text(page)
    soon.refresh_from_db()
    later.refresh_from_db()
    assert (soon.state, later.state, later.kept_cents) == (State.CONFIRMED, State.CANCELLED, 900)


def test_dates_the_wrong_way_round_are_said(as_, lea):
    response = as_(lea).get(URL, {"du": "2026-06-18", "au": "2026-06-16"})

    assert response.status_code == 422
    assert "The last day comes before the first." in text(response)


def test_nothing_booked_is_said(as_, lea):
    assert "You have booked nothing in this period." in text(as_(lea).get(URL, WEEK))


def test_as_many_queries_for_one_booking_as_for_three(as_, room, booking, lea):
    as_(lea).get(URL, WEEK)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_(lea).get(URL, WEEK)
        return queries_of_rooms(captured.captured_queries)

    one = count()
    booked(room, "14-15", person=lea)
    booked(room, "16-17", person=lea)

    assert (one, count()) == (1, 1)
