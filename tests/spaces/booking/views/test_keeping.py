"""Keeping a time for ten minutes while one asks somebody. In English: the words of the code itself."""

from datetime import timedelta

import pytest
from django.core import mail

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.booking.services.availability import free_between
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.states import cancel
from tests.factories.booking import PersonFactory, booked, on
from tests.factories.catalogue import ResourceFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.pricing import gives, member, plan
from tests.reading import fields, soup, text
from tests.spaces.booking.conftest import NOW

pytestmark = pytest.mark.django_db

ROOM = "/en/lieux/la-centrale/reserver/salle-aneto/"
KEEP = "button[name=garder]"


def asked(hours: str = "10-12", **more) -> dict:
    start, end = hours.split("-")
    return {"debut": f"2026-06-16T{start:0>2}:00:00+02:00", "fin": f"2026-06-16T{end:0>2}:00:00+02:00", **more}


def keep(client, hours: str = "10-12", **more):
    """Press the button of the form as it stands."""
    form = client.get(ROOM, asked(hours))
    assert soup(form).select_one(KEEP)
    return client.post(ROOM, fields(form) | {"garder": "oui", **more}, follow=True)


def test_a_time_is_kept_then_taken(as_, room, lea):
    page = keep(as_(lea), note="Avec Pistache")

    booking = Booking.objects.get()
    assert (booking.state, booking.person, booking.note) == (State.HOLD, lea, "Avec Pistache")
    assert booking.expires_at == NOW + timedelta(minutes=10)
    assert "It is kept until Monday 15 June, 08:10." in text(page)
    assert "Your code" not in text(page) and "Add to my calendar" not in text(page)
    assert "Let it go…" in text(page) and "Cancel" not in text(page)
    assert not free_between([room], start=on("10-12")[0], end=on("10-12")[1])

    taken = as_(lea).post(soup(page).select_one("form[action$='/prendre/']")["action"], follow=True)
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED
    assert "Your code" in text(taken) and "Add to my calendar" in text(taken)
    assert [message.to for message in mail.outbox] == [["lea@example.org"]]


def test_what_is_let_go_was_kept_and_not_booked(as_, room, lea):
    keep(as_(lea))

    page = as_(lea).post(f"{Booking.objects.get().get_absolute_url()}annuler/", follow=True)

    assert [str(one) for one in page.context["messages"]] == ["It is no longer kept for you: others can have it."]


def test_example_72_others_are_refused_until_it_ends(as_, room, lea):
    keep(as_(lea))
    kept, other = Booking.objects.get(), PersonFactory()

    with clock.fixed(NOW + timedelta(minutes=9, seconds=59)):
        refused = as_(other).post(ROOM, asked())
    with clock.fixed(NOW + timedelta(minutes=10)):
        as_(other).post(ROOM, fields(as_(other).get(ROOM, asked())))
        late = as_(lea).post(f"{kept.get_absolute_url()}prendre/", follow=True)

    assert refused.status_code == 409
    assert Booking.objects.filter(state=State.CONFIRMED).get().person == other
    assert "It was held for you for a while, and is no longer." in late.content.decode()


def test_pressed_twice_keeps_once_and_says_so_in_the_form(as_, room, lea):
    keep(as_(lea))
    again = as_(lea).post(ROOM, asked(garder="oui"), follow=True)
    form = as_(lea).get(ROOM, asked())

    assert Booking.objects.get().get_absolute_url() in again.redirect_chain[-1][0]
    assert "You already have a booking here at that time" in text(form) and not soup(form).select(KEEP)


def test_two_at_once_are_enough(as_, room, lea):
    for hours in ("9-10", "11-12"):
        keep(as_(lea), hours)
    refused = keep(as_(lea), "14-15", note="Avec Pistache")

    assert refused.status_code == 422 and Booking.objects.count() == 2
    assert "Other times are kept for you already." in text(refused)
    assert fields(refused)["note"].strip() == "Avec Pistache"
    with clock.fixed(NOW + timedelta(minutes=11)):
        keep(as_(lea), "14-15")
    assert Booking.objects.holding(NOW + timedelta(minutes=11)).count() == 1


def test_kept_for_an_organisation(as_, room, lea):
    organisation = OrganisationFactory(owner=lea)
    keep(as_(lea), organisation=organisation.pk)

    assert Booking.objects.get().organisation == organisation


def test_what_is_taken_meanwhile_offers_other_times(as_, room, lea):
    form = as_(lea).get(ROOM, asked())
    booked(room, "10-12")
    refused = as_(lea).post(ROOM, fields(form) | {"garder": "oui"})

    assert refused.status_code == 409 and "already" in text(refused).lower()
    assert soup(refused).select("button[name=choix]")


def test_where_requests_compete_nothing_can_be_kept(as_, centrale, lea):
    ResourceFactory(space=centrale, slug="salle-aneto", requires_approval=True, requests_compete=True)

    assert not soup(as_(lea).get(ROOM, asked())).select(KEEP)

    refused = as_(lea).post(ROOM, asked(garder="oui"))
    assert (refused.status_code, Booking.objects.count()) == (422, 0)
    assert "Here several may ask for one time: it cannot be kept." in text(refused)


@pytest.mark.parametrize("ended", ["expired", "tidied", "cancelled"])
def test_what_was_kept_once_is_not_kept_again_at_once(as_, room, lea, ended):
    keep(as_(lea))
    kept = Booking.objects.get()
    if ended == "cancelled":
        cancel(kept, by=lea)

    with clock.fixed(NOW + timedelta(minutes=11)):
        if ended == "tidied":
            lapse()
        refused = keep(as_(lea), "11-13")
        keep(as_(lea), "14-15")
    with clock.fixed(NOW + timedelta(minutes=71)):
        keep(as_(lea))

    assert refused.status_code == 422 and "This time was kept for you already." in text(refused)
    assert [(one.start_at, one.end_at) for one in Booking.objects.order_by("pk")] == [
        on("10-12"), on("14-15"), on("10-12"),
    ]  # fmt: skip


def test_what_is_kept_no_longer_says_so_before_anybody_has_tidied_up(as_, room, lea):
    gives(carnet := plan("Carnet 10 h", space=room.space), 600)
    member(lea, carnet)
    keep(as_(lea))
    url = f"/en{Booking.objects.get().get_absolute_url().removeprefix('/en')}"

    with clock.fixed(NOW + timedelta(minutes=10)):
        page, listed = as_(lea).get(url), text(as_(lea).get("/en/compte/reservations/?vue=passees"))
        asked_to_cancel = as_(lea).get(f"{url}annuler/")

    assert Booking.objects.get().state == State.HOLD
    assert soup(page).select_one(".status").get_text() == "Expired"
    for word in ("Kept for you", "Let it go", "Cancel…", "Covered by a pass", "Taken from", "Take it"):
        assert word not in text(page)
    assert "Book again" in text(page)
    assert "Expired" in listed and "Kept for you" not in listed
    assert asked_to_cancel.status_code == 302


def test_nothing_is_to_be_paid_of_what_is_kept_no_longer(as_, room, lea):
    keep(as_(lea))
    kept = Booking.objects.get()

    with clock.fixed(NOW + timedelta(minutes=10)):
        page = as_(lea).get(f"/en/reservations/{kept.uuid}/")

    assert kept.price_cents and "Nothing to pay" in soup(page).select_one(".summary").get_text()
    assert "on site" not in text(page)
