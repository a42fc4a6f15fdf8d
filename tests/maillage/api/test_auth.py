"""Who asks: nobody, a session with its CSRF token, a personal token."""

import json
from base64 import b64encode

import pytest
from django.test import Client

from maillage.users.models import Token
from maillage.users.services import tokens
from tests.maillage.api.conftest import V1
from tests.maillage.api.test_errors import BOOKING, said

READS = ["/spaces", "/events", "/occurrences", "/organisations", "/people", "/spaces/la-centrale"]


@pytest.fixture
def browser(stranger) -> Client:
    """Sacha's browser, where CSRF is looked at."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stranger)
    return browser


def send(client: Client, **headers: str):
    return client.post(f"{V1}/bookings", json.dumps(BOOKING), "application/json", headers=headers)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_bookings_need_somebody(anonymous, room, method):
    response = anonymous.get("/bookings") if method == "get" else anonymous.post("/bookings", BOOKING)

    assert said(response) == (401, "sign_in")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", READS)
def test_reads_need_nobody(anonymous, room, path):
    assert anonymous.get(path).status_code == 200


@pytest.mark.parametrize("path", [*READS, "/bookings"])
@pytest.mark.parametrize("secret", ["unknown", "", "x" * 5000, "é"])
def test_bad_token_is_401_even_where_nobody_is_needed(anonymous, room, path, secret):
    response = anonymous.get(path, headers={"Authorization": f"Bearer {secret}".encode().decode("latin-1")})

    assert said(response) == (401, "bad_token")


def test_other_scheme_is_401(anonymous, room):
    credentials = b64encode(b"stranger@example.org:correct-horse-42").decode()

    assert said(anonymous.get("/spaces", headers={"Authorization": f"Basic {credentials}"})) == (401, "bad_token")


def test_revoked_token_is_401_at_once(stranger, room):
    token, secret = tokens.create(stranger, purpose="api")
    assert send(Client(), **bearer(secret)).status_code == 201

    tokens.revoke(token)

    assert said(send(Client(), **bearer(secret))) == (401, "bad_token")


def test_token_of_a_calendar_opens_no_api(stranger, room):
    _token, secret = tokens.create(stranger, purpose="calendar")

    assert said(send(Client(), **bearer(secret))) == (401, "bad_token")


def test_token_of_a_closed_account_is_401(stranger, room):
    _token, secret = tokens.create(stranger, purpose="api")
    stranger.is_active = False
    stranger.save()

    assert said(send(Client(), **bearer(secret))) == (401, "bad_token")


def test_token_needs_no_csrf_and_wins_over_the_session(browser, owner, room):
    _token, secret = tokens.create(owner, purpose="api")

    response = send(browser, **bearer(secret))

    assert response.status_code == 201
    assert response.json()["person"] == {"name": "Olive Ouvrard", "email": "owner@example.org"}


def test_token_remembers_that_it_was_used(stranger, room, _now):
    token, secret = tokens.create(stranger, purpose="api")

    send(Client(), **bearer(secret))

    assert Token.objects.get(pk=token.pk).last_used_at == _now


def test_session_without_csrf_token_is_403(browser, room):
    assert said(send(browser)) == (403, "csrf")


def test_session_with_csrf_token_writes(browser, room):
    secret = browser.get("/compte/login/", follow=True) and browser.cookies.get("csrftoken")
    browser.cookies["csrftoken"] = csrf = secret.value if secret else "a" * 32

    response = send(browser, **{"X-CSRFToken": csrf})

    assert response.status_code == 201
    assert response.json()["person"]["name"] == "Sacha Sabatier"


def test_session_reads_without_csrf_token(browser, room):
    assert browser.get(f"{V1}/bookings").json() == {"items": [], "next": None, "count": 0}
