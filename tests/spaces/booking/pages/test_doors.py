"""What the board says of the doors of its space. In English: the words of the code itself."""

from datetime import date

import pytest
from django.utils import translation

from maillage.base import clock
from spaces.booking.pages.doors import doors
from spaces.booking.services.closures import Closure, close
from spaces.catalogue.wording import Status
from tests.factories.booking import at
from tests.factories.catalogue import on_dates
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def said(space, day: str, hour: str = "10:00") -> Status | None:
    now = at(f"2026-06-{day} {hour}")
    return doors(space, now.date(), now)


def test_of_today_until_when_and_from_when(centrale):
    assert said(centrale, "16") == Status("Open, closes at 18:00", "open")
    assert said(centrale, "16", "20:00") == Status("Opens tomorrow at 09:00", "closed")


def test_closed_day_says_so_and_when_it_opens_again(centrale):
    assert said(centrale, "21") == Status("Closed today. Opens tomorrow at 09:00", "closed")
    centrale.opening_hours.exclude(weekday=2).delete()
    assert said(centrale, "21") == Status("Closed today. Opens on Wednesday at 09:00", "closed")


def test_of_another_day_its_hours(centrale):
    now = at("2026-06-15 10:00")

    assert doors(centrale, at("2026-06-16 10:00").date(), now) == Status("Hours: 09:00–18:00", "open")
    assert doors(centrale, at("2026-06-21 10:00").date(), now) == Status("Closed that day", "closed")
    on_dates(centrale, date(2026, 6, 16), label="Inventaire")
    assert doors(centrale, at("2026-06-16 10:00").date(), now) == Status("Closed that day (Inventaire)", "closed")


def test_nothing_where_nobody_said_the_hours(centrale):
    centrale.opening_hours.all().delete()

    assert said(centrale, "16") is None


def test_closure_of_the_team_is_said_on_its_board(as_, room, owner, teammate):
    closure = Closure(space=room.space, chosen=[], start=at("2026-06-16 00:00"), end=at("2026-06-17 00:00"))
    close(closure, by=owner)

    with clock.fixed(at("2026-06-16 10:00")):
        page = as_(teammate).get(URL)

    assert soup(page).select_one(".team-doors .status-closed").get_text() == "Closed today. Opens tomorrow at 09:00"
    assert "The doors are closed." in text(page) and "Nothing at this moment." not in text(page)
