"""`/gestion/<slug>/`: what takes place that day in the space, as its resources know it. In English."""

from uuid import uuid4

import pytest

from maillage.base import clock
from spaces.booking.models import Use
from spaces.booking.services.uses import use
from tests.factories.booking import at, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/"
TUESDAY = f"{URL}?jour=2026-06-16"


def taken(*resources, hours="14-17", day="2026-06-16", label="Atelier couture", kind=Use.Kind.EVENT):
    key = uuid4()
    for resource in resources:
        use(resource, key=key, periods=[on(hours, day)], label=label, kind=kind)
    return key


def lines(response) -> list[list[str]]:
    """What each line says, piece by piece."""
    found = soup(response).select("#evenements .team-line")
    return [[" ".join(part.get_text(" ").split()) for part in line.select("p, .status")] for line in found]


def test_team_sees_what_takes_place_that_day_and_in_which_rooms(as_, room, desks, owner, teammate, coordinator):
    taken(room, desks)
    taken(room, hours="9-10", label="Yoga")
    taken(room, day="2026-06-17", label="Le lendemain")

    for user in (owner, teammate, coordinator):
        page = as_(user).get(TUESDAY)
        assert lines(page) == [
            ["09:00–10:00", "Yoga", "Salle Aneto"],
            ["14:00–17:00", "Atelier couture", "Espace ouvert, Salle Aneto"],
        ]
        assert not soup(page).select("#evenements a")


def test_outside_calendar_is_there_too(as_, room, teammate):
    taken(room, label="", kind=Use.Kind.OUTSIDE)

    assert lines(as_(teammate).get(TUESDAY)) == [["14:00–17:00", "Outside calendar", "Salle Aneto"]]


def test_what_takes_place_elsewhere_is_not_there(as_, room, teammate):
    taken(ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY)), label="Ailleurs")

    page = as_(teammate).get(TUESDAY)
    assert "Ailleurs" not in text(page) and not soup(page).select("#evenements")


def test_today_says_what_goes_on_now_and_what_is_over(as_, room, desks, teammate):
    taken(room, hours="9-10", label="Yoga")
    taken(room, hours="10-12", label="Couture")
    taken(desks, hours="14-17", label="Jeux")
    client = as_(teammate)

    with clock.fixed(at("2026-06-16 10:00")):
        standing = [line[3:] for line in lines(client.get(URL))]
    before = [line[3:] for line in lines(client.get(TUESDAY))]

    assert standing == [["over"], ["on now"], []]
    assert before == [[], [], []]


def test_what_lasts_over_midnight_is_on_both_days(as_, room, teammate):
    use(room, key=uuid4(), periods=[(at("2026-06-16 20:30"), at("2026-06-17 00:30"))], label="Bal")
    use(room, key=uuid4(), periods=[(at("2026-06-17 10:00"), at("2026-06-19 18:00"))], label="Exposition")

    evening = "Tuesday 16 June, 20:30 – Wednesday 17 June, 00:30"
    long = "Wednesday 17 June, 10:00 – Friday 19 June, 18:00"
    assert [line[:2] for line in lines(as_(teammate).get(TUESDAY))] == [["20:30–00:30", "Bal"]]
    assert [line[:2] for line in lines(as_(teammate).get(f"{URL}?jour=2026-06-17"))] == [
        [evening, "Bal"],
        [long, "Exposition"],
    ]


def test_it_follows_what_happens_like_the_rest_of_the_board(as_, room, teammate):
    taken(room, hours="9-12", day="2026-06-15")

    part = as_(teammate).get(URL, headers={"HX-Request": "true", "HX-Target": "div#board"})

    assert [line[1] for line in lines(part)] == ["Atelier couture"]
