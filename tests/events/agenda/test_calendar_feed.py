"""Calendars of the agenda, read by other programs' library: what interop asks, point by point."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events

from events.agenda.models import DateChange, Event, Schedule, Status
from maillage.base import clock
from maillage.curation.services import lifecycle
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db

YEAR = (datetime(2027, 1, 1), datetime(2027, 12, 31))


@pytest.fixture(autouse=True)
def _in_december():
    with clock.fixed(paris(2026, 12, 1, 9)):
        yield


@pytest.fixture
def weekly(db):
    """Five Tuesdays, 18:00 to 20:00, until 2 February; the second cancelled, the third moved."""
    event = EventFactory.published(
        title="Céramique", slug="ceramique", summary="Tournage.", on=date(2027, 1, 5),
        body="<p>Les pièces &amp; le four.</p><ul><li>Tablier</li></ul>", rrule="FREQ=WEEKLY;UNTIL=20270202",
        types=["atelier"], organisers=[OrganisationFactory.published(name="Les Mains du Gave")],
        space=SpaceFactory(name="Le Moulin", street="12 quai du Gave", postal_code="64300", city="Orthez"),
    )  # fmt: skip
    event.changes.set(
        [
            DateChange(day=date(2027, 1, 12), status=Status.CANCELLED),
            DateChange(day=date(2027, 1, 19), status=Status.RESCHEDULED, new_on=date(2027, 1, 20), starts=time(9)),
        ]
    )
    event.save()
    lifecycle.publish(event, by=None)
    return Event.objects.get(pk=event.pk)


def read(client, url):
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return icalendar.Calendar.from_ical(response.content)


def one(calendar, **at):
    """The VEVENT of a series, or of its date `recurrence`."""
    (found,) = [
        event
        for event in calendar.events
        if (event.get("RECURRENCE-ID") and event["RECURRENCE-ID"].dt.date()) == at.get("recurrence")
    ]
    return found


def test_head_says_what_it_is_how_often_to_come_back_and_where_from(client, weekly):
    calendar = read(client, "/agenda.ics?type=atelier")

    assert (calendar["VERSION"], calendar["METHOD"], calendar["COLOR"]) == ("2.0", "PUBLISH", "goldenrod")
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Agenda de Maillage"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT1H"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert (calendar["SOURCE"], calendar["SOURCE"].params["VALUE"]) == (
        "http://testserver/agenda.ics?type=atelier", "URI",
    )  # fmt: skip


def test_lines_end_and_fold_as_the_standard_says(client, weekly):
    content = client.get("/agenda.ics").content

    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_series_leaves_as_a_rule_with_one_change_for_each_date_that_differs(client, weekly):
    calendar = read(client, "/agenda/ceramique.ics")

    series, cancelled = one(calendar), one(calendar, recurrence=date(2027, 1, 12))
    moved = one(calendar, recurrence=date(2027, 1, 19))
    assert len(calendar.events) == 3
    assert {event["UID"] for event in calendar.events} == {str(weekly.uuid)}
    assert series["RRULE"] == {"FREQ": ["WEEKLY"], "UNTIL": [datetime(2027, 2, 2, 22, 59, 59, tzinfo=UTC)]}
    assert series["DTSTART"].params["TZID"] == "Europe/Paris"
    assert [str(zone.tz_name) for zone in calendar.timezones] == ["Europe/Paris"]
    assert (cancelled["STATUS"], str(cancelled["SUMMARY"])) == ("CANCELLED", "Annulé : Céramique")
    assert (moved["DTSTART"].dt, moved["DTEND"].dt) == (paris(2027, 1, 20, 9), paris(2027, 1, 20, 11))
    assert moved["URL"] == "http://testserver/agenda/ceramique/2027-01-20/"


def test_another_program_sees_the_dates_that_the_page_shows(client, weekly):
    happening = recurring_ical_events.of(read(client, "/agenda/ceramique.ics")).between(*YEAR)

    assert [(entry["DTSTART"].dt, str(entry["STATUS"])) for entry in happening] == [
        (paris(2027, 1, 5, 18), "CONFIRMED"),
        (paris(2027, 1, 12, 18), "CANCELLED"),
        (paris(2027, 1, 20, 9), "CONFIRMED"),
        (paris(2027, 1, 26, 18), "CONFIRMED"),
        (paris(2027, 2, 2, 18), "CONFIRMED"),
    ]


def test_entry_says_what_one_needs_to_come(client, weekly):
    series = one(read(client, "/agenda/ceramique.ics"))

    assert str(series["DESCRIPTION"]) == (
        "Tournage.\n\nLes pièces & le four.\nTablier\n\nhttp://testserver/agenda/ceramique/"
    )
    assert str(series["LOCATION"]) == "Le Moulin, 12 quai du Gave, 64300 Orthez"
    assert series["GEO"].to_ical() == "43.2951;-0.3708"
    assert series["CATEGORIES"].cats == ["Atelier"]
    assert series["ORGANIZER"].params["CN"] == "Les Mains du Gave"
    assert series["CREATED"].dt <= series["LAST-MODIFIED"].dt == series["DTSTAMP"].dt
    assert series["URL"] == "http://testserver/agenda/ceramique/"


def test_sequence_goes_up_with_every_change_of_a_date(client, weekly):
    calendar = read(client, "/agenda/ceramique.ics")
    before = {event.get("RECURRENCE-ID") and event["RECURRENCE-ID"].dt: event["SEQUENCE"] for event in calendar.events}

    weekly.changes.add(DateChange(day=date(2027, 1, 26), status=Status.POSTPONED))
    weekly.status = Status.SCHEDULED
    weekly.save()
    lifecycle.publish(weekly, by=None)

    calendar = read(client, "/agenda/ceramique.ics")
    after = {event.get("RECURRENCE-ID") and event["RECURRENCE-ID"].dt: event["SEQUENCE"] for event in calendar.events}
    assert all(after[at] > sequence for at, sequence in before.items())
    put_off = one(calendar, recurrence=date(2027, 1, 26))
    assert (put_off["STATUS"], put_off["SEQUENCE"] > before[None]) == ("TENTATIVE", True)


def test_what_one_follows_leaves_ones_time_free_and_what_one_adds_takes_it(client, weekly):
    followed, added = read(client, "/agenda.ics"), read(client, "/agenda/ceramique.ics")

    assert {event["TRANSP"] for event in followed.events} == {"TRANSPARENT"}
    assert one(added)["TRANSP"] == "OPAQUE"
    assert one(added, recurrence=date(2027, 1, 12))["TRANSP"] == "TRANSPARENT"


def test_each_schedule_has_an_identity_of_its_own_and_its_changes_go_with_it(client):
    event = EventFactory.draft(slug="double", on=date(2027, 1, 5), rrule="FREQ=WEEKLY;COUNT=2")
    second = Schedule.objects.create(
        event=event, first_on=date(2027, 1, 7), starts=time(9), ends=time(10), rrule="FREQ=WEEKLY;COUNT=2"
    )
    third = Schedule.objects.create(event=event, first_on=date(2027, 3, 1), starts=time(9), ends=time(10))
    event.refresh_from_db()
    event.changes.set([DateChange(day=day, status=Status.CANCELLED) for day in (date(2027, 1, 14), date(2027, 3, 1))])
    event.save()
    lifecycle.publish(event, by=None)

    calendar = read(client, "/agenda/double.ics")

    changed = one(calendar, recurrence=date(2027, 1, 14))
    by_start = {entry["DTSTART"].dt.date(): entry for entry in calendar.events if "RECURRENCE-ID" not in entry}
    assert by_start[date(2027, 1, 5)]["UID"] == str(event.uuid)
    assert changed["UID"] == by_start[second.first_on]["UID"] != str(event.uuid)
    assert by_start[third.first_on]["STATUS"] == "CANCELLED"  # a single date changes in place
    assert len({entry["UID"] for entry in calendar.events}) == 3


def test_one_date_can_be_added_alone(client, weekly):
    calendar = read(client, "/agenda/ceramique/2027-01-20.ics")

    (event,) = calendar.events
    assert event["UID"] == str(weekly.occurrences.get(first_on="2027-01-20").uuid)
    assert "RRULE" not in event
    assert event["DTSTART"].dt == paris(2027, 1, 20, 9)
    assert client.get("/agenda/ceramique/2027-01-19.ics").status_code == 404


# The hour that comes twice: in the night to 25 October 2026 (seen from June)


def test_example_2_a_single_date_in_that_hour_is_read_as_it_is_and_follows_its_change(client):
    with clock.fixed(paris(2026, 6, 1, 9)):
        event = EventFactory.published(title="Bal", slug="bal", on=date(2026, 10, 25), starts=time(2), ends=time(3))
        event.changes.set([DateChange(day=date(2026, 10, 25), status=Status.CANCELLED)])
        event.save()
        lifecycle.publish(event, by=None)

        (said,) = read(client, "/agenda.ics").events

    assert (said["DTSTART"].dt, said["DTEND"].dt) == (
        datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)
    )  # fmt: skip
    assert (said["STATUS"], said["SUMMARY"]) == ("CANCELLED", "Annulé : Bal")


def test_example_2_a_date_that_ends_in_the_second_hour_says_so_and_its_series_stays_on_the_clock(client):
    """Two hours from 01:00 on: that night until the 02:00 after the clocks have gone back."""
    with clock.fixed(paris(2026, 6, 1, 9)):
        event = EventFactory.published(
            title="Nuit", slug="nuit", on=date(2026, 10, 18), starts=time(1), ends=time(3), rrule="FREQ=WEEKLY;COUNT=3"
        )
        event.changes.set([DateChange(day=date(2026, 10, 25), status=Status.CANCELLED)])
        event.save()
        lifecycle.publish(event, by=None)

        calendar = read(client, "/agenda.ics")
        (alone,) = read(client, "/agenda/nuit/2026-10-25.ics").events

    series, changed = one(calendar), one(calendar, recurrence=date(2026, 10, 25))
    assert series["DTSTART"].to_ical() == b"20261018T010000" and series["DTSTART"].params["TZID"] == "Europe/Paris"
    assert changed["RECURRENCE-ID"].to_ical() == b"20261025T010000"
    until = [(said["DTSTART"].to_ical(), said["DTEND"].to_ical()) for said in (changed, alone)]
    assert until == [(b"20261024T230000Z", b"20261025T010000Z")] * 2


def test_cancelled_date_stays_thirty_days_after_it_was_to_be(client):
    event = EventFactory.published(title="Bal", on=date(2026, 12, 5))
    EventFactory.published(title="Fini", on=date(2026, 12, 5))
    event.status = Status.CANCELLED
    lifecycle.publish(event, by=None)

    def titles(url, **later):
        with clock.fixed(paris(2026, 12, 5, 21) + timedelta(**later)):
            return [str(entry["SUMMARY"]) for entry in read(client, url).events]

    for url in ("/agenda.ics", f"/lieux/{event.space.slug}.ics"):
        assert titles(url, days=29) == ["Annulé : Bal"]
        assert titles(url, days=31) == []


def test_whole_event_that_is_cancelled_or_put_off_says_so(client):
    for title, status in [("Bal", Status.CANCELLED), ("Noce", Status.POSTPONED)]:
        event = EventFactory.published(title=title, on=date(2027, 1, 5))
        event.status = status
        lifecycle.publish(event, by=None)

    said = {str(entry["SUMMARY"]): entry["STATUS"] for entry in read(client, "/en/agenda.ics").events}

    assert said == {"Cancelled: Bal": "CANCELLED", "Postponed: Noce": "TENTATIVE"}


def test_place_that_is_not_public_is_named_not_pinned(client):
    EventFactory.published(slug="secret", space=SpaceFactory.for_members(name="Le Refuge"), on=date(2027, 1, 5))

    series = one(read(client, "/agenda/secret.ics"))

    assert "Le Refuge" in str(series["LOCATION"])
    assert "GEO" not in series


def test_online_event_says_where_to_go(client):
    EventFactory.published(
        slug="visio", space=None, attendance="online", online_url="https://example.org/salle", on=date(2027, 1, 5)
    )

    conference = one(read(client, "/agenda/visio.ics"))["CONFERENCE"]

    assert (str(conference), conference.params["FEATURE"]) == ("https://example.org/salle", "VIDEO")


def test_calendar_of_an_event_says_nothing_new_until_it_changes(client, weekly):
    first = client.get("/agenda/ceramique.ics")
    again = client.get("/agenda/ceramique.ics", headers={"If-None-Match": first["ETag"]})
    with clock.fixed(paris(2026, 12, 1, 10)):
        lifecycle.publish(weekly, by=None)
        after = client.get("/agenda/ceramique.ics", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, after.status_code) == (304, 200)
    assert first["Last-Modified"]


def test_calendar_of_a_draft_is_for_its_team(client, owner, stranger):
    event = EventFactory.draft(slug="brouillon", space=SpaceFactory(manager=owner), on=date(2027, 1, 5))

    answers = []
    for user in (owner, stranger):
        client.force_login(user)
        answers.append(client.get(f"/agenda/{event.slug}.ics").status_code)

    assert answers == [200, 404]
