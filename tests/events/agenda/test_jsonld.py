"""What search engines read of an event."""

import json
import re
from datetime import date, time

import pytest

from events.agenda.models import DateChange, Status
from maillage.base import clock
from maillage.curation.services import lifecycle
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_december():
    with clock.fixed(paris(2026, 12, 1, 9)):
        yield


def things(client, path):
    html = client.get(path).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1]) if found else None


def test_single_event_is_one_event_with_all_that_is_known(client):
    EventFactory.published(
        title="Bal", slug="bal", summary="On danse.", on=date(2027, 1, 5), capacity=120, is_free=False,
        price="8 €, 5,50 € réduit", audiences=["familles"],
        space=SpaceFactory(name="Babel", slug="babel", street="5 place", postal_code="64400", city="Oloron"),
    )  # fmt: skip

    (event,) = things(client, "/agenda/bal/")

    assert event == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "http://testserver/agenda/bal/2027-01-05/",
        "url": "http://testserver/agenda/bal/2027-01-05/",
        "name": "Bal",
        "description": "On danse.",
        "inLanguage": "fr",
        "isAccessibleForFree": False,
        "maximumAttendeeCapacity": 120,
        "audience": {"@type": "Audience", "audienceType": "Familles"},
        "startDate": "2027-01-05T18:00:00+01:00",
        "endDate": "2027-01-05T20:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "@id": "http://testserver/lieux/babel/",
            "url": "http://testserver/lieux/babel/",
            "name": "Babel",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "5 place",
                "postalCode": "64400",
                "addressLocality": "Oloron",
                "addressCountry": "FR",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 43.2951, "longitude": -0.3708},
        },
        "offers": {
            "@type": "AggregateOffer",
            "lowPrice": "5.50",
            "highPrice": "8",
            "offerCount": 2,
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "description": "8 €, 5,50 € réduit",
            "url": "http://testserver/agenda/bal/2027-01-05/",
        },
    }


def test_repeated_event_is_a_series_with_its_schedule_and_its_next_dates(client):
    event = EventFactory.draft(slug="hebdo", on=date(2027, 1, 5), rrule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20270119")
    event.schedules.update(exdates=["2027-01-12"])
    event.refresh_from_db()
    lifecycle.publish(event, by=None)

    series, *dates = things(client, "/agenda/hebdo/")

    assert (series["@type"], series["startDate"]) == ("EventSeries", "2027-01-05T18:00:00+01:00")
    assert series["eventSchedule"] == [
        {
            "@type": "Schedule",
            "startDate": "2027-01-05",
            "endDate": "2027-01-19",
            "startTime": "18:00:00",
            "endTime": "20:00:00",
            "duration": "P0DT02H00M00S",
            "scheduleTimezone": "Europe/Paris",
            "repeatFrequency": "P1W",
            "byDay": ["https://schema.org/Tuesday"],
            "exceptDate": ["2027-01-12"],
        }
    ]
    assert [one["startDate"][:10] for one in dates] == ["2027-01-05", "2027-01-19"]
    assert {one["superEvent"]["@id"] for one in dates} == {series["@id"]} == {"http://testserver/agenda/hebdo/"}


def test_dates_that_change_say_so_truly(client):
    event = EventFactory.published(slug="hebdo", on=date(2027, 1, 5), rrule="FREQ=WEEKLY;COUNT=5")
    changes = [
        DateChange(day=date(2027, 1, 5), status=Status.CANCELLED),
        DateChange(day=date(2027, 1, 12), status=Status.RESCHEDULED, starts=time(9)),
        DateChange(day=date(2027, 1, 19), status=Status.MOVED_ONLINE),
        DateChange(day=date(2027, 1, 26), status=Status.FULL),
    ]
    event.changes.set(changes)
    event.online_url = "https://example.org/salle"
    event.save()
    lifecycle.publish(event, by=None)

    def said(day):
        _series, one = things(client, f"/agenda/hebdo/2027-{day}/")
        return one

    assert said("01-05")["eventStatus"] == "https://schema.org/EventCancelled"
    moved = said("01-12")
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (moved["previousStartDate"], moved["startDate"]) == (
        "2027-01-12T18:00:00+01:00", "2027-01-12T09:00:00+01:00",
    )  # fmt: skip
    online = said("01-19")
    assert (online["eventStatus"], online["eventAttendanceMode"], online["location"]) == (
        "https://schema.org/EventMovedOnline",
        "https://schema.org/OnlineEventAttendanceMode",
        {"@type": "VirtualLocation", "url": "https://example.org/salle"},
    )
    assert said("01-26")["offers"]["availability"] == "https://schema.org/SoldOut"
    assert said("02-02")["eventStatus"] == "https://schema.org/EventScheduled"


def test_mixed_event_has_a_place_and_an_address(client):
    EventFactory.published(slug="mixte", attendance="mixed", online_url="https://example.org/s", on=date(2027, 1, 5))

    (event,) = things(client, "/agenda/mixte/")

    assert [place["@type"] for place in event["location"]] == ["Place", "VirtualLocation"]
    assert event["offers"]["price"] == "0"


@pytest.mark.parametrize("hidden", ["draft", "members"])
def test_nothing_is_said_of_what_is_not_public(client, owner, hidden):
    space = SpaceFactory(manager=owner)
    make = EventFactory.draft if hidden == "draft" else EventFactory.published
    make(slug="secret", space=space, on=date(2027, 1, 5), visibility="public" if hidden == "draft" else "members")
    client.force_login(owner)

    assert things(client, "/agenda/secret/") is None


def test_hidden_place_is_named_without_its_page_or_its_point(client):
    EventFactory.published(slug="refuge", space=SpaceFactory.for_members(name="Le Refuge"), on=date(2027, 1, 5))

    (event,) = things(client, "/agenda/refuge/")

    assert set(event["location"]) == {"@type", "name", "address"}
