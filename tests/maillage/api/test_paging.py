"""Pages by cursor: everything once, whatever is added meanwhile, in every order."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.catalogue.models import Space
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory
from tests.maillage.api.conftest import V1
from tests.maillage.api.test_errors import said


def walk(program, path: str, **query) -> list[str]:
    """The slugs of a list, following `next` from the first page to the last."""
    slugs, response = [], program.get(path, **query)
    while True:
        body = response.json()
        slugs += [one["slug"] for one in body["items"]]
        if body["next"] is None:
            return slugs
        response = program.client.get(body["next"], headers=program.headers)


@pytest.fixture
def spaces(_now):
    """Seven, two of the same name, at the same place, changed at the same time or later."""
    names = ["Ébène", "abri", "Abri", "zinc", "Forge", "forge", "Établi"]
    made = []
    for number, name in enumerate(names):
        with clock.fixed(_now + timedelta(minutes=number // 2)):
            made.append(SpaceFactory(name=name, slug=f"s{number}", longitude=-0.37 + number // 3 * 0.1))
    return made


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("order", [{}, {"tri": "recent"}, {"pres": "43.3,-0.37"}, {"q": "f", "tri": "nom"}])
def test_walk_meets_everything_once_in_order(anonymous, spaces, order, limit):
    whole = [one["slug"] for one in anonymous.get("/spaces", **order).json()["items"]]
    assert len(whole) == (2 if "q" in order else 7)

    assert walk(anonymous, "/spaces", limit=limit, **order) == whole


def test_page_says_how_many_there_are_in_all(anonymous, spaces):
    body = anonymous.get("/spaces", limit=3).json()

    assert (len(body["items"]), body["count"]) == (3, 7)
    assert body["next"].startswith("http://testserver/api/v1/spaces?limit=3&cursor=")
    assert anonymous.get("/spaces", limit=7).json()["next"] is None


def test_next_page_is_the_same_when_something_is_added_before(anonymous, spaces):
    first = anonymous.get("/spaces", limit=3).json()
    expected = anonymous.client.get(first["next"]).json()["items"]

    SpaceFactory(name="Aaa", slug="added")

    assert anonymous.client.get(first["next"]).json()["items"] == expected


def test_next_page_goes_on_when_the_last_of_this_one_is_gone(anonymous, spaces):
    first = anonymous.get("/spaces", limit=3).json()
    expected = anonymous.client.get(first["next"]).json()["items"]

    Space.objects.filter(slug=first["items"][-1]["slug"]).delete()

    assert anonymous.client.get(first["next"]).json()["items"] == expected


def test_dates_of_events_come_page_by_page(anonymous):
    EventFactory.published(rrule="FREQ=DAILY;COUNT=5", slug="atelier")
    EventFactory.published(slug="concert")

    assert walk(anonymous, "/events", limit=1) == ["atelier", "concert"]
    whole = anonymous.get("/occurrences").json()["items"]
    first = anonymous.get("/occurrences", limit=2).json()
    second = anonymous.client.get(first["next"]).json()
    assert first["items"] + second["items"] == whole[:4]
    assert first["count"] == second["count"] == 6


@pytest.mark.parametrize("cursor", ["x", "é", "a:b:c", "x" * 2001, "\x00"])
def test_cursor_that_was_not_given_is_refused(anonymous, spaces, cursor):
    response = anonymous.get("/spaces", cursor=cursor)

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == ["cursor"]


def test_cursor_of_another_question_is_refused(anonymous, spaces):
    following = anonymous.get("/spaces", limit=3).json()["next"]

    assert said(anonymous.client.get(f"{following}&tri=recent")) == (400, "malformed")
    assert said(anonymous.client.get(following.replace("/spaces", "/events"))) == (400, "malformed")


def test_cursor_serves_any_size_of_page(anonymous, spaces):
    following = anonymous.get("/spaces", limit=3).json()["next"]

    assert len(anonymous.client.get(following.replace("limit=3", "limit=2")).json()["items"]) == 2


@pytest.mark.parametrize("limit", ["0", "-1", "201", "many", "1.5"])
def test_size_that_no_page_has_is_refused(anonymous, limit):
    assert said(anonymous.client.get(f"{V1}/spaces?limit={limit}")) == (400, "malformed")
