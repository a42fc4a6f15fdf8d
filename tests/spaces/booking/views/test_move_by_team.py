"""The team's page of a move: what is free, what it would cost, as it is filled in. In English: the words of the code."""

import pytest

from spaces.booking.forms import CHOICE, LOOK
from spaces.booking.models import Booking
from tests.factories.booking import booked, books, on
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import carnet
from tests.reading import plain, soup, text
from tests.spaces.booking.views.agreeing import seen, to

pytestmark = pytest.mark.django_db


def looked(client, move: str, sent: dict):
    """What a change of the form shows."""
    return client.post(move, sent | {LOOK: "oui"})


def told(response) -> str:
    return plain(" ".join(one.get_text(" ") for one in soup(response).select("#pourquoi, #recapitulatif")))


def free(response) -> dict[str, str]:
    """The times on offer, as their buttons say and send them."""
    return {one.b.get_text(): one["value"] for one in soup(response).select(f"button[name={CHOICE}]")}


def test_prices_of_other_rooms_follow_the_time_that_is_typed(as_, move, room, other, teammate):
    page = looked(as_(teammate), move, to("14-15", room))

    assert "Salle Ossau · €24" in soup(page).select_one("#quoi[data-follow]").get_text()
    assert "Tuesday 16 June, 14:00–15:00" in told(page) and "€18 incl. VAT instead of €36" in told(page)
    assert Booking.objects.get().start_at == on("10-12")[0]


def test_price_that_was_shown_is_not_asked_about_again(as_, move, room, other, teammate):
    page = looked(as_(teammate), move, to("14-17", other))
    assert "Move for €72" in told(page)

    sent = seen(as_(teammate), move, to("14-17", other))

    assert as_(teammate).post(move, sent).status_code == 302
    assert Booking.objects.get().resource == other


@pytest.mark.parametrize("send", [looked, lambda client, move, sent: client.post(move, sent)])
def test_time_that_is_taken_comes_with_what_is_free_instead(as_, move, room, teammate, send):
    booked(room, "14-16")

    page = send(as_(teammate), move, to("14-16", room))
    assert "already taken at that time" in text(page) and "16:00–18:00" in free(page)
    chosen = as_(teammate).post(move, to("14-16", room) | {CHOICE: free(page)["16:00–18:00"]})

    assert soup(chosen).select_one("[name=start]")["value"] == "2026-06-16T16:00"
    assert "Tuesday 16 June, 16:00–18:00" in told(chosen) and "The price does not change." in told(chosen)


def test_time_out_of_hours_comes_with_what_is_free_instead(as_, move, room, teammate):
    page = looked(as_(teammate), move, to("19-21", room))

    assert "Salle Aneto is closed at that time." in told(page) and "16:00–18:00" in free(page)


def test_manager_reads_that_a_reason_would_do_where_it_would(as_, move, room, owner, teammate):
    booked(room, "14-16")
    way = "To move it all the same, give a reason to go beyond the rules."

    assert way in told(looked(as_(owner), move, to("19-21", room)))
    assert way in text(as_(owner).post(move, to("19-21", room)))
    assert way not in text(as_(owner).post(move, to("14-16", room)))
    assert way not in told(looked(as_(teammate), move, to("19-21", room)))


def test_what_its_person_has_here_then_is_told(as_, move, room, other, lea, teammate):
    booked(other, "14-16", person=lea)
    said = "They have something else here at that time Tuesday 16 June, 14:00–16:00 · Salle Ossau"

    assert said in told(looked(as_(teammate), move, to("15-17", room)))
    assert "something else" not in told(looked(as_(teammate), move, to("11-13", room)))


def test_end_before_its_start_is_said_as_it_is_typed(as_, move, room, teammate):
    page = looked(as_(teammate), move, to("15-14", room))

    assert "The end must be after the start." in told(page)
    assert "required" not in told(looked(as_(teammate), move, to("15-16", room) | {"end": ""}))


def test_board_leads_back_to_the_page_of_the_team(as_, booking, move, room, teammate):
    way = soup(as_(teammate).get(move)).select_one("main .page-head a.btn, main .cluster a[href*=deplacer]")

    board = as_(teammate).get(way["href"])
    assert "Choose the new time of the booking" in text(board) and "Léa Martin, Salle Aneto" in text(board)
    slot = soup(board).select_one("main a.slot-free")
    assert slot["href"].startswith(f"{move}?debut=")

    page = as_(teammate).get(f"{move}?debut=2026-06-16T14:00&fin=2026-06-16T16:00")
    assert soup(page).select_one("[name=start]")["value"] == "2026-06-16T14:00"
    assert "Tuesday 16 June, 14:00–16:00" in told(page)
    assert as_(teammate).get(f"{move}?debut=x").status_code == 400


def test_guest_known_by_name_alone_has_no_board(as_, booking, move, teammate):
    Booking.objects.update(person=None, guest_name="Mme Petit")

    page = as_(teammate).get(move)

    assert page.status_code == 200 and "Choose another day or time" not in text(page)


def test_nothing_is_instead_of_what_a_pass_paid(as_, room, lea, teammate):
    """Two hours were all that it had: a third costs 18 €."""
    carnet(lea, room.space, 120)
    one = books(lea, room, "10-12")
    move, sent = f"/en/reservations/{one.uuid}/deplacer/", to("13-16", room)

    page, asked = looked(as_(teammate), move, sent), as_(teammate).post(move, sent)
    done = as_(teammate).post(move, seen(as_(teammate), move, sent), follow=True)

    assert "€18 incl. VAT" in told(page) and "covered by a pass so far" in told(page)
    assert "The price would be €18: passes would no longer pay for all of it." in text(asked)
    assert "Its price is now €18." in done.content.decode()


def test_nothing_is_instead_of_what_cost_nothing(as_, centrale, lea, room, teammate):
    one = booked(ResourceFactory(space=centrale, name="Salle Ossau"), "10-12", person=lea)
    move, sent = f"/en/reservations/{one.uuid}/deplacer/", to("13-16", room)

    assert "free of charge so far" in told(looked(as_(teammate), move, sent))
    assert "The price would be €54. Nothing is moved until you say yes." in text(as_(teammate).post(move, sent))
