"""Secrets that must be read again, such as those of codes: sealed in the database with the site's own key.

`SECRET_KEY` seals; what was sealed with one of `SECRET_KEY_FALLBACKS` is still read. A secret that was kept
before sealing is read as it is.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

SEALED = "sealed:"


def seal(text: str) -> str:
    """`text`, unreadable without the site's key."""
    return SEALED + _keys().encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """The text that was sealed. Raises `InvalidToken` where none of the site's keys sealed it."""
    if not kept.startswith(SEALED):
        return kept
    return _keys().decrypt(kept.removeprefix(SEALED)).decode()


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> Fernet:
    derived = hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"maillage.sealing")
    return Fernet(base64.urlsafe_b64encode(derived.digest()))
