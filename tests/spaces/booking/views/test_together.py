"""Several things of a space booked in one go, from the day board. In English: the words of the code itself."""

from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from spaces.booking.models import Booking, Occupancy
from tests.factories.booking import booked, priced, require_training
from tests.factories.catalogue import ResourceFactory
from tests.reading import fields, soup, text

pytestmark = pytest.mark.django_db

BOARD = "/en/lieux/la-centrale/reserver/"
URL = "/en/lieux/la-centrale/reserver-ensemble/"
ROOM = "salle-aneto/20260616T0800Z/20260616T1000Z/1"
DESKS = "espace-ouvert/20260616T0800Z/20260616T1000Z/2"


def link(response, words: str) -> str:
    return next(a["href"] for a in soup(response).select("main a") if a.get_text(" ", strip=True).startswith(words))


def test_times_chosen_on_the_board_gather_with_their_total(as_, room, desks, lea):
    priced(desks, 300)
    board = as_(lea).get(BOARD, {"jour": "2026-06-16"})

    gathering = as_(lea).get(link(board, "Book several things at once"))
    assert "Nothing is booked yet." in text(gathering)
    first = soup(gathering).select_one("td.slot-free a")["href"]
    one = as_(lea).get(first.partition("#")[0])
    second = soup(one).select("td.slot-free a")[-1]["href"]
    two = as_(lea).get(second.partition("#")[0])

    said = text(two)
    assert "Your selection" in said and "Tuesday 16 June, 09:00–10:00" in said
    assert len(parse_qs(urlsplit(second).query)["panier"]) == 2
    names = [b.get_text() for b in soup(two).select(".basket li b")]
    assert len(names) == 2
    removed = as_(lea).get(link(two, "Remove"))
    assert len(soup(removed).select(".basket li")) == 1


def test_basket_is_booked_in_one_go(as_, room, desks, lea):
    priced(desks, 300)
    page = as_(lea).get(URL, {"panier": [ROOM, DESKS]})

    assert "2 bookings together" in text(page)
    assert "€48 incl. VAT" in text(page) and "of which VAT (20%) €8" in text(page)
    response = as_(lea).post(f"{URL}?panier={ROOM}&panier={DESKS}", fields(page))

    made = {(one.resource.slug, one.seats) for one in Booking.objects.filter(person=lea)}
    assert made == {("salle-aneto", 1), ("espace-ouvert", 2)}
    assert response.url == Booking.objects.filter(person=lea).first().series.get_absolute_url()


def test_refusal_is_said_next_to_its_line_and_nothing_is_written(as_, room, desks, lea):
    page = as_(lea).get(URL, {"panier": [ROOM, DESKS]})
    booked(room, "11-12")
    before = Booking.objects.count(), Occupancy.objects.count()

    response = as_(lea).post(f"{URL}?panier={ROOM}&panier={DESKS}", fields(page) | {"note": "Le chœur"})

    assert response.status_code == 409
    lines = [line.get_text(" ", strip=True) for line in soup(response).select("li.date-line")]
    assert ["already taken" in line for line in lines] == [True, False]
    assert soup(response).find("textarea").get_text().strip() == "Le chœur"
    assert (Booking.objects.count(), Occupancy.objects.count()) == before


def test_what_cannot_be_booked_is_said_before_it_is_sent(as_, room, desks, lea):
    require_training(room)

    page = as_(lea).get(URL, {"panier": [ROOM, DESKS]})

    assert "requires training first" in text(page)
    assert soup(page).select("[type=submit][form=reserver]") == []


def test_hall_and_its_room_are_refused_together(as_, centrale, room, lea):
    room.parent = ResourceFactory(space=centrale, name="Hall", slug="hall")
    room.save()
    hall = "hall/20260616T0800Z/20260616T1000Z/1"
    page = as_(lea).get(URL, {"panier": [ROOM, hall]})

    response = as_(lea).post(f"{URL}?panier={ROOM}&panier={hall}", fields(page))

    assert response.status_code == 409
    assert not Booking.objects.exists()


def test_form_sent_twice_books_once(as_, desks, lea):
    later = "espace-ouvert/20260616T1000Z/20260616T1200Z/2"
    sent = fields(as_(lea).get(URL, {"panier": [DESKS, later]}))

    first, again = (as_(lea).post(f"{URL}?panier={DESKS}&panier={later}", sent) for _ in range(2))

    assert first.url == again.url
    assert Booking.objects.count() == 2


def test_reserve_page_leads_to_the_basket(as_, room, lea):
    page = as_(lea).get(
        f"{BOARD}salle-aneto/", {"debut": "2026-06-16T10:00:00+02:00", "fin": "2026-06-16T12:00:00+02:00"}
    )

    board = as_(lea).get(link(page, "Book something else with it"))

    assert "Salle Aneto" in soup(board).select_one(".basket").get_text()
    assert ROOM in parse_qs(urlsplit(link(board, "Continue with these")).query)["panier"]


def test_anonymous_signs_in_and_keeps_the_basket(as_, room):
    response = as_(None).get(URL, {"panier": ROOM})

    assert response.status_code == 302
    assert "panier" in response.url and "/compte/login/" in response.url


@pytest.mark.parametrize("line", ["rien", "salle-aneto/hier/demain/1", ROOM.replace("/1", "/0"), "x/" + ROOM])
def test_line_that_means_nothing_is_named(as_, room, lea, line):
    assert as_(lea).get(URL, {"panier": line}).status_code == 400
    assert as_(lea).get(BOARD, {"panier": line}).status_code == 400


