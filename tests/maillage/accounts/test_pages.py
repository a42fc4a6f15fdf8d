"""django-allauth's pages and mails: all of them are ours, in French and in English."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.template.loader import get_template
from django.urls import get_resolver, reverse
from django.utils.translation import override

from maillage.accounts.services.mails import WORDS
from maillage.base.models import Network
from tests.maillage.accounts.passkeys import give_passkey

pytestmark = pytest.mark.django_db

LIBRARY = Path(allauth.__file__).parent / "templates"
PASSWORD = "correct-horse-42"
# Frames that only extend a layout of ours, and what the switched-off features would show.
PASSING = re.compile(r"(account|mfa|usersessions)/(\w+/)?(base\w*|snippets/\w+)\.html$")
SWITCHED_OFF = re.compile(
    r"_code|phone|passkey|trust|signup_form|signup_closed|verified_email_required|account/email\.html"
)
NO_PAGE = {"mfa_login_webauthn", "mfa_download_recovery_codes", "account_confirm_login_code"}


def addresses():
    """Every address of django-allauth that answers here, by name."""
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
    ours = sorted(name for name in names if name.startswith(("account_", "mfa_", "usersessions_")))
    values = {"pk": 0, "key": "nothing", "uidb36": "1"}
    found = {}
    for name in ours:
        parameters = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
        found[name] = {parameter: values[parameter] for parameter in parameters}
    return found


@pytest.fixture
def passkey(member):
    """A member with codes, a passkey and recovery codes."""
    TOTP.activate(member, generate_totp_secret())
    RecoveryCodes.activate(member)
    return give_passkey(member)


def open_again(client, member):
    client.force_login(member)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("who", ["anybody", "member", "protected"])
def test_every_page_is_ours(client, member, request, who, language):
    key = None
    if who != "anybody":
        if who == "protected":
            key = request.getfixturevalue("passkey")
        open_again(client, member)
    shown, foreign = set(), set()
    for name, parameters in addresses().items():
        if name in NO_PAGE:
            continue
        with override(language):
            path = reverse(name, kwargs={**parameters, **({"pk": key.pk} if key and "pk" in parameters else {})})
        response = client.get(path)
        if response.status_code != 200:
            assert response.status_code in (302, 404), name
            continue
        page = response.content.decode()
        assert 'class="site-header"' in page, name
        assert f'<html lang="{language}"' in page, name
        assert page.count("<h1") == 1, name
        shown.add(name)
        foreign |= {
            template.name
            for template in response.templates
            if template.origin
            and Path(template.origin.name).is_relative_to(LIBRARY)
            and not PASSING.match(template.name)
        }

    assert foreign == set()
    assert len(shown) >= {"anybody": 8, "member": 10, "protected": 14}[who], shown


def test_closed_account_says_whom_to_write_to(client):
    Network.objects.create(site_id=1, contact_email="bonjour@gave.example")

    assert 'href="mailto:bonjour@gave.example"' in client.get("/en/compte/inactive/").content.decode()


def test_no_page_of_the_library_is_left_in_its_own_words():
    ours = [
        path.relative_to(LIBRARY).as_posix()
        for folder in ("account", "mfa", "usersessions")
        for path in (LIBRARY / folder).rglob("*.html")
    ]
    left = [
        name
        for name in ours
        if not PASSING.match(name) and not SWITCHED_OFF.search(name.replace("recovery_codes/", ""))
    ]

    assert [name for name in left if Path(get_template(name).origin.name).is_relative_to(LIBRARY)] == []


def test_every_mail_of_the_library_has_our_words():
    mails = [
        path.relative_to(LIBRARY).as_posix().removesuffix("_subject.txt")
        for folder in ("account", "mfa")
        for path in (LIBRARY / folder / "email").glob("*_subject.txt")
    ]

    assert sorted(WORDS) == sorted(name for name in mails if not name.endswith("_code"))
