"""Accounts as sign-up makes them: with an address that was confirmed."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress

from maillage.users.models import User

PASSWORD = "correct-horse-42"


@pytest.fixture
def make_member(db) -> Callable[..., User]:
    def make(
        email: str = "lea@example.org", *, verified: bool = True, password: str | None = PASSWORD, **fields
    ) -> User:
        user = User.objects.create_user(email, password, **{"name": "Léa Martin", "language": "en", **fields})
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
        return user

    return make


@pytest.fixture
def member(make_member) -> User:
    return make_member()
