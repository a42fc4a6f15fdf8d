"""Events and their dates for programs."""

import json
from datetime import date, time

import pytest

from events.agenda import api, filters
from maillage.base.api.paging import CURSOR, LIMIT
from maillage.curation.models import Visibility
from spaces.catalogue.models import SpaceTeam
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory, words
from tests.factories.directory import OrganisationFactory
from tests.maillage.api.test_errors import said


def slugs(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["slug"] for one in response.json()["items"]]


def days(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["start"][:10] for one in response.json()["items"]]


def test_every_filter_of_the_page_is_documented_but_its_pages():
    documented = {parameter.name for parameter in api.FILTERS}

    assert documented - {"from", "until"} == filters.NAMES - {"page"}
    assert not documented & {CURSOR, LIMIT}


def test_date_is_said_as_in_the_feed_of_the_page(anonymous, client):
    event = EventFactory.published(price="5 €", is_free=False, capacity=12)
    event.types.set(words("event_type", ["concert"]))
    event.organisers.set([OrganisationFactory.published(slug="cie-du-pont"), OrganisationFactory(slug="secrete")])
    event.save()

    (said_by_feed,) = json.loads(b"".join(client.get("/agenda.json")))["occurrences"]
    (answer,) = anonymous.get("/occurrences").json()["items"]

    assert answer == said_by_feed
    assert answer["organisers"] == ["cie-du-pont"]


def test_event_is_answered_with_its_words_and_dates(anonymous):
    EventFactory.published(
        slug="atelier", title="Atelier", body="<p>Venez <b>nombreux</b>.</p>", on=date(2026, 6, 10),
        rrule="FREQ=WEEKLY;COUNT=3", space=SpaceFactory(slug="la-centrale", name="La Centrale"),
    )  # fmt: skip

    body = anonymous.get("/events/atelier").json()

    assert body["body"] == "<p>Venez <b>nombreux</b>.</p>"
    assert (body["space"], body["place"], body["time_zone"]) == ("la-centrale", "La Centrale, Pau", "Europe/Paris")
    assert [one["start"] for one in body["dates"]] == [
        "2026-06-10T18:00:00+02:00", "2026-06-17T18:00:00+02:00", "2026-06-24T18:00:00+02:00",
    ]  # fmt: skip
    assert body["dates"][0]["url"] == "http://testserver/agenda/atelier/2026-06-10/"


def test_dates_that_are_over_are_left_out_of_an_event(anonymous):
    EventFactory.published(slug="atelier", on=date(2026, 5, 25), rrule="FREQ=WEEKLY;COUNT=3")

    dates = anonymous.get("/events/atelier").json()["dates"]

    assert [one["start"][:10] for one in dates] == ["2026-06-01", "2026-06-08"]


def test_events_come_once_by_their_first_date_on_the_days_asked_for(anonymous):
    EventFactory.published(slug="hebdo", on=date(2026, 6, 3), rrule="FREQ=WEEKLY;COUNT=4")
    EventFactory.published(slug="concert", on=date(2026, 6, 5))

    assert slugs(anonymous.get("/events")) == ["hebdo", "concert"]
    later = anonymous.get("/events", **{"from": "2026-06-04"})
    assert slugs(later) == ["concert", "hebdo"]
    assert later.json()["items"][1]["first_date"]["start"] == "2026-06-10T18:00:00+02:00"
    assert slugs(anonymous.get("/events", **{"from": "2026-06-11", "until": "2026-06-16"})) == []


@pytest.mark.parametrize("names", [("from", "until"), ("du", "au"), ("from", "au")])
def test_days_are_said_in_english_or_in_french(anonymous, names):
    EventFactory.published(on=date(2026, 6, 3), rrule="FREQ=DAILY;COUNT=6")

    asked = dict(zip(names, ["2026-06-04", "2026-06-06"], strict=True))

    assert days(anonymous.get("/occurrences", **asked)) == ["2026-06-04", "2026-06-05", "2026-06-06"]


