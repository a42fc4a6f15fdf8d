"""A member adds a passkey, codes and recovery codes, and signs in with each. A virtual key stands for the device."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.journeys.arriving import link_in_mail, sign_in, sign_out, sign_up
from tests.journeys.keyboard import follow, press, write

pytestmark = pytest.mark.browser

PASSWORD, NEW_PASSWORD = "une-phrase-longue-42", "une-autre-phrase-43"
A_PHONE_THAT_KNOWS_ITS_OWNER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def home(site: Any) -> str:
    """The site by its name: keys belong to names, browsers refuse them for bare addresses."""
    return site.address.replace("127.0.0.1", "localhost")


@pytest.fixture
def member(person: Any, site: Any, home: str) -> Iterator[str]:
    """Somebody new, signed in; their address."""
    address = f"cle-{time.monotonic_ns()}@example.org"
    person.goto(f"{home}/compte/signup/")
    sign_up(person, site, name="Cléo Castéra", address=address, password=PASSWORD)
    return address


@pytest.fixture
def owner_is_recognised(person: Any) -> Callable[[bool], Any]:
    """Chromium's virtual authenticator; call it to say whether it knows the finger that touches it."""
    session = person.context.new_cdp_session(person)
    session.send("WebAuthn.enable")
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONE_THAT_KNOWS_ITS_OWNER})["authenticatorId"]
    return lambda known: session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": known})


def confirm_who_it_is(page: Any, password: str = PASSWORD) -> None:
    if "/reauthenticate/" in page.url:
        write(page, "#id_password", password)
        follow(page, "main form[action*='reauthenticate'] button[type=submit]")


def is_signed_in(page: Any) -> bool:
    return page.locator(".menu-account").count() == 1


def code_of(key: str, ahead: int = 0) -> str:
    """What an application for codes shows (RFC 6238), or will show in `ahead` half minutes."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def ask_for_codes(page: Any, home: str) -> str:
    """Add an application for codes; the key that it reads."""
    page.goto(f"{home}/compte/reglages/")
    follow(page, "main a[href$='/2fa/']")
    follow(page, "main a[href$='/totp/activate/']")
    confirm_who_it_is(page)
    key = page.input_value("#totp-key")
    write(page, "#id_code", code_of(key))
    follow(page, "main form[action*='totp'] button[type=submit]")
    return key


def test_passkey_replaces_the_password(person, home, member, owner_is_recognised):
    person.goto(f"{home}/compte/reglages/")
    follow(person, "main a[href$='/2fa/']")
    follow(person, "main a[href$='/webauthn/add/']")
    confirm_who_it_is(person)
    write(person, "#id_name", "Mon téléphone")
    follow(person, "#mfa_webauthn_add")
    codes = person.locator(".recovery-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    person.goto(f"{home}/compte/2fa/webauthn/")
    assert "Mon téléphone" in person.inner_text("main")

    sign_out(person)
    assert not is_signed_in(person)
    person.goto(f"{home}/compte/login/?next=/compte/profil/")
    owner_is_recognised(False)
    press(person, "#passkey_login")
    person.wait_for_selector("[data-passkey-problem]:not(:empty)")
    assert not is_signed_in(person)

    owner_is_recognised(True)
    follow(person, "#passkey_login")
    assert (is_signed_in(person), person.url) == (True, f"{home}/compte/profil/")


def test_address_that_is_a_number_has_no_passkeys_and_says_so(person, site, owner_is_recognised):
    person.goto(f"{site.address}/compte/login/")
    press(person, "#passkey_login")

    person.wait_for_selector("[data-passkey-problem]:not(:empty)")
    assert "adresse qui porte un nom" in person.inner_text("[data-passkey-problem]")


def test_passkey_is_a_second_factor_and_can_be_taken_away(person, home, member, owner_is_recognised):
    person.goto(f"{home}/compte/2fa/webauthn/add/")
    confirm_who_it_is(person)
    follow(person, "#mfa_webauthn_add")
    sign_out(person)

    person.goto(f"{home}/compte/login/")
    sign_in(person, member, PASSWORD)
    assert not is_signed_in(person)
    follow(person, "#mfa_webauthn_authenticate")
    assert is_signed_in(person)

    person.goto(f"{home}/compte/2fa/webauthn/")
    follow(person, "main a[href$='/remove/']")
    confirm_who_it_is(person)
    follow(person, "main .btn-danger")
    sign_out(person)
    person.goto(f"{home}/compte/login/")
    sign_in(person, member, PASSWORD)
    assert is_signed_in(person)


def test_codes_are_asked_for_and_recovery_codes_replace_them_once(person, home, member):
    key = ask_for_codes(person, home)
    first, second = person.locator(".recovery-codes code").all_inner_texts()[:2]
    sign_out(person)

    person.goto(f"{home}/compte/login/")
    sign_in(person, member, PASSWORD)
    assert not is_signed_in(person)
    write(person, "#id_code", "000000")
    follow(person, "main form:has(#id_code) button[type=submit]")
    assert person.locator("#id_code_error").count() == 1
    write(person, "#id_code", code_of(key, ahead=1))
    follow(person, "main form:has(#id_code) button[type=submit]")
    assert is_signed_in(person)

    for code, is_let_in in ((first, True), (first, False), (second, True)):
        if is_signed_in(person):
            sign_out(person)
            person.goto(f"{home}/compte/login/")
            sign_in(person, member, PASSWORD)
        write(person, "#id_code", code)
        follow(person, "main form:has(#id_code) button[type=submit]")
        assert is_signed_in(person) == is_let_in


def test_forgotten_password_goes_through_the_mail_and_the_second_factor(person, site, home, member):
    key = ask_for_codes(person, home)
    sign_out(person)
    person.goto(f"{home}/compte/login/")
    follow(person, "main a[href$='/password/reset/']")
    write(person, "#id_email", member)
    follow(person, "main form[action*='reset'] button[type=submit]")
    person.goto(link_in_mail(site, member, "/password/reset/key/"))
    write(person, "#id_password1", NEW_PASSWORD)
    follow(person, "main form:has(#id_password1) button[type=submit]")
    assert not is_signed_in(person)
    write(person, "#id_code", code_of(key, ahead=1))
    follow(person, "main form:has(#id_code) button[type=submit]")
    assert is_signed_in(person)


def test_typed_password_can_be_shown(person, home):
    person.goto(f"{home}/compte/signup/")
    write(person, "#id_password1", PASSWORD)
    press(person, ".password-show")

    assert person.get_attribute("#id_password1", "type") == "text"
    assert person.input_value("#id_password1") == PASSWORD
