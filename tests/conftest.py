"""The cast everyone knows: owner, teammate, stranger; a fresh cache; a database copied from a template."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from maillage.users.models import User
from tests import databases


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is prepared and forgotten by `django_db_modify_db_settings`."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Point each test process to a migrated database of its own."""
    default = settings.DATABASES["default"]
    name = f"test_maillage_{os.getpid()}"
    if default["ENGINE"] == "django.db.backends.sqlite3":
        path = databases.prepare_sqlite(f"{name}.sqlite3")
        default["TEST"]["NAME"] = path
        yield
        databases.forget_sqlite(path)
    else:
        url = os.environ["DATABASE_URL"]
        databases.prepare_postgres(url, name)
        default["TEST"]["NAME"] = name
        yield
        databases.forget_postgres(url, name)


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
