"""The team moves a booking to another room: by the form, and by the timeline. In English: the words of the code."""

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, State
from tests.factories.booking import at, booked, on, priced
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.factories.pricing import gives, member, plan
from tests.queries import queries_of_rooms
from tests.reading import soup, text
from tests.spaces.booking.views.agreeing import JSON, to, told

pytestmark = pytest.mark.django_db


def choices(response) -> dict[str, list[str]]:
    """What the form offers, by group."""
    select = soup(response).select_one("select[name=resource]")
    own = [one.get_text() for one in select.find_all("option", recursive=False)]
    return {"": own} | {group["label"]: [one.get_text() for one in group("option")] for group in select("optgroup")}


def test_form_offers_what_fits_free_ones_first(as_, booking, move, other, desks, centrale, teammate):
    booked(ResourceFactory(space=centrale, name="Salle Prise"), "11-13")
    ResourceFactory(space=centrale, name="Salle Murée", is_active=False)

    page = as_(teammate).get(move)

    assert choices(page) == {
        "": ["Salle Aneto"],
        "Free at that time": ["Salle Ossau · €48", "Espace ouvert"],
        "Not free at that time": ["Salle Prise (already taken)"],
    }
    assert soup(page).select_one("select[name=resource] option[selected]").get_text() == "Salle Aneto"


def test_form_asks_nothing_where_there_is_nothing_else(as_, booking, move, room, teammate):
    page = as_(teammate).get(move)

    assert soup(page).select_one("[name=resource]")["type"] == "hidden"
    assert as_(teammate).post(move, to("14-16", room)).status_code == 302


def test_host_moves_to_another_room_by_the_form(as_, booking, move, other, teammate):
    booking.price_cents = 3600
    booking.save()

    response = as_(teammate).post(move, told(as_(teammate), move, to("14-16", other)), follow=True)

    booking.refresh_from_db()
    assert (booking.resource, booking.start_at, booking.state) == (other, on("14-16")[0], State.CONFIRMED)
    said = response.content.decode()
    assert "Léa Martin: moved to Salle Ossau, Tuesday 16 June, 14:00–16:00." in said
    assert "Its price is now €48 instead of €36." in said
    assert "Salle Aneto, now Salle Ossau" in text(response)


@pytest.mark.parametrize("accept", [{}, JSON])
def test_yes_to_one_room_is_not_yes_to_another_of_the_same_price(as_, booking, move, other, centrale, teammate, accept):
    priced(third := ResourceFactory(space=centrale, name="Salle Tierce"), 2400)
    yes = told(as_(teammate), move, to("10-12", other))

    asked = as_(teammate).post(move, yes | to("10-12", third), **accept)

    assert (asked.status_code, Booking.objects.get().resource.name) == (409, "Salle Aneto")


def test_form_says_why_not_and_keeps_what_was_chosen(as_, booking, move, other, teammate):
    booked(other, "15-16")

    response = as_(teammate).post(move, to("14-16", other))

    booking.refresh_from_db()
    assert (response.status_code, booking.resource.name) == (422, "Salle Aneto")
    assert "Salle Ossau is already taken at that time" in text(response)
    assert choices(response)["Not free at that time"] == ["Salle Ossau (already taken)"]
    assert "Salle Ossau" in soup(response).select_one("option[selected]").get_text()


def test_timeline_moves_to_another_line_and_is_told_why_not(as_, booking, move, other, centrale, teammate):
    full = ResourceFactory(space=centrale, name="Salle Prise")
    booked(full, "11-13")

    refused = as_(teammate).post(move, to("10-12", full), **JSON)
    done = as_(teammate).post(move, told(as_(teammate), move, to("10-12", other)), **JSON)

    assert (refused.status_code, "Salle Prise is already taken" in refused.json()["message"]) == (422, True)
    assert done.status_code == 200
    assert done.json()["message"].startswith("Léa Martin: moved to Salle Ossau, Tuesday 16 June, 10:00–12:00.")
    assert Booking.objects.get(pk=booking.pk).resource == other


def test_several_places_do_not_fit_where_there_is_one(as_, desks, room, lea, teammate):
    several = booked(desks, "10-12", person=lea, seats=2)

    refused = as_(teammate).post(f"/en/reservations/{several.uuid}/deplacer/", to("10-12", room), **JSON)

    assert "Salle Aneto: 1 seat in all." in refused.json()["message"]


def test_manager_goes_beyond_a_rule_there_with_a_reason(as_, booking, move, other, owner, teammate):
    type(other).objects.filter(pk=other.pk).update(min_notice=30 * 24 * 60)
    reason = told(as_(owner), move, to("10-12", other, override_reason="Fuite d’eau"))

    assert as_(teammate).post(move, reason).status_code == 422
    assert as_(owner).post(move, to("10-12", other)).status_code == 422
    assert as_(owner).post(move, reason).status_code == 302


def test_whoever_sits_there_is_taken_to_another_room(as_, booking, move, other, teammate):
    with clock.fixed(at("2026-06-16 10:50")):
        assert choices(as_(teammate).get(move))["Free at that time"] == ["Salle Ossau · €48"]
        assert as_(teammate).post(move, told(as_(teammate), move, to("10-12", other))).status_code == 302

    assert Booking.objects.get().resource == other


def test_what_is_elsewhere_cannot_be_chosen(as_, booking, move, other, teammate):
    far = ResourceFactory(space=SpaceFactory.open(slug="ailleurs"))
    type(other).objects.filter(pk=other.pk).update(is_active=False)

    for one in (far, other):
        assert as_(teammate).post(move, to("10-12", one), **JSON).status_code == 422
    assert Booking.objects.get().resource.name == "Salle Aneto"


def test_booking_of_what_is_out_of_service_still_moves(as_, booking, move, room, other, teammate):
    type(room).objects.filter(pk=room.pk).update(is_active=False)

    assert as_(teammate).post(move, to("14-16")).status_code == 302
    assert as_(teammate).post(move, told(as_(teammate), move, to("14-16", other))).status_code == 302

    assert Booking.objects.get().resource == other


def test_form_asks_as_much_for_one_as_for_three(as_, booking, move, centrale, teammate, django_assert_max_num_queries):
    found = []
    for count in (1, 3):
        while centrale.resources.count() <= count:
            priced(ResourceFactory(space=centrale), 1000)
        with django_assert_max_num_queries(100) as asked:
            as_(teammate).get(move)
        found.append(queries_of_rooms(asked))

    assert found == [10, 10]  # one asks for the passes of its person


def test_form_says_what_passes_would_pay_elsewhere(as_, booking, move, centrale, lea, teammate):
    carnet = plan("Carnet 10 h", space=centrale)
    gives(carnet, 60)
    member(lea, carnet)
    other = ResourceFactory(space=centrale, name="Salle Ossau")
    priced(other, 2400)

    option = soup(as_(teammate).get(move)).select_one(f"option[value='{other.pk}']")

    assert option.get_text(strip=True) == "Salle Ossau · 1 h of their passes · then €24"
