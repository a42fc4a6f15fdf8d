"""`/gestion/<slug>/scanner/`: the team reads the code that somebody shows. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import Booking, State
from tests.factories.booking import at, booked, require_training, trained
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/scanner/"


@pytest.fixture
def url(booking):
    return f"{URL}?code={booking.code.lower()}"


def read(client, url, moment: str):
    with clock.fixed(at(moment)):
        return client.get(url)


def test_team_sees_who_what_and_when_and_notes_the_arrival_by_one_button(as_, booking, url, teammate):
    page = read(as_(teammate), url, "2026-06-16 09:50")
    said, form = text(page), soup(page).select_one("#resultat form")
    assert "Léa Martin" in said and "Salle Aneto" in said and "10:00–12:00" in said and "Pistache" in said
    assert [button.get_text() for button in soup(page).select("main .btn-primary")] == ["Note the arrival Léa Martin"]

    with clock.fixed(at("2026-06-16 09:50")):
        answer = as_(teammate).post(form["action"], {"retour": form.select_one("[name=retour]")["value"]}, follow=True)

    assert Booking.objects.get().state == State.CHECKED_IN
    assert answer.redirect_chain[-1][0] == URL and "Arrival noted: Léa Martin." in answer.content.decode()


def test_only_the_team_has_a_scanner(as_, booking, url, owner, teammate, coordinator, stranger, lea, other_manager):
    seen = {user: as_(user).get(url).status_code for user in (owner, teammate, coordinator)}
    assert set(seen.values()) == {200}
    for user in (stranger, lea, other_manager, None):
        answer = as_(user).get(url)
        assert answer.status_code == 404 and "Pistache" not in answer.content.decode()


def test_code_of_another_place_is_unknown(as_, booking, other_manager):
    page = as_(other_manager).get(f"/en/gestion/ailleurs/scanner/?code={booking.code}")

    assert "No booking of this place has this code." in text(page) and "Léa" not in text(page)


@pytest.mark.parametrize(
    ("typed", "sentence", "kept"),
    [
        ("222222", "No booking of this place has this code.", "222222"),
        ("Léa", "This is not the code of a booking", "Léa"),
        ("https://ailleurs.example/lieux/ailleurs/arrivee/222222/", "No booking of this place has this code.", ""),
        ("https://ailleurs.example/lieux/la-centrale/sur-place/", "This is not the code of a booking", ""),
    ],
)
def test_what_leads_to_no_booking_is_said_and_kept_when_it_was_typed(as_, centrale, teammate, typed, sentence, kept):
    page = as_(teammate).get(URL, {"code": typed})

    assert sentence in text(page)
    assert soup(page).select_one("#code")["value"] == kept


@pytest.mark.parametrize(
    ("moment", "sentence", "can_arrive"),
    [
        ("2026-06-16 08:00", "They are early: it begins at 10:00.", True),
        ("2026-06-15 10:00", "It is for another day: Tuesday 16 June, 10:00–12:00.", False),
        ("2026-06-16 12:30", "It is over: it ended Tuesday 16 June, 12:00.", False),
    ],
)
def test_who_comes_at_another_time_is_told_so(as_, url, teammate, moment, sentence, can_arrive):
    page = read(as_(teammate), url, moment)

    assert sentence in text(page)
    assert bool(soup(page).select_one("#resultat .btn-primary")) is can_arrive


def test_who_is_there_already_is_not_noted_twice(as_, booking, url, teammate):
    Booking.objects.update(state=State.CHECKED_IN, checked_in_at=at("2026-06-16 10:05"))
    page = read(as_(teammate), url, "2026-06-16 10:30")

    assert "The arrival was noted at 10:05." in text(page)
    assert not soup(page).select_one("#resultat .btn-primary")


def test_who_no_longer_has_the_training_is_named_as_on_the_board(as_, booking, room, url, teammate, lea):
    require_training(room, "laser")
    page = read(as_(teammate), url, "2026-06-16 09:50")

    assert "Léa Martin does not have the training “Laser”." in text(page)
    assert soup(page).select_one("#resultat form button") and not soup(page).select_one(".btn-primary")

    trained(lea, "laser", space=room.space)
    assert "does not have" not in text(read(as_(teammate), url, "2026-06-16 09:50"))


def test_what_was_cancelled_or_given_back_is_said(as_, booking, url, teammate):
    for state, words in ((State.CANCELLED, "Nobody is expected for this booking: cancelled."),
                         (State.RELEASED, "Nobody had come in time")):  # fmt: skip
        Booking.objects.update(state=state)
        assert words in text(read(as_(teammate), url, "2026-06-16 10:30"))


def test_scanned_code_leads_the_team_to_the_same_page(as_, booking, teammate):
    answer = as_(teammate).get(f"/en/lieux/la-centrale/arrivee/{booking.code}/")

    assert answer.url == f"{URL}?code={booking.code}"


def test_typed_codes_are_counted_and_the_empty_page_is_not(as_, booking, teammate, settings):
    settings.PER_MINUTE = settings.PER_MINUTE | {"codes": 2}
    client = as_(teammate)

    assert [client.get(URL).status_code for _ in range(4)] == [200] * 4
    assert [client.get(f"{URL}?code=22222{n}").status_code for n in range(2, 5)] == [200, 200, 429]


def test_queries_do_not_depend_on_how_much_is_booked(as_, booking, url, room, teammate):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            read(as_(teammate), url, "2026-06-16 10:00")
        return queries_of_rooms(found)

    one = asked()
    for hours in ("13-14", "15-16"):
        booked(room, hours)
    assert one == asked() == 3
