"""What the booking form says when it refuses, and what it offers instead. In English: the words of the code itself."""

import pytest

from spaces.booking.models import Booking
from tests.factories.booking import booked, conditions, limit, require_training, trained
from tests.factories.catalogue import ResourceFactory
from tests.reading import fields, soup, text
from tests.spaces.booking.views.test_reserve import ROOM, asked

pytestmark = pytest.mark.django_db


def alternatives(response) -> list[str]:
    return [button["value"] for button in soup(response).select("button[name=choix]")]


def test_slot_taken_meanwhile_is_refused_with_what_else_is_free(as_, room, lea):
    form = fields(as_(lea).get(ROOM, asked("10-12")))
    booked(room, "10-11")

    response = as_(lea).post(ROOM, form | {"note": "Avec un écran"})

    assert response.status_code == 409
    assert "Salle Aneto is already taken at that time." in text(response)
    assert soup(response).select_one("[data-errors][tabindex='-1']")
    assert fields(response)["note"].strip() == "Avec un écran"
    assert alternatives(response)[0] == "2026-06-16T11:00:00+02:00/2026-06-16T13:00:00+02:00"
    assert len(alternatives(response)) == 5
    assert Booking.objects.filter(person=lea).count() == 0


def test_time_out_of_hours_comes_with_what_is_free(as_, room, lea):
    response = as_(lea).get(ROOM, asked("17-19"))

    assert "Salle Aneto closes at 18:00." in text(response)
    assert alternatives(response)[0] == "2026-06-16T16:00:00+02:00/2026-06-16T18:00:00+02:00"


def test_another_room_is_among_what_else_is_free(as_, room, lea):
    ResourceFactory(space=room.space, name="Salle Ossau", slug="salle-ossau")
    booked(room, "10-12")

    response = as_(lea).post(ROOM, asked("10-12"))

    other = soup(response).select_one("button[formaction='/en/lieux/la-centrale/reserver/salle-ossau/']")
    assert other["value"] == "2026-06-16T10:00:00+02:00/2026-06-16T12:00:00+02:00"
    assert "Salle Ossau" in other.get_text()


def test_choosing_an_alternative_keeps_the_words_and_books_nothing_yet(as_, room, lea):
    choice = "2026-06-16T13:00:00+02:00/2026-06-16T15:00:00+02:00"

    response = as_(lea).post(ROOM, asked("10-12", note="Avec un écran", choix=choice), follow=True)

    assert response.status_code == 200
    shown = fields(response)
    assert (shown["debut"], shown["fin"]) == tuple(choice.split("/"))
    assert shown["note"].strip() == "Avec un écran"
    assert not Booking.objects.exists()


def test_form_opened_on_a_taken_slot_says_so_at_once(as_, room, lea):
    booked(room, "10-12")

    response = as_(lea).get(ROOM, asked("10-12"))

    assert response.status_code == 200
    assert len(alternatives(response)) == 5
    assert not soup(response).select("button[form=reserver]")


def test_form_opened_on_a_taken_slot_is_no_error_and_offers_the_waiting_list_first(as_, room, desks, lea):
    booked(room, "10-12")
    booked(desks, "10-12", seats=3)

    page = soup(as_(lea).get(ROOM, asked("10-12")))
    desk = soup(as_(lea).get(ROOM.replace("salle-aneto", desks.slug), asked("10-12", places="2")))
    tried = soup(as_(lea).post(ROOM, asked("10-12")))

    assert page.select_one("#pris").get_text() == "This time is taken"
    assert page.select_one(".btn-primary[formaction]")["formaction"] == f"{ROOM}attente/"
    assert desk.select_one("#pris").get_text().startswith(f"{desks.name} has too few left at that time.")
    assert not page.select("[data-errors]") and not desk.select("[data-errors]")
    assert tried.select("[data-errors]") and not tried.select("#pris")


