"""The week of all there is in a space: its first free hour on each day. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.services.blocks import block
from tests.factories.booking import PersonFactory, at, booked, require_training, trained
from tests.factories.catalogue import ResourceFactory, SpaceFactory, on_dates, open_weekly
from tests.queries import queries_of_rooms
from tests.reading import soup, starts, text

pytestmark = pytest.mark.django_db

URL = "/en/lieux/la-centrale/reserver/"
WEEK = {"vue": "semaine"}
ALL_DAY = "from 09:00 9 slots"


def rows(response) -> dict[str, list[str]]:
    """What each row says of its days, to those who hear it."""
    page = soup(response)
    for unheard in page.select(".week-table [aria-hidden=true]"):
        unheard.decompose()
    return {
        row.select_one("th[scope=row] a").get_text(): [
            " ".join(cell.get_text(" ").split()) for cell in row.find_all("td")
        ]
        for row in page.select(".week-table tbody tr")
    }


def kinds(response) -> list[str]:
    cells = soup(response).select(".week-table tbody td")
    return [cell["class"][-1].removeprefix("week-") for cell in cells]


def links(response) -> list[str]:
    return [link["href"] for link in soup(response).select(".week-cell a")]


def headings(response) -> list[str]:
    found = soup(response).select(".week-table thead th .visually-hidden")
    return [heading.get_text() for heading in found]


def tab(response, name: str) -> str:
    """The address of another view."""
    (url,) = (link["href"] for link in soup(response).select("main .tabs a") if link.get_text(strip=True) == name)
    return url


def test_each_thing_says_when_it_is_free_first_and_how_often(as_, room, desks, lea):
    booked(room, "9-12")
    booked(desks, "9-11", day="2026-06-17", seats=3)

    assert rows(as_(lea).get(URL, WEEK)) == {
        "Espace ouvert": [ALL_DAY, ALL_DAY, "from 11:00 7 slots", ALL_DAY, ALL_DAY, "closed", "closed"],
        "Salle Aneto": [ALL_DAY, "from 12:00 6 slots", ALL_DAY, ALL_DAY, ALL_DAY, "closed", "closed"],
    }


def test_cell_leads_to_that_day_of_that_thing(as_, room, lea):
    booked(room, "9-12")

    link = links(as_(lea).get(URL, WEEK))[1]

    assert link == f"{URL}?jour=2026-06-16&ressource=salle-aneto"
    assert starts(as_(lea).get(link))[0] == "2026-06-16T12:00:00+02:00"


def test_table_has_a_heading_for_each_day_that_leads_to_it_and_one_for_each_thing(as_, room, lea):
    page = soup(as_(lea).get(URL, WEEK))

    assert page.select_one(".week-table caption").get_text() == "Free times from 15 to 21 June"
    heads = page.select(".week-table thead th[scope=col]")
    assert [head.select_one(".visually-hidden").get_text() for head in heads][::6] == [
        "Monday 15 June",
        "Sunday 21 June",
    ]
    assert [head.get("aria-current") for head in heads[:2]] == ["date", None]
    assert heads[1].a["href"] == f"{URL}?jour=2026-06-16"
    assert page.select_one(".week-table th[scope=row] a")["href"] == f"{URL}?ressource=salle-aneto&vue=semaine"


def test_day_leads_to_the_week_and_back(as_, room, lea):
    week = tab(as_(lea).get(URL, {"jour": "2026-06-24"}), "Week")

    assert headings(as_(lea).get(week))[0] == "Monday 22 June"
    assert tab(as_(lea).get(week), "Day") == f"{URL}?jour=2026-06-24"


def test_days_without_anything_say_why(as_, room, desks, centrale, owner, lea):
    booked(room, "9-18")
    on_dates(centrale, "2026-06-17", label="Inventaire")
    block(room, start=at("2026-06-18 09:00"), end=at("2026-06-18 18:00"), by=owner)
    room.max_days_before = 3
    room.save()

    with clock.fixed(at("2026-06-15 17:30")):
        response = as_(lea).get(URL, WEEK)

    said = ["nothing left", "full", "closed", "out of service", "not yet", "closed", "closed"]
    assert rows(response)["Salle Aneto"] == said
    assert kinds(response)[7:] == ["none", "busy", "none", "busy", "none", "none", "none"]
    assert "La Centrale is closed on Wednesday 17 June (Inventaire)." in text(response)


def test_days_that_are_over_say_so(as_, room, lea):
    with clock.fixed(at("2026-06-17 08:00")):
        (said,) = rows(as_(lea).get(URL, WEEK)).values()

    assert said[:3] == ["over", "over", ALL_DAY]


def test_what_rules_keep_from_a_day_is_not_said_to_be_full(as_, room, lea):
    room.min_days_before = 2
    room.max_duration = 120
    room.save()

    assert rows(as_(lea).get(URL, WEEK))["Salle Aneto"][:3] == ["too late", "too late", ALL_DAY]
    assert rows(as_(lea).get(URL, WEEK | {"duree": "180"}))["Salle Aneto"][4:] == ["too long", "closed", "closed"]


def test_what_keeps_from_all_of_these_days_is_said_of_the_thing(as_, room, lea):
    room.min_days_before = 2
    room.max_duration = 120
    room.save()

    def detail(**asked: str) -> str:
        return soup(as_(lea).get(URL, WEEK | asked)).select_one(".week-table th[scope=row] small").get_text()

    assert detail() == "8 people · €18 incl. VAT / hour"
    assert detail(duree="180") == "8 people · €18 incl. VAT / hour · 2 h at most."


def test_longer_than_the_doors_are_open(as_, room, lea):
    assert rows(as_(lea).get(URL, WEEK | {"duree": "600"}))["Salle Aneto"][4:] == ["too long", "closed", "closed"]


def test_thing_with_hours_of_its_own_is_closed_where_the_place_is_open(as_, room, desks, lea):
    room.has_own_hours = True
    room.save()
    open_weekly(room, [0], ("09:00", "18:00"))

    found = rows(as_(lea).get(URL, WEEK))

    assert found["Salle Aneto"][:2] == [ALL_DAY, "closed"] and found["Espace ouvert"][1] == ALL_DAY


def test_so_many_places_of_a_pool(as_, desks, lea):
    booked(desks, "9-17", seats=2)

    assert rows(as_(lea).get(URL, WEEK | {"places": "2"}))["Espace ouvert"][1] == "from 17:00 1 slot"


def test_week_without_a_day_is_the_next_when_this_one_has_nothing_left(as_, room, lea):
    with clock.fixed(at("2026-06-20 12:00")):
        assert headings(as_(lea).get(URL, WEEK))[0] == "Monday 22 June"
        this = as_(lea).get(URL, WEEK | {"jour": "2026-06-20"})

    assert headings(this) == [] and "Nothing is left to book this week." in text(this)
    assert soup(this).select_one(".board .btn-primary")["href"] == f"{URL}?jour=2026-06-22&vue=semaine"


def test_weeks_turn_by_monday_and_not_before_today(as_, room, lea):
    this = as_(lea).get(URL, WEEK)
    assert soup(this).select("a[rel~=prev]") == []

    following = as_(lea).get(soup(this).select_one("a[rel~=next]")["href"])

    assert headings(following)[0] == "Monday 22 June"
    assert headings(as_(lea).get(soup(following).select_one("a[rel~=prev]")["href"])) == headings(this)


def test_machine_behind_a_training_is_locked_on_the_days_without_it(as_, room, lea):
    training = require_training(room)

    for person in (None, lea):
        response = as_(person).get(URL, WEEK)
        assert kinds(response)[:5] == ["locked"] * 5
        assert soup(response).select(".week-locked [aria-label='not for you yet']")
        assert "requires training first" in text(response) and "First free time" not in text(response)

    trained(lea, training.code, "2026-06-17")
    response = as_(lea).get(URL, WEEK)
    assert kinds(response)[:5] == ["free", "free", "free", "locked", "locked"]
    assert "no longer valid at the end of that week" in text(response)


def test_week_is_of_what_has_what_one_needs(as_, room, desks, lea):
    desks.features = ["quiet"]
    desks.save()

    assert list(rows(as_(lea).get(URL, WEEK | {"avec": "quiet"}))) == ["Espace ouvert"]
    assert "Nothing here has all of it" in text(as_(lea).get(URL, WEEK | {"avec": "wheelchair"}))


def test_what_is_gathered_comes_along(as_, room, lea):
    link = links(as_(lea).get(URL, WEEK | {"plusieurs": "1"}))[0]

    assert "plusieurs=1" in link


def test_week_is_for_those_who_may_see_the_place_and_names_nobody(as_, room, teammate, stranger, lea):
    draft = SpaceFactory.draft(slug="secret", host=teammate)
    open_weekly(draft, range(5), ("09:00", "18:00"))
    ResourceFactory(space=draft, name="Salle cachée")
    booked(room, "10-12", person=PersonFactory(name="Ophélie Secrète"))

    answers = [as_(user).get("/en/lieux/secret/reserver/", WEEK) for user in (teammate, stranger, None)]

    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert "Ophélie" not in as_(lea).get(URL, WEEK).content.decode()


@pytest.mark.parametrize("day", ["1971-01-01", "2026-06-14", "2198-12-31"])
def test_weeks_far_away_answer(as_, room, lea, day):
    assert as_(lea).get(URL, WEEK | {"jour": day}).status_code == 200


def test_as_many_queries_for_one_thing_as_for_three(as_, centrale, lea):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_(lea).get(URL, WEEK).status_code == 200
        return queries_of_rooms(captured.captured_queries)

    require_training(booked(ResourceFactory(space=centrale, slug="r0"), "10-12").resource)
    count()
    one = count()
    for number in (1, 2):
        require_training(booked(ResourceFactory(space=centrale, slug=f"r{number}"), "9-18").resource)
    assert (one, count()) == (11, 11)