def test_days_are_those_of_the_place(anonymous):
    reunion = SpaceFactory(time_zone="Indian/Reunion")
    EventFactory.published(space=reunion, on=date(2026, 6, 16), starts=time(0, 30), ends=time(1))  # the 15th in UTC

    assert days(anonymous.get("/occurrences", **{"from": "2026-06-16", "until": "2026-06-16"})) == ["2026-06-16"]
    assert days(anonymous.get("/occurrences", **{"from": "2026-06-15", "until": "2026-06-15"})) == []


@pytest.mark.parametrize("path", ["/events", "/occurrences"])
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"from": "soon"}, ["from"]),
        ({"du": "soon"}, ["du"]),
        ({"from": "2026-06-16", "until": "2026-06-15"}, ["until"]),
        ({"from": "2026-01-01", "until": "2030-01-01"}, ["until"]),
        ({"from": "9999-12-31"}, ["from"]),
        ({"from": "9999-12-31", "vue": "mois"}, ["from"]),
        ({"from": "2026-06-16", "du": "2026-06-16"}, ["du"]),
        ({"lieu": "nowhere", "type": "x"}, ["lieu", "type"]),
        ({"gratuit": "oui"}, ["gratuit"]),
        ({"page": "1"}, ["page"]),
    ],
)
def test_filter_that_means_nothing_is_named_as_it_was_said(anonymous, path, query, names):
    response = anonymous.get(path, **query)

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == names


def test_filters_of_the_page_choose_events(anonymous):
    EventFactory.published(slug="payant", is_free=False, for_mi=True)
    EventFactory.published(slug="libre", attendance="online")

    assert slugs(anonymous.get("/events", gratuit="1")) == ["libre"]
    assert slugs(anonymous.get("/events", accessibilite="mi")) == ["payant"]
    assert slugs(anonymous.get("/events", mode=["en-ligne", "mixte"])) == ["libre"]
    assert slugs(anonymous.get("/events", q="Apéro")) == ["payant", "libre"]


def test_hidden_events_are_for_those_who_may_see_them(anonymous, caller, stranger, owner):
    space = SpaceFactory(manager=owner)
    EventFactory.published(slug="public", space=space)
    EventFactory.published(slug="members", space=space, visibility=Visibility.MEMBERS)
    EventFactory.published(slug="team", space=space, visibility=Visibility.TEAM)
    EventFactory.draft(slug="draft", space=space)

    def seen(program) -> tuple[list[str], list[str], set[str]]:
        pages = {
            slug for slug in ("public", "members", "team", "draft") if program.get(f"/events/{slug}").status_code == 200
        }
        dates = [one["event"] for one in program.get("/occurrences").json()["items"]]
        return slugs(program.get("/events")), dates, pages

    assert seen(anonymous) == (["public"], ["public"], {"public"})
    assert seen(caller(stranger)) == (["public", "members"], ["public", "members"], {"public", "members"})
    assert seen(caller(owner)) == (
        ["public", "members", "team"],
        ["public", "members", "team"],
        {"public", "members", "team", "draft"},
    )
    assert SpaceTeam.objects.count() == 1
    assert said(anonymous.get("/events/draft")) == (404, "not_found")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/events", 9), ("/occurrences", 7)])
def test_lists_cost_the_same_however_long(anonymous, django_assert_num_queries, count, path, queries):
    for _ in range(count):
        event = EventFactory.published(rrule="FREQ=WEEKLY;COUNT=2")
        event.types.set(words("event_type", ["concert"]))
        event.organisers.set([OrganisationFactory.published()])
        event.save()
    anonymous.get(path)  # the network's settings are made at the first question

    with django_assert_num_queries(queries):
        assert anonymous.get(path, type="concert").json()["count"] == count * (2 if path == "/occurrences" else 1)
