"""The agenda by week and by month."""

from datetime import date, time

import pytest

from maillage.base import clock
from tests.factories.agenda import EventFactory, paris

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_wednesday():
    with clock.fixed(paris(2026, 12, 9, 12)):
        yield


def week(client, query=""):
    shown = client.get(f"/en/agenda/?vue=semaine{query}")
    assert shown.status_code == 200
    return shown


def titles_by_day(shown):
    return {str(day["date"]): [entry["title"] for entry in day["entries"]] for day in shown.context["week"]}


def test_week_has_seven_days_and_says_which_are_empty(client):
    EventFactory.published(title="Hier", on=date(2026, 12, 8))
    EventFactory.published(title="Autre semaine", on=date(2026, 12, 14))

    shown = week(client)

    assert titles_by_day(shown) == {
        "2026-12-07": [], "2026-12-08": ["Hier"], "2026-12-09": [], "2026-12-10": [], "2026-12-11": [],
        "2026-12-12": [], "2026-12-13": [],
    }  # fmt: skip
    html = shown.content.decode()
    assert html.count("Nothing that day") == 6
    assert html.count('aria-current="date"') == 1


def test_week_leads_to_the_ones_before_and_after_and_back(client):
    shown = week(client, "&du=2026-12-24&gratuit=1").context

    assert shown["previous_url"] == "/en/agenda/?vue=semaine&du=2026-12-14&gratuit=1"
    assert shown["next_url"] == "/en/agenda/?vue=semaine&du=2026-12-28&gratuit=1"
    assert shown["today_url"] == "/en/agenda/?vue=semaine&gratuit=1"
    assert week(client).context["today_url"] == ""


def test_what_lasts_several_days_stands_on_each_of_them(client):
    event = EventFactory.draft(title="Exposition", on=date(2026, 12, 8), starts=time(10), ends=time(17))
    event.schedules.update(last_on=date(2026, 12, 10))
    publish(event)

    shown = week(client)

    assert [day for day, titles in titles_by_day(shown).items() if titles] == ["2026-12-08", "2026-12-09", "2026-12-10"]
    said = [(one["since"], one["until"]) for day in shown.context["week"] for one in day["entries"]]
    assert said == [
        ("", "Thursday 10 December"),
        ("since Tuesday 8 December", "Thursday 10 December"),
        ("since Tuesday 8 December", ""),
    ]


def test_night_belongs_to_its_evening(client):
    EventFactory.published(title="Bal", on=date(2026, 12, 11), starts=time(20, 30), ends=time(0, 30))

    assert [day for day, titles in titles_by_day(week(client)).items() if titles] == ["2026-12-11"]
    cells = [cell for row in client.get("/en/agenda/?vue=mois").context["weeks"] for cell in row]
    assert [(cell["date"], cell["count"]) for cell in cells if cell["count"]] == [(date(2026, 12, 11), 1)]


def test_month_is_a_table_of_whole_weeks_that_counts_what_it_has_no_room_for(client):
    for number in range(5):
        EventFactory.published(title=f"Atelier {number}", on=date(2026, 12, 5))

    shown = client.get("/en/agenda/?vue=mois&type=")
    cells = [cell for row in shown.context["weeks"] for cell in row]

    assert [len(row) for row in shown.context["weeks"]] == [7] * 5
    assert [cell["date"] for cell in cells if cell["out"]] == [date(2026, 11, 30), *days_of_january(3)]
    (full,) = [cell for cell in cells if cell["count"]]
    assert (full["count"], len(full["entries"]), full["more"]) == (5, 3, 2)
    assert full["url"] == "/en/agenda/?du=2026-12-05&au=2026-12-05"
    assert len(client.get(full["url"]).context["days"][0]["entries"]) == 5


def test_month_shows_the_days_of_its_neighbours_and_which_are_past(client):
    for day in (date(2026, 11, 30), date(2026, 12, 8), date(2027, 1, 3), date(2027, 1, 4)):
        EventFactory.published(title="Atelier", on=day)

    cells = [cell for row in client.get("/en/agenda/?vue=mois").context["weeks"] for cell in row]

    assert [(cell["date"], cell["out"], cell["past"]) for cell in cells if cell["entries"]] == [
        (date(2026, 11, 30), True, True),
        (date(2026, 12, 8), False, True),
        (date(2027, 1, 3), True, False),
    ]


def test_month_without_a_date_says_so_beside_neighbours_that_have_some(client):
    EventFactory.published(on=date(2027, 1, 3))

    assert not client.get("/en/agenda/?vue=mois").context["found"]


def test_month_leads_to_the_ones_before_and_after(client):
    shown = client.get("/en/agenda/?vue=mois&du=2027-01-20").context

    assert shown["previous_url"] == "/en/agenda/?vue=mois&du=2026-12-01"
    assert shown["next_url"] == "/en/agenda/?vue=mois&du=2027-02-01"
    assert shown["today_url"] == "/en/agenda/?vue=mois"


@pytest.mark.parametrize("view", ["semaine", "mois"])
def test_empty_period_says_so(client, view):
    assert "Nothing" in client.get(f"/en/agenda/?vue={view}").content.decode()


@pytest.mark.parametrize("view", ["semaine", "mois"])
def test_one_follows_the_question_not_the_week_one_looks_at(client, view):
    shown = client.get(f"/en/agenda/?vue={view}&du=2026-12-24&gratuit=1").context

    assert shown["calendar_url"] == "/en/agenda.ics?gratuit=1"
    assert dict(shown["feeds"])["CSV"] == f"/en/agenda.csv?vue={view}&du=2026-12-24&gratuit=1"


def test_list_says_since_when_and_until_when(client):
    event = EventFactory.draft(title="Festival", on=date(2026, 12, 8), starts=time(10), ends=time(17))
    event.schedules.update(last_on=date(2026, 12, 10))
    publish(event)

    (day,) = client.get("/en/agenda/").context["days"]

    assert (day["date"], day["near"]) == (date(2026, 12, 9), "today")
    assert [(one["since"], one["until"]) for one in day["entries"]] == [
        ("since Tuesday 8 December", "Thursday 10 December")
    ]


def test_list_from_now_on_leaves_out_what_is_over_and_a_day_asked_for_is_whole(client):
    with clock.fixed(paris(2026, 12, 1)):
        EventFactory.published(title="Ce matin", on=date(2026, 12, 9), starts=time(8), ends=time(10))
        EventFactory.published(title="Ce soir", on=date(2026, 12, 9))

    def shown(query):
        return [(one["title"], one["over"]) for day in client.get(query).context["days"] for one in day["entries"]]

    assert shown("/en/agenda/") == [("Ce soir", False)]
    assert shown("/en/agenda/?du=2026-12-09") == [("Ce matin", True), ("Ce soir", False)]


def publish(event):
    from maillage.curation.services import lifecycle

    event.refresh_from_db()
    lifecycle.publish(event, by=None)


def days_of_january(until):
    return [date(2027, 1, day) for day in range(1, until + 1)]
