"""Seven days of a kind across the network: `/reserver/?vue=semaine`. In English: the words of the code itself."""

from urllib.parse import parse_qs, urlsplit

import pytest

from maillage.base import clock
from tests.factories.booking import at, booked, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.reading import soup, text
from tests.spaces.booking.views.test_week_of_space import headings, kinds, links, rows, tab

pytestmark = pytest.mark.django_db

URL = "/en/reserver/"
WEEK = {"genre": "meeting_room", "jour": "2026-06-16", "de": "14:00", "a": "18:00", "vue": "semaine"}
FREE = "free €72"


def test_each_day_says_whether_it_is_free_at_these_hours_at_others_or_why_not(as_, room, lea):
    booked(room, "16-18", day="2026-06-17")
    booked(room, "9-18", day="2026-06-18")

    response = as_(lea).get(URL, WEEK)

    assert rows(response) == {"Salle Aneto": [FREE, "at 12:00 €72", "full", FREE, "closed", "closed", FREE]}
    assert kinds(response) == ["free", "other", "busy", "free", "none", "none", "free"]
    assert "from 16 to 22 June, 14:00–18:00" in text(response) and "1 place with something free" in text(response)
    assert headings(response)[0] == "Tuesday 16 June"


def test_cell_leads_to_the_form_of_its_day(as_, room, lea):
    booked(room, "16-18", day="2026-06-17")

    found = links(as_(lea).get(URL, WEEK))[:2]

    asked = [{name: values[0] for name, values in parse_qs(urlsplit(link).query).items()} for link in found]
    assert asked == [
        {"debut": "2026-06-16T14:00:00+02:00", "fin": "2026-06-16T18:00:00+02:00"},
        {"debut": "2026-06-17T12:00:00+02:00", "fin": "2026-06-17T16:00:00+02:00"},
    ]
    assert as_(lea).get(found[0]).status_code == 200


def test_week_of_a_desk_has_a_row_for_assigned_and_for_shared_ones(as_, desks, bayonne, lea):
    ResourceFactory(space=bayonne.space, name="Bureau Nive", slug="bureau-nive", kind="desk")

    assert list(rows(as_(lea).get(URL, WEEK | {"genre": "desk"}))) == ["Bureau Nive", "Espace ouvert"]
    assert list(rows(as_(lea).get(URL, WEEK | {"genre": "hot_desk"}))) == ["Espace ouvert"]


def test_row_names_its_place_and_leads_to_its_week(as_, room, lea):
    head = soup(as_(lea).get(URL, WEEK)).select_one(".week-table th[scope=row]")

    assert head.small.get_text() == f"La Centrale · {room.space.city} · 8 people"
    assert head.a["href"] == "/en/lieux/la-centrale/reserver/?jour=2026-06-16&ressource=salle-aneto&vue=semaine"


def test_places_come_in_the_order_in_which_they_are_free_at_these_hours(as_, room, bayonne, lea):
    booked(bayonne, "14-18")

    assert list(rows(as_(lea).get(URL, WEEK))) == ["Salle Aneto", "Salle Adour"]

    booked(room, "14-18")
    booked(room, "14-18", day="2026-06-17")
    assert list(rows(as_(lea).get(URL, WEEK))) == ["Salle Adour", "Salle Aneto"]


def test_day_leads_to_the_week_with_the_same_question_and_back(as_, room, lea):
    day = {name: value for name, value in WEEK.items() if name != "vue"} | {"page": "1"}

    week = tab(as_(lea).get(URL, day), "Week")

    assert rows(as_(lea).get(week)) == {"Salle Aneto": [FREE, FREE, FREE, FREE, "closed", "closed", FREE]}
    assert set(parse_qs(urlsplit(tab(as_(lea).get(week), "Day")).query)) == {"genre", "jour", "de", "a"}
    page = soup(as_(lea).get(week))
    assert page.select_one("form input[name=vue]")["value"] == "semaine"
    one_day = parse_qs(urlsplit(page.select("thead th a")[1]["href"]).query)
    assert one_day["jour"] == ["2026-06-17"] and one_day["de"] == ["14:00"] and "vue" not in one_day


