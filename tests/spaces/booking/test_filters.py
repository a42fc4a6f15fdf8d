"""`/lieux/?libre=…`: spaces with something free at a time. In English: the words of the code itself."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.filters import choices
from tests.factories.booking import booked, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text
from tests.spaces.booking.conftest import NOW

pytestmark = pytest.mark.django_db

MORNING = "2026-06-16T10:00/2026-06-16T12:00"


def found(client, libre: str, **more) -> list[str]:
    response = client.get("/en/lieux/", {"libre": libre, **more})
    assert response.status_code == 200, text(response)
    return [a["href"].split("/")[-2] for a in soup(response).select("#results .rows a")]


def test_spaces_with_something_free_are_found(client, room):
    ResourceFactory(space=SpaceFactory.open(slug="pleine"), slug="salle")
    booked(ResourceFactory(space=SpaceFactory.open(slug="prise")), "11-12")
    SpaceFactory.open(slug="sans-rien")

    assert sorted(found(client, MORNING)) == ["la-centrale", "pleine"]


def test_one_free_resource_is_enough(client, room, desks):
    booked(room, "9-18")

    assert found(client, MORNING) == ["la-centrale"]
    booked(desks, "9-18", seats=3)
    assert found(client, MORNING) == []


def test_hours_are_those_of_each_place(client, room):
    island = SpaceFactory.open(slug="ile", time_zone="Indian/Reunion")
    ResourceFactory(space=island)

    assert sorted(found(client, "2026-06-16T17:00/2026-06-16T18:00")) == ["ile", "la-centrale"]


def test_offset_says_the_same_instant_everywhere(client, room):
    ResourceFactory(space=SpaceFactory.open(slug="ile", time_zone="Indian/Reunion"))

    assert sorted(found(client, "2026-06-16T09:00+02:00/2026-06-16T10:00+02:00")) == ["ile", "la-centrale"]
    assert found(client, "2026-06-16T07:00+02:00/2026-06-16T08:00+02:00") == ["ile"]


def test_draft_spaces_and_what_is_out_of_service_are_not_found(client, room, owner):
    ResourceFactory(space=SpaceFactory.draft(slug="secret", host=owner))
    room.is_active = False
    room.save()

    assert found(client, MORNING) == []


def test_what_is_asked_is_shown_and_can_be_taken_away(client, room):
    response = client.get("/en/lieux/", {"libre": MORNING, "q": "centrale"})

    assert "free Tuesday 16 June, 10:00–12:00" in text(response)
    assert soup(response).select_one("a.chip-removable[href='/en/lieux/?q=centrale']")


@pytest.mark.parametrize(
    "libre",
    ["demain", "2026-06-16", "2026-06-16T10:00", "2026-06-16T10:00/", "/", "2026-06-16T12:00/2026-06-16T10:00",
     "2026-06-16T10:00/2026-06-16T10:00", "2026-06-16T10:00/2027-06-16T10:00", "9999-12-31T10:00/9999-12-31T11:00",
     "2026-06-16T10:00+02:00/x"],
)  # fmt: skip
def test_time_that_means_nothing_is_named(client, room, libre):
    page, feed = client.get("/en/lieux/", {"libre": libre}), client.get("/en/lieux.json", {"libre": libre})

    assert (page.status_code, feed.status_code) == (400, 400)


def test_feed_gives_the_same_spaces(client, room):
    booked(ResourceFactory(space=SpaceFactory.open(slug="prise")), "10-12")

    feed = json.loads(b"".join(client.get("/lieux.json", {"libre": MORNING})))
    assert [one["slug"] for one in feed["spaces"]] == ["la-centrale"]


def test_offered_times_can_all_be_asked(client, room):
    for hour in range(24):
        with clock.fixed(datetime(2026, 6, 15, hour, 30, tzinfo=UTC)):
            offered = choices()
            assert 2 <= len(offered) <= 3
            for value, words in offered:
                assert words
                assert client.get("/en/lieux/", {"libre": value}).status_code == 200


def test_offered_times_are_still_to_come():
    with clock.fixed(NOW):
        assert [value for value, _ in choices()] == [
            "2026-06-15T09:00/2026-06-15T10:00",
            "2026-06-16T09:00/2026-06-16T12:00",
            "2026-06-16T14:00/2026-06-16T17:00",
        ]


def test_queries_do_not_depend_on_how_many_there_are(client, room):
    def visit():
        with CaptureQueriesContext(connection) as captured:
            found(client, MORNING)
        return queries_of_rooms(captured)

    one = visit()
    for _ in range(2):
        require_training(ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY)))
    three = visit()

    assert (one, three) == (18, 18)
