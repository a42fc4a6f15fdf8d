"""People take their data away, and have themselves forgotten. What happened stays, without them."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from maillage.base import clock
from maillage.curation.models import AuditEvent
from maillage.users.models import Token, User
from members.directory.models import Organisation, OrganisationTeam, Person
from spaces.booking.models import Booking, Occupancy
from spaces.booking.services.booking import book
from spaces.booking.services.states import check_in
from spaces.catalogue.services import team
from tests.factories.booking import at, booked, conditions, on, open_room, priced, require_training, trained
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.pricing import gives, plan
from tests.factories.pricing import member as has_plan
from tests.queries import asked

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-42"
NOW = at("2026-06-16 12:00")


@pytest.fixture(autouse=True)
def _midday():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def room():
    return open_room(name="Salle Aneto")


@pytest.fixture
def full_life(member, room):
    """A profile, an access key, a training, a booking behind and one ahead."""
    profile = PersonFactory.published(user=member, display_name="Léa Martin", headline="Costumière", phone="0559000000")
    ModelLogEntry.objects.log_action(profile, "wagtail.edit")
    Token.objects.create(user=member, purpose=Token.Purpose.API, label="my script", digest="d" * 64)
    require_training(room, "laser")
    trained(member, "laser", evidence="Soirée du mardi")
    past = booked(room, "9-10", person=member, note="I bring my dog")
    to_come = booked(room, "14-15", person=member)
    return past, to_come


def sign_in(client):
    """And say once more who it is, just now."""
    client.post("/en/compte/login/", {"login": "lea@example.org", "password": PASSWORD})
    client.post("/en/compte/reauthenticate/", {"password": PASSWORD})


def test_people_take_away_all_that_is_theirs_and_nothing_of_others(client, full_life, room, stranger):
    booked(room, "16-17", person=stranger, note="a secret of somebody else")
    sign_in(client)
    response = client.get("/compte/donnees.json")
    data = response.json()

    assert response["Content-Disposition"] == 'attachment; filename="maillage.json"'
    assert data["account"]["email"] == "lea@example.org"
    assert (data["profile"]["headline"], data["profile"]["phone"]) == ("Costumière", "0559000000")
    assert [key["label"] for key in data["keys"]] == ["my script"]
    assert [device["ip"] for device in data["devices"]] == ["127.0.0.1"]
    assert [one["evidence"] for one in data["habilitations"]] == ["Soirée du mardi"]
    assert [booking["note"] for booking in data["bookings"]] == ["I bring my dog", ""]
    assert "somebody else" not in response.content.decode()
    assert "d" * 64 not in response.content.decode()


def booked_without_account(room, hours: str, email: str):
    booking = booked(room, hours, note=f"for {email}")
    Booking.objects.filter(pk=booking.pk).update(person=None, guest_name="Léa", guest_email=email)
    return booking


def test_people_take_away_what_they_booked_without_an_account_under_a_proved_address(client, member, stranger, room):
    EmailAddress.objects.create(user=member, email="lea@work.example", verified=True)
    EmailAddress.objects.create(user=member, email="boss@work.example", verified=False)  # anybody can claim any
    mine = [booked_without_account(room, hours, email)
            for hours, email in (("14-15", "lea@example.org"), ("15-16", "lea@work.example"))]  # fmt: skip
    booked_without_account(room, "16-17", "boss@work.example")
    booked_without_account(room, "17-18", stranger.email)
    booked(room, "9-10", person=stranger)
    sign_in(client)

    found = client.get("/compte/donnees.json").json()["bookings_without_account"]

    assert [(one["uuid"], one["guest_email"]) for one in found] == [
        (str(mine[0].uuid), "lea@example.org"), (str(mine[1].uuid), "lea@work.example"),
    ]  # fmt: skip
    assert "lea@example.org" in found[0]["note"]
    assert client.get(found[0]["url"]).status_code == 200


def test_as_many_queries_for_one_booking_as_for_three(client, member, room):
    sign_in(client)
    booked_without_account(room, "9-10", "lea@example.org")
    one = asked(client, "/compte/donnees.json", "booking_booking")
    for hours in ("10-11", "11-12"):
        booked_without_account(room, hours, "lea@example.org")

    assert (one, asked(client, "/compte/donnees.json", "booking_booking")) == (2, 2)


def test_nobody_else_takes_them(client):
    assert client.get("/compte/donnees.json").status_code == 302
    assert client.get("/compte/reglages/effacer/").status_code == 302


def test_erasing_forgets_the_person_and_keeps_what_happened(client, full_life, mailoutbox):
    past, to_come = full_life
    sign_in(client)
    page = client.get("/en/compte/reglages/effacer/").content.decode()
    assert "Erase my account for good" in page
    assert client.post("/en/compte/reglages/effacer/").url == "/en/"
    past.refresh_from_db()
    to_come.refresh_from_db()

    assert (past.person, past.note, past.state) == (None, "", "confirmed")
    assert (to_come.person, to_come.state) == (None, "cancelled")
    assert not Occupancy.objects.filter(booking=to_come, active=True).exists()
    assert not User.objects.filter(email="lea@example.org").exists()
    assert not Person.objects.exists()
    assert not UserSession.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="Léa").exists()
    assert set(AuditEvent.objects.values_list("actor", flat=True)) <= {None}
    assert "Léa" not in str(list(AuditEvent.objects.values_list("before", "after", "reason")))
    assert [(mail.to, mail.subject) for mail in mailoutbox][-1] == (["lea@example.org"], "Your account is erased")
    assert "_auth_user_id" not in client.session


def test_erasing_asks_who_it_is_when_they_signed_in_long_ago(client, full_life):
    sign_in(client)
    session = client.session
    for method in session["account_authentication_methods"]:
        method["at"] -= 3600
    session.save()

    assert "/reauthenticate/" in client.get("/en/compte/reglages/effacer/").url
    assert "/reauthenticate/" in client.post("/en/compte/reglages/effacer/").url
    assert User.objects.filter(email="lea@example.org").exists()


def test_nothing_is_erased_where_others_would_be_left_with_nobody(client, member, full_life):
    _past, to_come = full_life
    space = SpaceFactory()
    team.join(space, user=member, role="host")
    organisation = OrganisationFactory.published(name="Cie du Pont")
    OrganisationTeam.objects.create(organisation=organisation, user=member, role=OrganisationTeam.Role.OWNER)
    sign_in(client)
    response = client.post("/en/compte/reglages/effacer/")
    to_come.refresh_from_db()

    assert response.status_code == 422
    assert "Invite another owner first" in response.content.decode()
    assert (to_come.person, to_come.state) == (member, "confirmed")
    assert space.team.filter(user=member).exists()
    assert Person.objects.filter(user=member).exists()


def test_operators_erase_on_request(full_life):
    call_command("erase_account", "Lea@Example.org")

    assert not User.objects.filter(email="lea@example.org").exists()
    assert Booking.objects.filter(person=None).count() == 2
    assert Organisation.objects.count() == 0
    with pytest.raises(CommandError, match="No account has the address"):
        call_command("erase_account", "lea@example.org")


def test_erasing_asks_for_no_call_and_leaves_whoever_is_there(client, member, room):
    conditions(room.space, cancel_notice_min=10_000)
    check_in(booked(room, "11-13", person=member), by=member)
    booked(room, "14-15", person=member)
    sign_in(client)

    assert client.post("/en/compte/reglages/effacer/").url == "/en/"

    assert list(Booking.objects.order_by("start_at").values_list("person", "state")) == [
        (None, "checked_in"),
        (None, "cancelled"),
    ]


def test_erasing_forgets_what_was_booked_without_an_account_under_a_proved_address(client, member, stranger, room):
    conditions(room.space, cancel_notice_min=10_000)
    past, to_come = (booked_without_account(room, hours, "lea@example.org") for hours in ("9-10", "14-15"))
    other = booked_without_account(room, "16-17", stranger.email)
    sign_in(client)

    assert client.post("/en/compte/reglages/effacer/").url == "/en/"

    kept = Booking.objects.order_by("start_at").values_list("guest_name", "guest_email", "note", "state")
    assert list(kept) == [
        ("", "", "", "confirmed"),
        ("", "", "", "cancelled"),
        ("Léa", stranger.email, f"for {stranger.email}", "confirmed"),
    ]
    assert set(Occupancy.objects.filter(active=True).values_list("booking", flat=True)) == {past.pk, other.pk}
    assert "lea@example.org" not in str(list(AuditEvent.objects.values_list("before", "after", "reason")))
    assert not Booking.objects.of_guests([to_come.guest_email]).exists()


def test_people_take_away_what_became_of_their_passes(client, member, stranger, room):
    priced(room, 1200)
    carnet = plan("Carnet 10 h", space=room.space)
    gives(carnet, 600)
    for person, hours in ((member, "14-15"), (stranger, "16-18")):
        has_plan(person, carnet)
        start, end = on(hours)
        book(room, person=person, by=person, start=start, end=end)
    sign_in(client)

    movements = client.get("/compte/donnees.json").json()["passes"]

    assert [(one["membership__plan__name"], one["kind"], one["amount"]) for one in movements] == [
        ("Carnet 10 h", "grant", 600),
        ("Carnet 10 h", "spend", -60),
    ]
