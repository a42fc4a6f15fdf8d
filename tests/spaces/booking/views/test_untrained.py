"""Whoever no longer has the training that their booking asks for: seen on each page of the team, and settled."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, HabilitationGrant, State
from spaces.booking.services.habilitations import revoke
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import check_in
from spaces.booking.services.untrained import untrained
from tests.factories.booking import PersonFactory, at, booked, require_training, trained
from tests.factories.catalogue import ResourceFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

TRAININGS = "/en/gestion/la-centrale/habilitations/"
URL = f"{TRAININGS}a-regler/"
BOARD = "/en/gestion/la-centrale/?jour=2026-06-16"
PLANNING = "/en/gestion/la-centrale/planning/?jour=2026-06-16&vue=jour"
LACKING = "No longer has the training"


@pytest.fixture(autouse=True)
def _english(lea):
    lea.language = "en"
    lea.save()


@pytest.fixture
def given(room, lea, booking) -> HabilitationGrant:
    """Léa has what her booking asks for."""
    require_training(room, "laser")
    return trained(lea, "laser", space=room.space)


@pytest.fixture
def taken_back(given, owner):
    with clock.fixed(at("2026-06-15 07:00")):
        revoke(given, by=owner, reason="Capot ouvert")
    mail.outbox.clear()
    return given


def found(booking) -> dict:
    return untrained(Booking.objects.for_listing().noting_training().filter(pk=booking.pk))


def settle(client, *bookings, action, words=""):
    chosen = {"reservations": [str(one.uuid) for one in bookings], "mots": words, "action": action}
    return client.post(URL, chosen, follow=True)


def test_manager_is_led_from_taking_back_to_the_bookings(as_, given, booking, owner):
    response = as_(owner).post(f"{TRAININGS}{given.pk}/retirer/", {"reason": "Capot ouvert"}, follow=True)

    assert response.redirect_chain[-1][0] == URL
    assert LACKING in text(response) and "Léa Martin" in text(response)
    assert "1 booking to come lacks the training it requires." in text(as_(owner).get(TRAININGS))
    given.refresh_from_db()
    assert (given.revoked_by, given.revoked_reason) == (owner, "Capot ouvert")


def test_without_a_booking_that_asks_for_it_there_is_nothing_to_settle(as_, given, booking, owner):
    booking.resource.habilitations.clear()
    given.habilitation.recognised_by.add(booking.resource.space)

    response = as_(owner).post(f"{TRAININGS}{given.pk}/retirer/", {"reason": "Capot ouvert"}, follow=True)

    assert response.redirect_chain[-1][0] == TRAININGS
    page = as_(owner).get(URL)
    assert "Nothing to deal with" in text(page) and not soup(page).select_one(".lede")


def test_team_sees_it_everywhere(as_, given, booking, teammate, owner, lea):
    page = f"/en/reservations/{booking.uuid}/"
    for url in (BOARD, PLANNING, page):
        assert LACKING not in text(as_(teammate).get(url))

    revoke(given, by=owner, reason="Capot ouvert")

    for url in (BOARD, PLANNING, page):
        assert LACKING in text(as_(teammate).get(url)), url
    assert URL in as_(owner).get(page).content.decode() and URL not in as_(teammate).get(page).content.decode()
    assert "training that you no longer have" in text(as_(lea).get(page))


def test_training_that_ends_before_the_booking_is_said(given, booking, as_, owner):
    HabilitationGrant.objects.update(valid_until="2026-06-15")

    assert found(booking) == {booking.pk: "habilitation_expired"}
    assert "The training ends before then" in text(as_(owner).get(URL))


def test_who_is_there_who_has_been_and_guests_are_left_alone(taken_back, room, booking):
    guest = booked(room, "14-15", guest_name="Zoé")
    Booking.objects.filter(pk=guest.pk).update(person=None)
    there = booked(room, "16-17", person=PersonFactory(), state=State.CHECKED_IN)
    over = booked(room, "9-10", person=PersonFactory(), day="2026-06-12")

    assert found(there) == found(over) == {}
    assert list(untrained(Booking.objects.for_listing().noting_training())) == [booking.pk]


def test_cancelled_together_and_told(as_, taken_back, room, booking, lea, owner):
    second = booked(room, "14-15", person=lea)
    Booking.objects.update(source="web")

    response = settle(as_(owner), booking, second, action="annuler")

    assert "2 bookings cancelled" in response.content.decode()
    assert set(Booking.objects.values_list("state", flat=True)) == {State.CANCELLED}
    assert [one.to for one in mail.outbox] == [[lea.email]]


def test_kept_with_a_reason_and_let_in(as_, taken_back, booking, owner, teammate):
    assert "Say why they may come all the same." in text(settle(as_(owner), booking, action="garder"))

    settle(as_(owner), booking, action="garder", words="Accompagnée par Tao")

    assert found(booking) == {}
    line = AuditEvent.objects.get(action="kept")
    assert (line.reason, line.after["overridden"], line.actor) == (
        "Accompagnée par Tao",
        ["habilitation_missing"],
        owner,
    )
    with clock.fixed(at("2026-06-16 10:00")):
        assert check_in(booking, by=teammate).state == State.CHECKED_IN


def test_taking_back_again_asks_again(taken_back, booking, as_, owner, lea):
    settle(as_(owner), booking, action="garder", words="Accompagnée")
    again = trained(lea, "laser", space=booking.resource.space)
    assert found(booking) == {}

    with clock.fixed(at("2026-06-15 12:00")):
        revoke(again, by=owner, reason="Encore")

        assert found(booking) == {booking.pk: "habilitation_missing"}


def test_person_receives_the_words(as_, taken_back, room, booking, lea, owner):
    second = booked(room, "14-15", person=lea)
    assert settle(as_(owner), booking, action="ecrire").status_code == 422

    settle(as_(owner), booking, second, action="ecrire", words="Revenez <vendredi>")

    (told,) = mail.outbox
    assert told.to == [lea.email] and "Revenez <vendredi>" in told.body and told.body.count("Salle Aneto") == 2
    assert set(found(booking)) == {booking.pk}


def test_only_managers_of_the_space_settle(as_, taken_back, booking, lea, teammate, stranger, other_manager):
    people = (teammate, stranger, lea, other_manager, None)

    assert [as_(user).get(URL).status_code for user in people] == [403, 404, 404, 404, 404]
    assert [settle(as_(user), booking, action="annuler").status_code for user in people] == [403, 404, 404, 404, 404]
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_bookings_of_elsewhere_cannot_be_named(as_, taken_back, owner, lea):
    elsewhere = booked(ResourceFactory(), "10-12", person=lea)

    assert settle(as_(owner), elsewhere, action="annuler").status_code == 422
    elsewhere.refresh_from_db()
    assert elsewhere.state == State.CONFIRMED


def test_manager_lets_in_with_a_reason_at_the_door(as_, taken_back, booking, owner, teammate):
    url = f"/en/reservations/{booking.uuid}/arrivee/"
    with clock.fixed(at("2026-06-16 10:00")):
        refused = as_(teammate).post(url, follow=True)
        lacks = "Léa Martin does not have the training “"
        assert lacks in refused.content.decode() and not soup(refused).select("[name=motif]")
        page = as_(owner).post(url, {"retour": "/en/gestion/la-centrale/"}, follow=True)
        assert soup(page).select_one("[name=motif]") and text(page).count(lacks) == 1
        assert as_(owner).post(url, HTTP_HX_REQUEST="true").headers["HX-Redirect"].startswith(url)
        empty = as_(owner).post(url, {"motif": ""})
        assert empty.status_code == 422 and lacks in text(empty)
        assert "Say why they may come in all the same." in text(empty) and "Léa Martin, Salle Aneto" in text(empty)
        assert as_(teammate).post(url, {"motif": "Je décide"}).status_code in (302, 403)
        booking.refresh_from_db()
        assert booking.state == State.CONFIRMED

        as_(owner).post(url, {"motif": "Accompagnée"})

    booking.refresh_from_db()
    assert booking.state == State.CHECKED_IN
    assert AuditEvent.objects.get(action="checked_in").reason == "Accompagnée"


def test_host_alone_is_refused_at_check_in(taken_back, booking, teammate):
    with clock.fixed(at("2026-06-16 10:00")), pytest.raises(BookingRefused) as refusal:
        check_in(booking, by=teammate)

    assert refusal.value.code == "habilitation_missing"


def test_host_reads_who_may_let_them_in(as_, taken_back, booking, teammate):
    with clock.fixed(at("2026-06-16 10:00")):
        page = as_(teammate).post(f"/en/reservations/{booking.uuid}/arrivee/", {"retour": BOARD}, follow=True)

    said = "Léa Martin does not have the training “Laser”. Those who manage the place may let them in."
    assert said in soup(page).select_one("#messages").get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_nothing_is_asked_where_nothing_needs_a_training(room, lea, count, django_assert_num_queries):
    for number in range(count):
        booked(room, f"{10 + number}-{11 + number}", person=lea)

    with django_assert_num_queries(1):
        assert untrained(Booking.objects.for_listing().noting_training()) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_much_whatever_lacks_it(as_, room, owner, count):
    require_training(room, "laser")
    for number in range(count):
        booked(room, f"{10 + number}-{11 + number}", person=PersonFactory())
    client = as_(owner)
    client.get(URL)

    with CaptureQueriesContext(
        connection,
    ) as page:
        client.get(URL)
    with CaptureQueriesContext(connection) as one:
        untrained(Booking.objects.for_listing().noting_training())

    assert (len(page), len(one)) == (15, 5)