def test_resource_of_another_space_is_refused(as_, room, other_manager, lea):
    assert as_(lea).get(URL, {"panier": "salle/20260616T0800Z/20260616T1000Z/1"}).status_code == 400


def test_empty_basket_leads_to_the_board(as_, room, lea):
    assert as_(lea).get(URL).url == BOARD


def test_vat_of_several_rates_is_said_without_one(as_, room, desks, lea):
    priced(desks, 300)
    desks.prices.update(vat_rate=Decimal("5.5"))

    page = as_(lea).get(URL, {"panier": [ROOM, DESKS]})

    assert "€48 incl. VAT" in text(page) and "of which VAT €6.63" in text(page)


def test_vat_is_that_of_the_total_not_of_each_line(as_, room, lea):
    room.prices.update(amount_cents=1400)
    hours = [f"salle-aneto/2026061{day}T0800Z/2026061{day}T0900Z/1" for day in (6, 7, 8)]

    page = as_(lea).get(URL, {"panier": hours})

    assert "€42 incl. VAT" in text(page) and "of which VAT (20%) €7" in text(page)
    assert "6.99" not in text(page)


def slot(response, resource: str, hour: str) -> tuple[str, str]:
    """The kind of a start in the table, and what it says."""
    row = next(row for row in soup(response).select(".slot-table tbody tr") if row.th.get_text().startswith(resource))
    cell = next(cell for cell in row.select("td.slot") if cell.get_text(" ", strip=True).startswith(hour))
    return cell["class"][-1], " ".join(cell.get_text(" ", strip=True).split())


def test_board_marks_what_is_chosen_and_counts_what_it_leaves(as_, room, desks, lea):
    board = as_(lea).get(BOARD, {"jour": "2026-06-16", "panier": [ROOM, DESKS]})

    assert slot(board, "Salle Aneto", "10:00") == ("slot-selected", "10:00 chosen")
    assert slot(board, "Salle Aneto", "11:00") == ("slot-selected", "11:00 chosen")
    assert slot(board, "Salle Aneto", "12:00")[0] == "slot-free"
    assert slot(board, "Espace ouvert", "11:00") == ("slot-selected", "11:00 chosen")
    assert slot(board, "Espace ouvert", "12:00") == ("slot-free", "12:00 3 3 seats left")


def test_chosen_slot_lets_go_of_what_was_chosen(as_, room, desks, lea):
    board = as_(lea).get(BOARD, {"jour": "2026-06-16", "panier": [ROOM, DESKS]})

    chosen = soup(board).select_one("td.slot-selected a")["href"]

    assert len(parse_qs(urlsplit(chosen).query)["panier"]) == 1
    assert len(soup(as_(lea).get(chosen.partition("#")[0])).select(".basket li")) == 1


def test_start_that_runs_into_what_is_chosen_says_that_one_s_own_choice_is_in_the_way(as_, room, desks, lea):
    asked = {"jour": "2026-06-16", "duree": "120", "panier": [ROOM, DESKS]}

    board = as_(lea).get(BOARD, asked)
    assert slot(board, "Salle Aneto", "09:00") == ("slot-own", "09:00 overlaps your choice")
    (there,) = soup(board).select("td.slot-own a")
    assert there["title"] == "overlaps your choice" and there["href"].endswith("#panier")
    assert parse_qs(urlsplit(there["href"]).query)["panier"] == [ROOM, DESKS]
    none_left = as_(lea).get(BOARD, asked | {"places": "2"})
    assert slot(none_left, "Espace ouvert", "09:00") == ("slot-own", "09:00 overlaps your choice")
    assert slot(as_(lea).get(BOARD, asked), "Espace ouvert", "09:00")[0] == "slot-free"


def test_lists_and_weeks_mark_what_is_chosen(as_, room, desks, lea):
    asked = {"jour": "2026-06-16", "panier": [ROOM, DESKS]}

    in_list = soup(as_(lea).get(BOARD, asked | {"vue": "liste"})).select(".slot-choice.slot-selected")
    in_week = soup(as_(lea).get(BOARD, asked | {"vue": "semaine", "ressource": "salle-aneto"}))

    assert {one.small.get_text() for one in in_list} == {"chosen", "chosen, 1 seat left"}
    assert len(in_week.select(".slot-choice.slot-selected")) == 2


def test_what_others_have_taken_stays_taken_beside_one_s_own_choice(as_, room, lea):
    booked(room, "14-15")

    board = as_(lea).get(BOARD, {"jour": "2026-06-16", "panier": ROOM})

    assert slot(board, "Salle Aneto", "14:00") == ("slot-busy", "14:00 taken")
    assert not soup(board).select("td.slot-own")


def test_day_that_one_s_own_choice_fills_is_chosen_not_full(as_, room, lea):
    whole = "salle-aneto/20260616T0700Z/20260616T1600Z/1"
    asked = {"jour": "2026-06-16", "panier": whole}

    days = soup(as_(lea).get(BOARD, asked)).select(".date-strip a[href*='jour=2026-06-16']")
    week = soup(as_(lea).get(BOARD, asked | {"vue": "semaine"})).select("td.week-own")

    assert [one.get_text(" ", strip=True).split()[-1] for one in days] == ["chosen"]
    assert [one.get_text(strip=True) for one in week] == ["chosen"]
