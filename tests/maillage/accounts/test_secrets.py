"""Secrets of codes are sealed in the database, and outlive a change of the site's key."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import InvalidToken

from maillage.accounts.secrets import seal, unseal

OLD, NEW = "the key of last year " * 3, "the key of this year " * 3


def code_of(secret):
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def kept(authenticator):
    return str(Authenticator.objects.get(pk=authenticator.instance.pk).data)


def test_database_holds_no_secret_that_opens_an_account(member):
    secret = generate_totp_secret()
    codes = TOTP.activate(member, secret)
    recovery = RecoveryCodes.activate(member)

    assert secret not in kept(codes)
    assert not any(code in kept(recovery) for code in recovery.get_unused_codes())
    assert codes.validate_code(code_of(secret))
    assert recovery.validate_code(recovery.get_unused_codes()[0])


def test_secret_kept_before_sealing_still_opens(member):
    secret = generate_totp_secret()
    codes = TOTP.activate(member, secret)
    codes.instance.data = {"secret": secret}

    assert codes.validate_code(code_of(secret))


def test_sealed_secret_is_read_after_a_change_of_key(settings):
    settings.SECRET_KEY = OLD
    sealed = seal("secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    assert unseal(sealed) == "secret"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        unseal(sealed)


def test_same_secret_is_never_sealed_alike():
    assert seal("secret") != seal("secret")
