"""Guessing is slow: for one address whoever asks, and for one place whatever it asks for."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-42"
REFUSED = "That was too many attempts."


def sign_in(client, email, password, address="192.0.2.1"):
    data = {"login": email, "password": password}
    return client.post("/en/compte/login/", data, REMOTE_ADDR=address)


@pytest.mark.parametrize("email", ["lea@example.org", "nobody@example.org"])
def test_address_closes_after_five_wrong_passwords_even_to_the_right_one(client, member, email):
    for number in range(5):
        answer = sign_in(client, email, "wrong", address=f"192.0.2.{number}")
        assert REFUSED not in answer.content.decode()

    refused = sign_in(client, email, PASSWORD, address="192.0.2.9")
    assert REFUSED in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_other_addresses_stay_open(client, member, make_member):
    make_member("other@example.org")
    for _number in range(6):
        sign_in(client, "lea@example.org", "wrong")

    assert sign_in(client, "other@example.org", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("path", "form", "often"),
    [
        ("/compte/login/", {"login": "{n}@example.org", "password": "wrong"}, 30),
        ("/compte/signup/", {"name": "N", "email": "{n}@example.org", "password1": "short"}, 20),
        ("/compte/password/reset/", {"email": "{n}@example.org"}, 20),
        ("/compte/2fa/webauthn/login/", {"credential": "{n}"}, 10),
    ],
)
def test_place_that_asks_too_often_is_told_to_wait(client, path, form, often):
    def ask(number):
        data = {name: value.format(n=number) for name, value in form.items()}
        return client.post(path, data, REMOTE_ADDR="192.0.2.1")

    before = [ask(number).status_code for number in range(often)]
    refused = ask(often)
    page = refused.content.decode()

    assert 429 not in before
    assert refused.status_code == 429
    assert 'class="site-header"' in page
    assert "429.html" in [template.name for template in refused.templates]
    assert client.post(path, {}, REMOTE_ADDR="192.0.2.2").status_code != 429


def test_visitors_behind_the_proxy_are_counted_apart_and_cannot_pretend_to_be_others(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(forwarded):
        form = {"login": "lea@example.org", "password": "wrong"}
        return client.post("/compte/login/", form, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded).status_code

    for number in range(30):
        ask(f"203.0.113.{number}, 192.0.2.1")

    assert (ask("203.0.113.99, 192.0.2.1"), ask("192.0.2.2")) == (429, 200)


def test_password_reset_writes_to_one_address_five_times_a_minute(client, member, mailoutbox):
    for number in range(7):
        client.post("/compte/password/reset/", {"email": member.email}, REMOTE_ADDR=f"192.0.2.{number}")

    assert len(mailoutbox) == 5


def test_confirmation_is_not_written_again_at_each_try(client, make_member, mailoutbox):
    make_member("new@example.org", verified=False)
    for _number in range(4):
        sign_in(client, "new@example.org", PASSWORD)

    assert len(mailoutbox) == 1


def test_second_factor_is_not_guessed(client, member):
    TOTP.activate(member, generate_totp_secret())
    RecoveryCodes.activate(member)
    sign_in(client, member.email, PASSWORD)

    pages = [client.post("/en/compte/2fa/authenticate/", {"code": f"{n:06}"}).content.decode() for n in range(6)]
    assert [REFUSED in page for page in pages] == [False] * 5 + [True]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("path", "form", "often"),
    [
        ("/compte/reauthenticate/", {"password": "wrong"}, 10),
        ("/compte/password/change/", {"oldpassword": "wrong", "password1": "tout-autre-chose-42"}, 5),
    ],
)
def test_open_session_does_not_help_to_guess_the_password(client, member, path, form, often):
    client.force_login(member)
    answers = [client.post(path, form).status_code for _number in range(often + 1)]

    assert (set(answers[:-1]), answers[-1]) == ({200}, 429)
    assert not member.check_password("tout-autre-chose-42")