def test_form_that_cannot_be_sent_asks_nothing_and_promises_nothing(as_, room, lea):
    page = soup(as_(lea).get(ROOM, asked("17-19")))

    assert "closes at" in page.select_one("[data-errors]").get_text()
    assert not page.select("main textarea, .board-limits, .summary-total, main a[href*=serie]")
    assert page.select_one(".summary h2").get_text() == "What you asked for"
    assert page.select_one(".summary .btn").get_text(strip=True) == "Choose another time"


def test_form_of_a_guest_that_cannot_be_sent_keeps_their_words_unseen(as_, room):
    conditions(room.space, welcomes_guests=True)

    page = soup(as_(None).get(ROOM, asked("17-19")))

    assert [field["type"] for field in page.select("[name=name], [name=email], [name=note]")] == ["hidden"] * 3
    assert not page.select("#reserver a[href*='/login/']")


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        (asked("17-19"), "Salle Aneto closes at 18:00. Choose an earlier end."),
        (asked("10-12", day="2026-06-20"), "Salle Aneto is closed on Saturday 20 June."),
        (asked("10-12", day="2026-06-12"), "This time has passed."),
        (asked("12-10"), "The end must be after the start."),
        (asked("10-10"), "The end must be after the start."),
        ({"debut": "2026-06-16T10:30:00+02:00", "fin": "2026-06-16T11:30:00+02:00"}, "start every 1 h"),
        (asked("10-12", places="2"), ": 1 seat in all."),
    ],
)
def test_rule_that_says_no_is_told_in_a_sentence(as_, room, lea, times, sentence):
    response = as_(lea).post(ROOM, times)

    assert response.status_code in (409, 422)
    assert sentence in text(response)
    assert not Booking.objects.exists()


def test_machine_asks_for_its_training_whoever_opens_the_form(as_, room, lea):
    require_training(room, "laser")

    assert "requires training first" in text(as_(lea).get(ROOM, asked()))
    assert as_(lea).post(ROOM, asked()).status_code == 422
    trained(lea, "laser")
    assert as_(lea).post(ROOM, asked(total="3600")).status_code == 302


def test_quota_is_told(as_, room, lea):
    limit(room, minutes=60)

    response = as_(lea).post(ROOM, asked("10-12"))

    assert response.status_code == 422
    assert "more of Salle Aneto than one person may book" in text(response)


def test_note_that_is_too_long_is_kept_and_named(as_, room, lea):
    response = as_(lea).post(ROOM, asked(note="é" * 1001))

    assert response.status_code == 422
    assert fields(response)["note"].strip() == "é" * 1001
    assert soup(response).select_one(".field-error")
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"debut": "demain"}, {"debut": "2026-06-16T10:00:00+99:00"}, {"debut": "2026-13-01T10:00"},
        {"debut": "9999-12-31T23:00:00-12:00"}, {"debut": "0001-01-01T00:00:00+12:00"},
        asked() | {"fin": "x"}, asked(places="0"), asked(places="deux"), asked(places="1.5"),
        asked() | {"debut": "\x00"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_values_that_mean_nothing_are_named(as_, room, lea, query, method):
    response = getattr(as_(lea), method)(ROOM, query)

    assert response.status_code == 400
    assert soup(response).select(".problem")
    assert not Booking.objects.exists()


@pytest.mark.parametrize("choice", ["", "demain/apres", "2026-06-16T10:00:00+02:00", "/"])
def test_choice_that_means_nothing_is_named(as_, room, lea, choice):
    response = as_(lea).post(ROOM, asked(choix=choice))

    assert response.status_code in (302, 400)
    assert not Booking.objects.exists()


def test_what_is_wrong_with_both_ends_is_said_once(as_, room, lea):
    problems = soup(as_(lea).get(ROOM, {"debut": "demain", "fin": "x"})).select(".problem")

    assert [one.get_text(strip=True) for one in problems] == ["Write a time as 2026-06-16T10:00:00+02:00."]