def test_weeks_turn_and_not_before_today(as_, room, lea):
    tomorrow = as_(lea).get(URL, WEEK)
    page = soup(tomorrow)

    assert headings(as_(lea).get(page.select_one("a[rel~=next]")["href"]))[0] == "Tuesday 23 June"
    assert page.select_one("a[rel~=prev]").get_text(strip=True) == "From today"  # a day earlier, no week
    today = as_(lea).get(page.select_one("a[rel~=prev]")["href"])
    assert headings(today)[0] == "Monday 15 June"
    assert soup(today).select("a[rel~=prev]") == []
    later = soup(as_(lea).get(URL, WEEK | {"jour": "2026-06-22"}))
    assert later.select_one("a[rel~=prev]").get_text(strip=True) == "Previous week"
    assert headings(as_(lea).get(later.select_one("a[rel~=prev]")["href"]))[0] == "Monday 15 June"


def test_hours_that_are_over_and_rules_are_said(as_, room, lea):
    room.max_days_before = 2
    room.save()

    with clock.fixed(at("2026-06-16 17:00")):
        response = as_(lea).get(URL, WEEK | {"jour": "2026-06-15"})

    said = ["over", "nothing left", FREE, FREE, "not yet", "closed", "closed"]
    assert rows(response) == {"Salle Aneto": said}


def test_what_is_free_on_none_of_these_days_is_left_out(as_, room, lea):
    for day in range(15, 22):
        booked(room, "9-18", day=f"2026-06-{day}")

    response = as_(lea).get(URL, WEEK | {"jour": "2026-06-15"})

    assert rows(response) == {}
    assert "Nothing like it is free in the coming week" in text(response)


def test_places_that_nobody_may_see_are_left_out_and_trainings_are_said(as_, room, lea):
    require_training(room)
    ResourceFactory(space=SpaceFactory.draft(name="Secret"), slug="salle")
    ResourceFactory(space=SpaceFactory.for_members(name="Entre nous"), slug="salle")

    response = as_(None).get(URL, WEEK)

    assert "training needed" in text(response)
    assert "Secret" not in response.content.decode() and "Entre nous" not in response.content.decode()


def test_day_on_which_the_clock_changes(as_, lea):
    night = SpaceFactory.open(name="Nuit", slug="nuit", days=EVERY_DAY, hours=("00:00", "06:00"))
    ResourceFactory(space=night, name="Salle")

    with clock.fixed(at("2026-10-20 12:00")):
        response = as_(lea).get(URL, WEEK | {"jour": "2026-10-24", "de": "01:00", "a": "04:00"})

    assert kinds(response) == ["free"] * 7
    ends = [parse_qs(urlsplit(link).query)["fin"][0] for link in links(response)]
    assert ends[:2] == ["2026-10-24T04:00:00+02:00", "2026-10-25T04:00:00+01:00"]


def test_hours_that_the_clock_skips(as_, lea):
    night = SpaceFactory.open(name="Nuit", slug="nuit", days=EVERY_DAY, hours=("00:00", "06:00"))
    ResourceFactory(space=night, name="Salle", step=30, min_duration=30)

    with clock.fixed(at("2026-03-20 12:00")):
        response = as_(lea).get(URL, WEEK | {"jour": "2026-03-28", "de": "02:30", "a": "03:00"})

    assert kinds(response)[:3] == ["free", "none", "free"]


def test_week_of_nights_names_the_day_on_which_they_end(as_, lea):
    ResourceFactory.bookable_now(slug="nuit")

    response = as_(lea).get(URL, WEEK | {"de": "22:00", "a": "02:00"})

    assert "from 16 to 22 June, 22:00–02:00 the next day" in text(response)
    ends = [parse_qs(urlsplit(one["href"]).query)["fin"][0] for one in soup(response).select(".week-grid td a")]
    assert ends[0].startswith("2026-06-17T02:00") and ends[-1].startswith("2026-06-23T02:00") and len(ends) == 7
