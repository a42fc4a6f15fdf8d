"""What somebody has at the time that they ask for, told before they book or move. In English: the words of the code."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.booking.models import State
from tests.factories.booking import booked, on
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.queries import queries_of_rooms
from tests.reading import plain, soup, text

pytestmark = pytest.mark.django_db

ROOM = "/en/lieux/la-centrale/reserver/salle-aneto/"
TITLE = "You have something else at that time"


@pytest.fixture
def studio():
    """In another place, on the clock of London."""
    space = SpaceFactory.open(name="Babel", slug="babel", time_zone="Europe/London")
    return ResourceFactory(space=space, name="Studio", slug="studio", capacity=2)


def asked(hours: str) -> dict[str, str]:
    start, end = on(hours)
    return {"debut": start.isoformat(), "fin": end.isoformat()}


def told(page) -> list[tuple[str, str]]:
    """What is told, and where it leads to."""
    links = soup(page).select("section[aria-labelledby=aussi] a")
    return [(plain(link.get_text()).strip(), link["href"]) for link in links]


def test_form_tells_what_one_has_elsewhere_at_that_time(as_, room, studio, lea):
    mine = booked(studio, "11-13", person=lea)
    asking = booked(studio, "11-12", person=lea, state=State.PENDING)

    page = as_(lea).get(ROOM, asked("10-12"))

    assert TITLE in text(page)
    assert told(page) == [
        ("Tuesday 16 June, 10:00–12:00 · Studio, Babel", mine.get_absolute_url()),
        ("Tuesday 16 June, 10:00–11:00 · Studio, Babel · waiting for the team's answer", asking.get_absolute_url()),
    ]


def test_nothing_is_told_of_what_touches_or_is_of_others(as_, room, studio, lea, stranger):
    booked(studio, "12-13", person=lea)
    booked(studio, "10-12", person=stranger)

    assert told(as_(lea).get(ROOM, asked("10-12"))) == []


def test_nothing_is_told_where_the_time_is_taken(as_, room, studio, lea):
    booked(room, "10-12")
    booked(studio, "10-12", person=lea)

    assert TITLE not in text(as_(lea).get(ROOM, asked("10-12")))


def test_move_tells_what_else_one_has_at_the_new_time(as_, room, studio, lea):
    moving, mine = booked(room, "10-12", person=lea), booked(studio, "14-15", person=lea)
    url = f"/en/reservations/{moving.uuid}/horaire/"

    assert told(as_(lea).get(url)) == told(as_(lea).get(url, asked("11-13"))) == []
    assert told(as_(lea).get(url, asked("13-15"))) == [
        ("Tuesday 16 June, 13:00–14:00 · Studio, Babel", mine.get_absolute_url())
    ]


def test_team_that_moves_a_booking_is_told_nothing_of_its_person(as_, room, studio, lea, owner):
    moving = booked(room, "10-12", person=lea)
    booked(studio, "14-15", person=lea)

    page = as_(owner).get(f"/en/reservations/{moving.uuid}/horaire/", asked("13-15"))

    assert page.status_code == 200
    assert TITLE not in text(page)


@pytest.mark.parametrize(("is_move", "number"), [(False, 12), (True, 11)], ids=["form", "move"])
def test_as_many_queries_for_three_as_for_one(as_, room, studio, lea, is_move, number):
    moving = booked(room, "15-16", person=lea)
    url = f"/en/reservations/{moving.uuid}/horaire/" if is_move else ROOM
    signed_in = as_(lea)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = signed_in.get(url, asked("10-12"))
        found.append(len(told(page)))
        return queries_of_rooms(captured.captured_queries)

    found = []
    booked(studio, "10-12", person=lea)
    count()
    one = count()
    for slug in ("deux", "trois"):
        booked(ResourceFactory(space=SpaceFactory.open(slug=slug), slug=slug), "10-12", person=lea)
    assert (one, count()) == (number, number)
    assert found == [1, 1, 3]


def test_dates_of_a_series_tell_what_one_has_elsewhere_then(as_, room, studio, lea):
    mine = booked(studio, "11-13", person=lea)

    page = soup(as_(lea).get(f"{ROOM}serie/", asked("10-12") | {"rythme": "semaine", "fois": "2"}))

    first, second = page.select("li.date-line")
    (note,) = first.select(".date-note")
    said = "You also have then: Tuesday 16 June, 10:00–12:00 · Studio, Babel"
    assert plain(note.get_text()).strip() == said and note.a["href"] == mine.get_absolute_url()
    assert second.select(".date-note") == []


def test_lines_booked_together_tell_what_one_has_elsewhere_then(as_, room, studio, lea):
    booked(studio, "11-13", person=lea)
    lines = [f"salle-aneto/20260616T{start}Z/20260616T{end}Z/1" for start, end in (("0900", "1000"), ("1200", "1300"))]

    page = soup(as_(lea).get("/en/lieux/la-centrale/reserver-ensemble/", {"panier": lines}))

    first, second = page.select("li.date-line")
    assert "You also have then: Tuesday 16 June, 10:00–12:00 · Studio, Babel" in plain(first.get_text())
    assert second.select(".date-note") == []
