"""Access keys: made, shown once, revoked."""

from datetime import timedelta

from maillage.base import clock
from maillage.users.models import Token, User, digest, new_secret

SEEN_EVERY = timedelta(minutes=5)


def create(user: User, *, purpose: str, label: str = "") -> tuple[Token, str]:
    """A new key and its secret, which is not kept and cannot be shown again."""
    secret = new_secret()
    return Token.objects.create(user=user, purpose=purpose, label=label, digest=digest(secret)), secret


def revoke(token: Token) -> None:
    """End a key at once."""
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])


def touch(token: Token) -> None:
    """Remember that a key was used, at most once in five minutes: reads must stay reads."""
    at = clock.now()
    if token.last_used_at is None or at - token.last_used_at > SEEN_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
