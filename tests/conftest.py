"""The cast everyone knows: owner, teammate, stranger; and a fresh cache for each test."""

import pytest
from django.core.cache import cache

from maillage.users.models import User


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def owner(db) -> User:
    """Keeps the record under test."""
    return User.objects.create_user("owner@example.org", "correct-horse-42", name="Olive Ouvrard")


@pytest.fixture
def teammate(db) -> User:
    """In the same team as the owner, with fewer rights."""
    return User.objects.create_user("teammate@example.org", "correct-horse-42", name="Tao Teisseire")


@pytest.fixture
def stranger(db) -> User:
    """Has an account, and no part in anything under test."""
    return User.objects.create_user("stranger@example.org", "correct-horse-42", name="Sacha Sabatier")


@pytest.fixture
def coordinator(db) -> User:
    """Runs the network."""
    from django.contrib.auth.models import Group

    from maillage.users.models import COORDINATORS

    user = User.objects.create_user("coordinator@example.org", "correct-horse-42", name="Camille Castaing")
    user.groups.add(Group.objects.get(name=COORDINATORS))
    return user
