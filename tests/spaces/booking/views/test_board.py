"""`/lieux/<slug>/reserver/`: what is free, day by day. In English: the words of the code itself."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from tests.factories.booking import PersonFactory, at, booked, require_training, trained
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates, open_weekly
from tests.queries import queries_of_rooms
from tests.reading import soup, starts, text

pytestmark = pytest.mark.django_db

URL = "/en/lieux/la-centrale/reserver/"
TUESDAY = f"{URL}?jour=2026-06-16"


def hours(*found: int) -> list[str]:
    return [f"2026-06-16T{hour:02}:00:00+02:00" for hour in found]


def notes(response) -> list[str]:
    return [" ".join(a.get_text(" ").split()) for a in soup(response).select(".date-strip-days a")]


def test_board_offers_each_free_start_as_a_link_to_the_form(client, room):
    booked(room, "10-12")

    response = client.get(TUESDAY)

    assert starts(response) == hours(9, 12, 13, 14, 15, 16, 17)
    first = soup(response).select_one("td.slot a")["href"]
    assert first.startswith("/en/lieux/la-centrale/reserver/salle-aneto/?")
    assert parse_qs(urlsplit(first).query)["fin"] == ["2026-06-16T10:00:00+02:00"]


def test_board_says_how_many_places_of_a_pool_are_left(client, desks):
    booked(desks, "9-10", seats=2)

    cells = [" ".join(cell.get_text(" ").split()) for cell in soup(client.get(TUESDAY)).select("td.slot")]

    assert cells[:2] == ["09:00 1 1 seat left", "10:00 3 3 seats left"]


def test_list_offers_what_the_table_offers(client, room, desks):
    booked(room, "10-12")
    booked(desks, "9-18", seats=3)

    assert starts(client.get(f"{TUESDAY}&vue=liste")) == starts(client.get(TUESDAY)) == hours(9, 12, 13, 14, 15, 16, 17)


def test_board_is_a_table_with_headers(client, room):
    table = soup(client.get(TUESDAY)).find("table")

    assert table.caption.get_text(strip=True)
    assert [cell.get_text(strip=True) for cell in table.thead.find_all("th")][:2] == ["09:00", "10:00"]
    assert "Salle Aneto" in table.tbody.find("th", scope="row").get_text()


def test_board_opens_on_the_next_day_with_something_free(client, room):
    booked(room, "9-18", day="2026-06-15")

    response = client.get(URL)

    assert starts(response)[0] == "2026-06-16T09:00:00+02:00"
    assert starts(client.get(f"{URL}?jour=2026-06-15")) == []


def test_strip_says_what_is_free_full_and_closed(client, room, desks):
    booked(room, "9-18")
    booked(room, "9-18", day="2026-06-17")
    booked(desks, "9-18", day="2026-06-17", seats=3)

    said = notes(client.get(URL))

    assert len(said) == 14
    assert [note.split()[-2:] for note in said[:3]] == [["2", "free"], ["1", "free"], ["17", "full"]]
    assert said[5].endswith("closed")


def test_strip_counts_what_one_may_have(as_, room, desks, lea):
    habilitation = require_training(room, "laser")

    assert notes(as_(None).get(URL))[0].endswith("1 free")
    trained(lea, habilitation.code, "2026-06-16")
    assert [note.split()[-2:] for note in notes(as_(lea).get(URL))[:3]] == [
        ["2", "free"],
        ["2", "free"],
        ["1", "free"],
    ]
    desks.delete()
    assert [note.split()[-1] for note in notes(as_(lea).get(URL))[:3]] == ["free"] * 3


def test_strip_of_one_thing_counts_its_times(client, room, desks):
    booked(room, "10-18")
    booked(room, "9-18", day="2026-06-17")

    said = notes(client.get(f"{URL}?ressource={room.slug}"))

    assert [" ".join(note.split()[-2:]) for note in said[:3]] == ["9 slots", "1 slot", "17 full"]


def test_strip_turns_by_pages_that_begin_today(client, room):
    first, later = client.get(URL), client.get(f"{URL}?jour=2026-07-01")

    assert soup(first).find("a", rel="prev") is None
    assert "jour=2026-06-29" in soup(first).find("a", rel="next")["href"]
    assert "jour=2026-06-15" in soup(later).find("a", rel="prev")["href"]


def test_closed_day_says_why(client, room, centrale):
    on_dates(centrale, "2026-06-16", label="Inventaire annuel")

    response = client.get(TUESDAY)

    assert "Inventaire annuel" in text(response)
    assert starts(response) == []
    assert "Book several things at once" not in text(response)


@pytest.mark.parametrize("last", ["2026-06-16", "2026-07-05"])
def test_day_with_nothing_leads_to_the_next_with_something_free(client, room, centrale, last):
    on_dates(centrale, "2026-06-16", last, label="Travaux")

    onwards = soup(client.get(TUESDAY)).select_one(".board .btn-primary")

    assert onwards.get_text(strip=True) == "See the next free day"
    assert onwards["href"] == f"{URL}?jour={'2026-06-17' if last == '2026-06-16' else '2026-07-06'}"


def test_day_with_nothing_leads_nowhere_when_a_month_has_nothing(client, room, centrale):
    on_dates(centrale, "2026-06-16", "2026-09-01", label="Travaux")

    assert not soup(client.get(TUESDAY)).select(".board .btn-primary")


def test_resource_alone_shows_its_prices_and_rules(client, room, desks):
    room.max_duration = 240
    room.max_days_before = 30
    room.save()

    response = client.get(f"{TUESDAY}&ressource=salle-aneto")

    assert {link.split("?")[0] for link in (a["href"] for a in soup(response).select("a.slot-choice"))} == {
        "/en/lieux/la-centrale/reserver/salle-aneto/"
    }
    assert "18" in text(response) and "30" in text(response) and "4 h" in text(response)


@pytest.mark.parametrize("query", ["", "&ressource=salle-aneto"])
def test_first_free_time_is_not_before_the_day_shown(client, room, query):
    booked(room, "9-18", day="2026-06-18")
    said = text(client.get(f"{URL}?jour=2026-06-18{query}"))

    assert "First free time from then on: Friday 19 June, 09:00" in said


def test_first_free_time_of_one_resource_is_found_beyond_the_strip(client, room):
    for day in range(15, 31):
        booked(room, "9-18", day=f"2026-06-{day}")

    link = soup(client.get(f"{URL}?ressource=salle-aneto")).select_one(".board-first a")

    assert "debut=2026-07-01T09%3A00" in link["href"]


def test_duration_asked_leaves_the_starts_that_fit(client, room):
    assert starts(client.get(f"{TUESDAY}&duree=480")) == hours(9, 10)


def test_durations_offered_are_those_that_something_can_be_booked_for(client, room, desks):
    def offered(query: str = "") -> list[str]:
        return [one["value"] for one in soup(client.get(f"{TUESDAY}{query}")).select("#duree option")]

    room.min_duration, room.max_duration, room.step = 30, 120, 30
    room.save()
    desks.min_duration, desks.max_duration = 60, 240
    desks.save()

    assert offered() == ["", "30", "60", "120", "180", "240"]
    assert offered("&ressource=espace-ouvert") == ["", "120", "180", "240"]  # "" is an hour there
    assert offered("&ressource=espace-ouvert&duree=30") == ["", "30", "60", "120", "180", "240"]


def test_places_asked_leave_the_starts_with_enough_of_them(client, room, desks):
    booked(desks, "9-12", seats=2)

    response = client.get(f"{TUESDAY}&places=2")

    assert starts(response, "espace-ouvert") == hours(12, 13, 14, 15, 16, 17)
    assert starts(response, "salle-aneto") == hours(9, 10, 11, 12, 13, 14, 15, 16, 17)
    assert "places=2" in soup(response).select_one("td.slot a[href*=espace-ouvert]")["href"]
    assert "places=2" not in soup(response).select_one("td.slot a[href*=salle-aneto]")["href"]


@pytest.mark.parametrize("view", ["grille", "liste"])
def test_the_two_hours_of_the_autumn_night_can_be_told_apart(client, view):
    night = SpaceFactory.open(slug="nuit", days=EVERY_DAY, hours=("00:00", "06:00"))
    ResourceFactory(space=night)

    with clock.fixed(at("2026-10-24 12:00")):
        response = client.get(f"/en/lieux/nuit/reserver/?jour=2026-10-25&vue={view}")

    assert starts(response) == [
        "2026-10-25T00:00:00+02:00",
        "2026-10-25T01:00:00+02:00",
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T03:00:00+01:00",
        "2026-10-25T04:00:00+01:00",
        "2026-10-25T05:00:00+01:00",
    ]
    assert "UTC+2" in text(response) and "UTC+1" in text(response)


def test_machine_behind_a_training_is_locked_until_it_has_been_followed(as_, room, lea):
    habilitation = require_training(room, "laser")

    for person in (None, lea):
        response = as_(person).get(TUESDAY)
        assert starts(response) == []
        assert "Laser" in text(response)
        assert soup(response).select("td.slot-locked")

    trained(lea, habilitation.code, "2026-06-16")
    assert len(starts(as_(lea).get(TUESDAY))) == 9
    assert starts(as_(lea).get(f"{URL}?jour=2026-06-17")) == []


def test_space_with_nothing_to_book_says_so(client, centrale):
    response = client.get(URL)

    assert response.status_code == 200
    assert soup(response).select_one(".empty a")["href"] == "/en/lieux/la-centrale/"


def test_resource_out_of_service_is_not_offered(client, room, desks):
    desks.is_active = False
    desks.save()

    assert "Espace ouvert" not in client.get(TUESDAY).content.decode()
    assert client.get(f"{URL}?ressource=espace-ouvert").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "jour=hier", "jour=2026-02-30", "jour=9999-01-01", "jour=0001-01-01", "jour=2026-06-16&jour=2026-06-17",
        "ressource=nulle-part", "duree=0", "duree=abc", "duree=99999999", "places=0", "places=-1", "places=9999",
        "vue=mosaique", "jour=%00",
    ],
)  # fmt: skip
def test_address_that_means_nothing_is_named(client, room, query):
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 400
    assert soup(response).select(".problem")
    assert starts(response) == []


@pytest.mark.parametrize("day", ["2026-06-14", "1971-01-01", "2198-12-31"])
def test_days_far_away_answer(client, room, day):
    response = client.get(f"{URL}?jour={day}")

    assert response.status_code == 200


def test_day_that_is_over_leads_back_to_today(client, room):
    response = client.get(f"{URL}?jour=2026-06-12")

    assert starts(response) == []
    assert soup(response).select_one(".date-strip [aria-current]").get_text(" ").endswith("over")
    onwards = soup(response).select_one("a.btn-primary[href='/en/lieux/la-centrale/reserver/']")
    assert onwards.get_text(strip=True) == "See the next free day"


def test_day_that_is_over_is_over_even_where_it_was_closed(client, room):
    said = notes(client.get(f"{URL}?jour=2026-06-13"))

    assert said[0].endswith("over")


def test_draft_space_is_for_its_team_alone(as_, teammate, stranger, other_manager):
    draft = SpaceFactory.draft(slug="secret", host=teammate)
    open_weekly(draft, range(5), ("09:00", "18:00"))
    ResourceFactory(space=draft, name="Salle cachée")

    people = (teammate, stranger, other_manager, None)
    answers = [as_(user).get("/en/lieux/secret/reserver/?jour=2026-06-16") for user in people]

    assert [answer.status_code for answer in answers] == [200, 404, 404, 404]
    assert ["Salle cachée" in answer.content.decode() for answer in answers] == [True, False, False, False]


def test_space_for_members_asks_to_be_one(as_, stranger):
    space = SpaceFactory.for_members(slug="entre-nous")
    ResourceFactory(space=space)

    assert as_(None).get("/en/lieux/entre-nous/reserver/").status_code == 404
    assert as_(stranger).get("/en/lieux/entre-nous/reserver/").status_code == 200


def test_board_names_nobody(client, room):
    booked(room, "10-12", person=PersonFactory(name="Ophélie Secrète"), note="Chut")

    body = client.get(TUESDAY).content.decode()

    assert "Ophélie" not in body and "Chut" not in body


def test_queries_do_not_depend_on_what_there_is(client, centrale):
    def visit():
        with CaptureQueriesContext(connection) as found:
            assert client.get(TUESDAY).status_code == 200
        return queries_of_rooms(found)

    require_training(booked(ResourceFactory(space=centrale, slug="r0"), "10-12").resource)
    client.get(TUESDAY)  # sites are remembered
    one = visit()
    for number in (1, 2):
        require_training(booked(ResourceFactory(space=centrale, slug=f"r{number}"), "9-12").resource)
    three = visit()

    assert (one, three) == (10, 10)


def test_what_has_nothing_left_today_says_so(client, room, centrale):
    late = ResourceFactory(space=centrale, name="Cabine", slug="cabine", step=30, min_duration=30)

    with clock.fixed(at("2026-06-15 17:10")):
        rows = soup(client.get("/en/lieux/la-centrale/reserver/?jour=2026-06-15")).select("tbody th")

    said = {row.a.get_text(): "nothing left" in row.get_text() for row in rows}
    assert said == {room.name: True, late.name: False}
    with clock.fixed(at("2026-06-15 17:10")):  # of today alone
        week = soup(client.get("/en/lieux/la-centrale/reserver/?vue=semaine&jour=2026-06-15"))
    said = " ".join(row.get_text() for row in week.select("tbody th"))
    assert "nothing left" not in said and "from 30 min" in said
    assert week.select("main a[href*='plusieurs=1']")


def test_board_shows_only_what_has_what_one_needs(client, room, centrale):
    ResourceFactory(space=centrale, name="Poste 1", slug="poste-1", features=["wheelchair", "quiet"])
    ResourceFactory(space=centrale, name="Poste 2", slug="poste-2", features=["quiet"])

    def shown(query):
        return [link.get_text() for link in soup(client.get(f"{TUESDAY}{query}")).select("tbody th a")]

    assert shown("") == ["Poste 1", "Poste 2", "Salle Aneto"]
    assert shown("&avec=quiet") == ["Poste 1", "Poste 2"]
    assert shown("&avec=quiet&avec=wheelchair") == ["Poste 1"]
    assert client.get(f"{TUESDAY}&avec=escalier").status_code == 400


def test_chips_of_the_board_add_and_take_away_a_need(client, centrale):
    ResourceFactory(space=centrale, slug="poste-1", features=["wheelchair", "quiet"])

    chips = soup(client.get(f"{TUESDAY}&avec=quiet")).select(".board-features a")

    asked = [parse_qs(urlsplit(chip["href"]).query).get("avec", []) for chip in chips]
    assert [" ".join(chip.get_text().split()) for chip in chips] == ["Wheelchair access", "Remove the filter: Quiet"]
    assert asked == [["wheelchair", "quiet"], []]


def test_board_says_what_a_desk_has_and_when_nothing_has_all_of_it(client, centrale):
    ResourceFactory(space=centrale, slug="poste-1", features=["wheelchair"])

    page = soup(client.get(TUESDAY))

    assert [one.get_text(strip=True) for one in page.select("tbody th .features li")] == ["wheelchair access"]
    assert "wheelchair access" in text(client.get(f"{TUESDAY}&vue=liste"))
    assert "Nothing here has all of it" in text(client.get(f"{TUESDAY}&avec=quiet"))


def test_what_somebody_has_leads_to_its_waiting_list(as_, room, lea):
    booked(room, "10-12")

    board = as_(lea).get(URL, {"jour": "2026-06-16"})
    (taken,) = {a["href"] for a in soup(board).select("td.slot-busy a") if "T10" in a["href"]}
    listed = as_(lea).get(URL, {"jour": "2026-06-16", "ressource": room.slug, "vue": "liste"})
    moving = as_(lea).get(URL, {"jour": "2026-06-16", "plusieurs": "1"})

    assert "Tell me if it becomes free" in text(as_(lea).get(taken))
    assert taken in [a["href"] for a in soup(listed).select("a.slot-busy")]
    assert not soup(moving).select("td.slot-busy a")


def test_phone_is_led_from_all_there_is_to_the_taken_hours_of_one(as_, room, desks, lea):
    booked(room, "10-12")

    (lead,) = soup(as_(lea).get(TUESDAY)).select("td.slot-none a")
    board = as_(lea).get(lead["href"])

    assert lead["href"] == f"{TUESDAY}&ressource={room.slug}"
    assert soup(board).select("a.slot-busy") and not soup(board).select("td.slot-none a")
    assert not soup(as_(lea).get(f"{TUESDAY}&plusieurs=1")).select("td.slot-none a")
