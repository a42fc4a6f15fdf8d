"""The week of one resource. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from tests.factories.booking import at, booked, require_training, trained
from tests.factories.catalogue import on_dates
from tests.queries import queries_of_rooms
from tests.reading import soup, starts, text

pytestmark = pytest.mark.django_db

URL = "/en/lieux/la-centrale/reserver/"
WEEK = {"ressource": "salle-aneto", "vue": "semaine"}


def days(response) -> list[str]:
    return [title.get_text() for title in soup(response).select(".week-board h3")]


def test_day_leads_to_the_week_and_back(as_, room, lea):
    day = as_(lea).get(URL, {"ressource": "salle-aneto"})
    (week,) = [a["href"] for a in soup(day).select("main a") if "vue=semaine" in a["href"]]

    response = as_(lea).get(week)

    assert days(response)[:2] == ["Monday 15 June", "Tuesday 16 June"] and len(days(response)) == 7
    back = soup(response).select(".week-board h3 a")[1]["href"]
    assert back == f"{URL}?jour=2026-06-16&ressource=salle-aneto"


def test_week_is_that_of_the_day_shown_when_this_one_has_nothing_left(as_, room, lea):
    with clock.fixed(at("2026-06-20 12:00")):
        day = as_(lea).get(URL, {"ressource": "salle-aneto"})
        (week,) = [a["href"] for a in soup(day).select("main a") if "vue=semaine" in a["href"]]
        assert days(as_(lea).get(week))[0] == "Monday 22 June"


def test_week_offers_the_free_starts_of_each_day(as_, room, lea, centrale):
    booked(room, "9-17", day="2026-06-17")
    on_dates(centrale, "2026-06-18", label="Inventaire")

    response = as_(lea).get(URL, WEEK)

    found = starts(response, "salle-aneto")
    assert [one for one in found if one.startswith("2026-06-17")] == ["2026-06-17T17:00:00+02:00"]
    assert len([one for one in found if one.startswith("2026-06-16")]) == 9
    assert not [one for one in found if one[:10] in ("2026-06-18", "2026-06-20", "2026-06-21")]
    assert "Inventaire" in text(response)
    taken = [one.get_text(" ") for one in soup(response).select(".week-board .slot-busy")]
    assert taken[0] == "09:00–10:00 taken, tell me" and len(taken) == 8


def test_days_that_are_over_are_not_said_to_be_full(as_, room, lea):
    with clock.fixed(at("2026-06-17 08:00")):
        said = [one.get_text(" ") for one in soup(as_(lea).get(URL, WEEK)).select(".week-board section")]

    assert [one.split()[-1] for one in said[:2]] == ["over", "over"] and "full" not in " ".join(said)


def test_weeks_turn_by_monday_and_not_before_today(as_, room, lea):
    this = as_(lea).get(URL, WEEK)
    assert soup(this).select("a[rel~=prev]") == []

    following = as_(lea).get(soup(this).select_one("a[rel~=next]")["href"])

    assert days(following)[0] == "Monday 22 June"
    assert days(as_(lea).get(soup(following).select_one("a[rel~=prev]")["href"])) == days(this)


def test_way_out_of_a_week_leads_to_the_board_of_everything(as_, room, desks, lea):
    response = as_(lea).get(URL, WEEK)

    (link,) = [a["href"] for a in soup(response).select("main a") if "See everything" in a.get_text()]
    assert as_(lea).get(link).status_code == 200


def test_week_without_a_day_is_the_next_when_this_one_has_nothing_left(as_, room, lea):
    with clock.fixed(at("2026-06-20 12:00")):
        assert days(as_(lea).get(URL, WEEK))[0] == "Monday 22 June"
        this = as_(lea).get(URL, WEEK | {"jour": "2026-06-20"})

    assert days(this) == [] and "Nothing is left to book this week." in text(this)
    assert "jour=2026-06-22" in soup(this).select_one(".board .btn-primary")["href"]
    with clock.fixed(at("2026-06-22 12:00")):
        assert "This week is over." in text(as_(lea).get(URL, WEEK | {"jour": "2026-06-20"}))


def test_each_day_says_why_nothing_can_be_had(as_, room, lea):
    room.max_days_before = 2
    room.save()
    booked(room, "9-18")

    said = [one.get_text(" ", strip=True) for one in soup(as_(lea).get(URL, WEEK)).select(".week-board section > p")]

    assert said == ["not yet", "not yet", "not yet", "closed", "closed"]


def test_training_counts_for_each_day(as_, room, lea):
    trained(lea, require_training(room).code, "2026-06-16")

    response = as_(lea).get(URL, WEEK)

    assert {one[:10] for one in starts(response, "salle-aneto")} == {"2026-06-15", "2026-06-16"}
    assert "no longer valid at the end of that week" in text(response)


def test_as_many_queries_as_for_a_day(as_, room, lea):
    def count(**asked) -> int:
        with CaptureQueriesContext(connection) as captured:
            as_(lea).get(URL, {"ressource": "salle-aneto", **asked})
        return queries_of_rooms(captured.captured_queries)

    count()
    assert count(vue="semaine") == count()
