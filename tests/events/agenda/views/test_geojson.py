"""`/agenda.geojson`: what the map of the agenda reads."""

import json
from datetime import date

import pytest

from maillage.base import clock
from maillage.curation.services import lifecycle
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_december():
    with clock.fixed(paris(2026, 12, 1, 9)):
        yield


def collection(client, query="", path="/agenda.geojson"):
    response = client.get(f"{path}?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/geo+json")
    return json.loads(response.content)


def test_event_is_a_point_with_its_first_date_and_how_many_match(client):
    space = SpaceFactory(name="Le Phare", city="Bayonne", latitude=43.4933, longitude=-1.4748)
    EventFactory.published(
        title="Concert", slug="concert", space=space, on=date(2026, 12, 5), rrule="FREQ=WEEKLY;COUNT=3",
        types=["concert"],
    )  # fmt: skip

    assert collection(client, path="/en/agenda.geojson") == {
        "type": "FeatureCollection",
        "bbox": [-1.4748, 43.4933, -1.4748, 43.4933],
        "features": [
            {
                "type": "Feature",
                "id": "http://testserver/agenda/concert/",
                "geometry": {"type": "Point", "coordinates": [-1.4748, 43.4933]},
                "properties": {
                    "name": "Concert",
                    "place": "Le Phare",
                    "city": "Bayonne",
                    "types": ["concert"],
                    "start": "2026-12-05T18:00:00+01:00",
                    "end": "2026-12-05T20:00:00+01:00",
                    "status": "scheduled",
                    "when": "Saturday 5 December, 18:00–20:00, and 2 other dates",
                    "dates": 3,
                    "url": "/en/agenda/concert/2026-12-05/",
                    "event_url": "/en/agenda/concert/",
                },
            }
        ],
    }


def test_several_events_at_one_place_come_in_the_order_of_their_dates(client):
    space = SpaceFactory()
    EventFactory.published(title="Plus tard", space=space, on=date(2026, 12, 8))
    EventFactory.published(title="D'abord", space=space, on=date(2026, 12, 5), rrule="FREQ=WEEKLY;COUNT=4")

    features = collection(client)["features"]

    assert [(one["properties"]["name"], one["properties"]["dates"]) for one in features] == [
        ("D'abord", 4), ("Plus tard", 1),
    ]  # fmt: skip
    assert len({tuple(one["geometry"]["coordinates"]) for one in features}) == 1


def test_filters_of_the_list_choose_its_points(client):
    EventFactory.published(title="Payant", is_free=False, price="5 €", on=date(2026, 12, 5))
    EventFactory.published(title="Libre", on=date(2026, 12, 6), rrule="FREQ=DAILY;COUNT=3")

    def names(query):
        return [one["properties"]["name"] for one in collection(client, query)["features"]]

    assert names("gratuit=1") == ["Libre"]
    assert names("au=2026-12-05") == ["Payant"]
    assert names("vue=carte&bbox=10,40,11,41") == []
    (first,) = collection(client, "du=2026-12-07&gratuit=1")["features"]
    assert (first["properties"]["start"][:10], first["properties"]["dates"]) == ("2026-12-07", 2)


@pytest.mark.parametrize("hidden", ["event", "space", "draft space", "no coordinates", "online"])
def test_what_is_not_public_or_nowhere_is_not_on_the_map(client, stranger, hidden):
    client.force_login(stranger)
    space = {
        "space": lambda: SpaceFactory.for_members(name="Caché"),
        "draft space": lambda: SpaceFactory.draft(name="Caché"),
        "no coordinates": lambda: SpaceFactory(name="Caché", latitude=None, longitude=None),
        "online": lambda: None,
    }.get(hidden, SpaceFactory)()
    visibility = "members" if hidden == "event" else "public"
    EventFactory.published(title="Caché", space=space, on=date(2026, 12, 5), visibility=visibility)

    assert collection(client) == {"type": "FeatureCollection", "features": []}


def test_page_says_how_many_dates_the_map_cannot_show(client):
    EventFactory.published(title="Ici", on=date(2026, 12, 5))
    EventFactory.published(title="En ligne", space=None, attendance="online", on=date(2026, 12, 5))

    shown = client.get("/en/agenda/?vue=carte")

    assert "1 date is online or without an address" in shown.content.decode()
    assert [one["title"] for day in shown.context["days"] for one in day["entries"]] == ["Ici", "En ligne"]
    assert 'data-map="/en/agenda.geojson"' in shown.content.decode()


def test_nothing_new_is_said_until_what_it_shows_changes(client):
    space = SpaceFactory(name="Le Phare")
    event = EventFactory.published(space=space, on=date(2026, 12, 5))
    first = client.get("/agenda.geojson")

    def again(**headers):
        return client.get("/agenda.geojson", headers=headers or {"If-None-Match": first["ETag"]}).status_code

    assert first["Access-Control-Allow-Origin"] == "*"
    assert again() == 304
    assert again(**{"If-Modified-Since": first["Last-Modified"]}) == 304
    with clock.fixed(paris(2026, 12, 1, 10)):
        space.name = "Le Grand Phare"
        space.save()
        assert again() == 200
    first = client.get("/agenda.geojson")
    with clock.fixed(paris(2026, 12, 1, 11)):
        lifecycle.unpublish(event, by=None)
        assert again() == 200
        assert again(**{"If-Modified-Since": first["Last-Modified"]}) == 200


def test_what_ends_leaves_the_feed_although_nobody_wrote(client):
    with clock.fixed(paris(2026, 12, 1, 17)):
        EventFactory.published(on=date(2026, 12, 1))
        first = client.get("/agenda.geojson")
        assert len(json.loads(first.content)["features"]) == 1
    with clock.fixed(paris(2026, 12, 1, 20, 1)):
        answer = client.get("/agenda.geojson", headers={"If-None-Match": first["ETag"]})

    assert answer.status_code == 200
    assert json.loads(answer.content)["features"] == []
