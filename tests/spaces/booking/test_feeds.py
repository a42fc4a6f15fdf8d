"""My bookings in my own calendar: what the entries say, and the private address that gives them."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar, vText

from maillage.base import clock
from maillage.base.zones import get_zone
from maillage.users.models import Token
from maillage.users.services import tokens
from spaces.booking.feeds import entries_of
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.imports import import_booking
from spaces.booking.services.states import cancel
from tests.factories.booking import booked, on
from tests.spaces.booking.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(lea) -> str:
    _token, secret = tokens.create(lea, purpose=Token.Purpose.CALENDAR)
    return f"/compte/agenda/{secret}.ics"


def events(response):
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_entries_are_mine_alone(booking, room, lea, stranger):
    booked(room, "14-16", person=stranger)

    assert [entry.uid for entry in entries_of(lea)] == [booking.uuid]


def test_entry_says_what_where_and_when_on_the_clock_of_the_place(booking, lea):
    (entry,) = entries_of(lea)

    assert (entry.summary, entry.status, entry.sequence) == ("Salle Aneto – La Centrale", "CONFIRMED", 0)
    assert (entry.start.isoformat(), str(entry.start.tzinfo)) == ("2026-06-16T10:00:00+02:00", "Europe/Paris")


def test_entry_follows_a_move_by_its_sequence(booking, lea):
    start, end = on("14-16")
    move(booking, start=start, end=end, by=lea)

    (entry,) = entries_of(lea)

    assert (entry.start.hour, entry.sequence) == (14, 1)


@pytest.mark.parametrize(("days", "kept"), [(0, ["CANCELLED"]), (29, ["CANCELLED"]), (31, [])])
def test_cancelled_entry_stays_a_month(booking, lea, days, kept):
    cancel(booking, by=lea)

    with clock.fixed(NOW + timedelta(days=days)):
        found = entries_of(lea)

    assert [entry.status for entry in found] == kept
    assert all(entry.sequence == 1 and "Salle Aneto" in entry.summary for entry in found)


def test_request_is_tentative(room, lea):
    booked(room, "10-12", person=lea, state=State.PENDING)

    assert [entry.status for entry in entries_of(lea)] == ["TENTATIVE"]


def test_what_is_only_held_is_not_in_a_calendar(room, lea):
    hold(room, person=lea, start=on("10-12")[0], end=on("10-12")[1], by=lea)
    Booking.objects.filter(state=State.HOLD).update(state=State.EXPIRED)
    hold(room, person=lea, start=on("14-15")[0], end=on("14-15")[1], by=lea)

    assert entries_of(lea) == []


def test_entries_cost_one_query(booking, room, lea, django_assert_num_queries):
    booked(room, "9-10", person=lea, day="2026-06-18")

    with django_assert_num_queries(1):
        assert len(entries_of(lea)) == 2


# Clocks


def at_instants(room, lea, *starts: str) -> None:
    for start in map(datetime.fromisoformat, starts):
        import_booking(room, person=lea, start=start, end=start + timedelta(hours=1))


def test_example_2_each_of_two_hours_is_read_as_itself(client, address, room, lea):
    at_instants(room, lea, "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00")

    said = [(one["DTSTART"].to_ical(), one["DTEND"].to_ical()) for one in events(client.get(address))]

    assert said == [(b"20261025T000000Z", b"20261025T010000Z"), (b"20261025T010000Z", b"20261025T020000Z")]


def test_example_25_a_calendar_program_in_reunion_shows_its_own_hour(client, address, room, lea):
    """It knows of Paris what the file describes."""
    at_instants(room, lea, "2026-07-01T14:00+02:00", "2026-12-01T14:00+01:00")

    calendar = Calendar.from_ical(client.get(address).content)

    (described,) = calendar.timezones
    described["TZID"] = vText("Nowhere")  # so that no library knows it better
    paris, reunion = described.to_tz(lookup_tzid=False), get_zone("Indian/Reunion")
    starts = [one["DTSTART"].dt.replace(tzinfo=None) for one in calendar.events]
    assert [start.hour for start in starts] == [14, 14]
    assert [start.replace(tzinfo=paris).astimezone(reunion).hour for start in starts] == [16, 17]


# The address


def test_address_gives_my_calendar(client, address, booking, room, stranger):
    booked(room, "14-16", person=stranger, note="Chut")

    response = client.get(address)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(event["UID"]) for event in events(response)] == [str(booking.uuid)]
    assert "Chut" not in response.content.decode()


def test_address_is_never_kept_by_anybody_else(client, address, booking):
    response = client.get(address)

    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"


def test_address_says_when_nothing_is_new(client, address, booking, lea):
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    cancel(booking, by=lea)
    after = client.get(address, headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert [str(event["STATUS"]) for event in events(after)] == ["CANCELLED"]


def test_address_stops_working_once_revoked(client, address, booking, lea):
    assert client.get(address).status_code == 200
    tokens.revoke(lea.tokens.get())

    response = client.get(address)

    assert response.status_code == 404
    assert "Aneto" not in response.content.decode()


def test_address_stops_working_with_the_account(client, address, booking, lea):
    lea.is_active = False
    lea.save()

    assert client.get(address).status_code == 404


def test_key_of_programs_is_no_calendar_address(client, booking, lea):
    _token, secret = tokens.create(lea, purpose=Token.Purpose.API)

    assert client.get(f"/compte/agenda/{secret}.ics").status_code == 404
    assert client.get("/compte/agenda/inconnu.ics").status_code == 404


def test_calendar_speaks_the_language_of_its_owner(client, address, booking, lea):
    lea.language = "en"
    lea.save()
    cancel(booking, by=lea)

    (event,) = events(client.get(address))

    assert str(event["SUMMARY"]) == "Cancelled: Salle Aneto – La Centrale"


def test_address_remembers_that_it_was_used(client, address, lea):
    client.get(address)

    assert lea.tokens.get().last_used_at == NOW


# The team's


@pytest.fixture
def planning(teammate, centrale) -> str:
    teammate.language = "en"
    teammate.save()
    _token, secret = tokens.create(teammate, purpose=Token.Purpose.CALENDAR)
    return f"/gestion/{centrale.slug}/{secret}.ics"


def test_planning_says_who_has_what(client, planning, booking, desks, teammate):
    start, end = on("14-16")
    book(desks, person=None, by=teammate, start=start, end=end, guest_name="Un passant")

    entries = [str(event["SUMMARY"]) for event in events(client.get(planning))]
    of_one = [str(event["SUMMARY"]) for event in events(client.get(planning, {"ressource": desks.slug}))]

    assert entries == ["Léa Martin – Salle Aneto", "Un passant – Espace ouvert"]
    assert of_one == ["Un passant – Espace ouvert"]


def test_planning_tells_what_was_cancelled(client, planning, booking, lea):
    cancel(booking, by=lea)

    (event,) = events(client.get(planning))

    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("CANCELLED", "Cancelled: Léa Martin – Salle Aneto")


def test_planning_is_for_the_team_as_long_as_one_is_in_it(client, planning, booking, teammate, centrale, address):
    secret = address.split("/")[-1]
    assert client.get(planning).status_code == 200

    assert client.get(f"/gestion/la-centrale/{secret}").status_code == 404  # Léa's own address
    assert client.get(planning, {"ressource": "autre"}).status_code == 404
    centrale.team.filter(user=teammate).delete()
    assert client.get(planning).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_planning_takes_as_many_queries_however_much_is_booked(
    client, planning, room, count, django_assert_num_queries
):
    for number in range(count):
        booked(room, f"{9 + number}-{10 + number}")
    client.get(planning)

    with django_assert_num_queries(4):
        client.get(planning)


def test_addresses_are_shown_to_whoever_makes_one(as_, teammate, centrale):
    page = as_(teammate).post("/en/compte/reglages/agenda/").content.decode()

    assert "/gestion/la-centrale/" in page and "Schedule of La Centrale" in page
