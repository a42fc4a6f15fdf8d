"""Signing in, signing up and asking for a password tell nothing about who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.messages import get_messages
from django.test import Client

from maillage.users.models import User

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "lea@example.org", "nobody@example.org"


class CountingHasher(MD5PasswordHasher):
    """Hashing is what takes time in an answer: how often it is done is what a watch would tell."""

    algorithm = "counting"
    done = 0

    def encode(self, *args, **kwargs):
        type(self).done += 1
        return super().encode(*args, **kwargs)


@pytest.fixture(autouse=True)
def _hashes_are_counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]


def said(path, **form):
    """All that somebody outside can see of the answer, the address typed left out, and the work it took."""
    client = Client()
    before = CountingHasher.done
    response = client.post(path, form)
    work = CountingHasher.done - before
    messages = [str(message) for message in get_messages(response.wsgi_request)]
    cookies = {
        name: {key: cookie[key] for key in ("path", "httponly", "max-age")} for name, cookie in client.cookies.items()
    }
    end = client.get(response.url) if response.status_code == 302 else response
    body = end.content.decode()
    for secret in (*form.values(), *[cookie.value for cookie in client.cookies.values()]):
        body = body.replace(secret, "…")
    return {
        "status": response.status_code, "to": response.get("Location"), "work": work, "cookies": cookies,
        "messages": [text.replace(form.get("email", "…"), "…") for text in messages], "body": _without_tokens(body),
    }  # fmt: skip


def _without_tokens(body):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body)


@pytest.mark.parametrize(
    "account",
    [
        {},
        {"verified": False},
        {"is_active": False},
        {"password": None},
    ],
    ids=["confirmed", "unconfirmed", "closed", "without password"],
)
def test_sign_in_with_a_wrong_password_says_the_same_for_every_address(make_member, account):
    make_member(KNOWN, **account)
    unknown = said("/compte/login/", login=UNKNOWN, password="wrong-horse-42")
    known = said("/compte/login/", login=KNOWN, password="wrong-horse-42")

    assert known == unknown
    assert known["status"] == 200
    assert known["work"] == 1


@pytest.mark.parametrize("verified", [True, False])
def test_sign_up_says_the_same_for_an_address_that_has_an_account(make_member, mailoutbox, verified):
    make_member(KNOWN, verified=verified)
    form = {"name": "Léa Martin", "password1": "tout-autre-chose-42"}
    unknown = said("/compte/signup/", email=UNKNOWN, **form)
    known = said("/compte/signup/", email=KNOWN, **form)

    assert known == unknown
    assert (known["status"], known["work"]) == (302, 1)
    assert [message.to for message in mailoutbox] == [[UNKNOWN], [KNOWN]]
    assert User.objects.count() == 2
    assert User.objects.get(email=KNOWN).check_password("correct-horse-42")


@pytest.mark.parametrize("account", [{}, {"verified": False}, {"is_active": False}, {"password": None}])
def test_password_reset_says_the_same_for_every_address(make_member, mailoutbox, account):
    make_member(KNOWN, **account)
    unknown = said("/compte/password/reset/", email=UNKNOWN)
    known = said("/compte/password/reset/", email=KNOWN)

    assert known == unknown
    assert (known["status"], known["to"]) == (302, "/compte/password/reset/done/")
    assert [message.to for message in mailoutbox] == [[UNKNOWN], [KNOWN]]


def test_change_of_address_says_the_same_for_an_address_that_has_an_account(client, member, make_member, mailoutbox):
    make_member("taken@example.org")
    seen = []
    for address in ("free@example.org", "taken@example.org"):
        client.force_login(member)
        response = client.post("/compte/reauthenticate/", {"password": "correct-horse-42"})
        response = client.post("/compte/email/", {"email": address, "action_add": ""}, follow=True)
        seen.append(_without_tokens(response.content.decode().replace(address, "…")))

    assert seen[0] == seen[1]
    assert [message.to for message in mailoutbox] == [["free@example.org"], ["taken@example.org"]]


def test_unfinished_change_keeps_nobody_from_their_own_address(client, member, mailoutbox):
    """Somebody claimed an address of another person and never proved it: that person signs up all the same."""
    EmailAddress.objects.create(user=member, email="ange@example.org")
    client.post("/compte/signup/", {"name": "Ange", "email": "ange@example.org", "password1": "tout-autre-chose-42"})

    assert User.objects.get(email="ange@example.org").name == "Ange"
    assert list(EmailAddress.objects.filter(email="ange@example.org").values_list("user__name", flat=True)) == ["Ange"]


def test_reset_never_opens_the_account_of_who_claimed_an_address(client, member, mailoutbox):
    EmailAddress.objects.create(user=member, email="ange@example.org")
    client.post("/compte/password/reset/", {"email": "ange@example.org"})

    assert [message.to for message in mailoutbox] == [["ange@example.org"]]
    assert "/password/reset/key/" not in mailoutbox[0].body
