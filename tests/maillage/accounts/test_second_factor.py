"""In production, teams, coordinators and administrators protect their account before anything opens."""

import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Permission
from django.urls import reverse

from maillage.users.models import User
from maillage.users.services import tokens
from spaces.catalogue.services import team
from tests.factories.catalogue import SpaceFactory

pytestmark = pytest.mark.django_db

LED_TO = "/compte/2fa/"
ADDRESSES = ("/admin/", "/gestion/la-centrale/", "/compte/", "/compte/reglages/", "/", "/en/compte/")


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.SECOND_FACTOR_FOR_STAFF = True


@pytest.fixture
def centrale(db):
    return SpaceFactory(slug="la-centrale")


@pytest.fixture(params=["manager", "host", "coordinator", "administrator", "somebody with a key of the back office"])
def keeper(request, centrale, owner, coordinator):
    match request.param:
        case "coordinator":
            return coordinator
        case "administrator":
            return User.objects.create_superuser("admin@example.org", "correct-horse-42")
        case "manager" | "host" as role:
            team.join(centrale, user=owner, role=role)
        case _:
            owner.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return owner


def protect(user):
    return TOTP.activate(user, generate_totp_secret())


def test_nothing_opens_to_a_keeper_before_a_second_factor(client, keeper):
    client.force_login(keeper)

    assert [client.get(address).get("Location") for address in ADDRESSES] == [LED_TO] * 5 + ["/en" + LED_TO]
    assert client.post("/gestion/la-centrale/indisponibilites/")["Location"] == LED_TO


def test_second_factor_can_be_added_and_the_door_left(client, keeper):
    client.force_login(keeper)
    page = client.get("/admin/", follow=True)

    assert page.status_code == 200
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith("/compte/reauthenticate/")
    assert client.get("/compte/reauthenticate/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 200


def test_everything_opens_afterwards_and_closes_when_it_is_taken_away(client, keeper):
    client.force_login(keeper)
    protected = protect(keeper)
    assert client.get("/compte/").status_code == 200

    protected.instance.delete()
    assert client.get("/compte/")["Location"] == LED_TO


def test_member_who_looks_after_nothing_goes_on_with_a_password(client, stranger):
    client.force_login(stranger)

    assert client.get("/compte/").status_code == 200


def test_api_refuses_the_session_and_takes_the_token(client, keeper):
    client.force_login(keeper)
    refused = client.get("/api/v1/bookings")
    _token, secret = tokens.create(keeper, purpose="api")

    assert (refused.status_code, json.loads(refused.content)["code"]) == (403, "not_allowed")
    assert client.get("/api/v1/bookings", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_authorization_opens_no_page(client, keeper):
    client.force_login(keeper)

    assert client.get("/admin/", headers={"Authorization": "Bearer x"})["Location"] == LED_TO
