"""The cast everyone knows: owner, teammate, stranger; a fresh cache; a database copied from a template."""

import os
import socket
from collections.abc import Generator, Iterator

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from environ import Env
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from maillage.base import dates
from maillage.users.models import User
from spaces.catalogue.models import Space
from spaces.catalogue.services import team
from tests import databases, engines, scheduling
from tests.factories.catalogue import SpaceFactory

ASYNC_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"

# Machines are noisy: no test is judged by how long it takes.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _common_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests read days and hours with common spaces; those of `maillage.base.dates` see the real ones."""
    monkeypatch.setattr(dates, "NO_BREAK", " ")
    monkeypatch.setattr(dates, "WORD_JOINER", "")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is prepared and forgotten by `django_db_modify_db_settings`."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Point each test process to a migrated database of its own."""
    with databases.migrated(f"test_maillage_{os.getpid()}") as url:
        settings.DATABASES["default"]["TEST"]["NAME"] = Env.db_url_config(url)["NAME"]
        yield


@pytest.fixture(scope="session", autouse=True)
def _database_beside_a_browser() -> Iterator[None]:
    """Playwright keeps an event loop running in its thread; Django would refuse its database there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ASYNC_UNSAFE, "true")
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> scheduling.WholeFiles:
    return scheduling.WholeFiles(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    engines.mark_once(items)  # before `-m` chooses
    yield
    scheduling.longest_first(items)


MIGRATED = pytest.StashKey[databases.MigratedRows]()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request) -> None:
    """Know what migrations wrote, before any test."""
    with django_db_blocker.unblock():
        request.config.stash[MIGRATED] = databases.MigratedRows()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Once a test with transactions of its own has emptied every table, put back what migrations wrote."""
    yield
    if nextitem and MIGRATED in item.config.stash and _empties_tables(item):  # after the last, the database is gone
        with item.config.stash[blocking_manager_key].unblock():
            item.config.stash[MIGRATED].put_back()
        ContentType.objects.clear_cache()


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return (marker is not None and marker.kwargs.get("transaction", False)) or not {
        "transactional_db",
        "live_server",
    }.isdisjoint(names)


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A page in English leaves English behind: no test speaks the language of the one before it."""
    translation.deactivate()


@pytest.fixture
def cache_away(settings) -> Iterator[None]:
    """Nobody answers where the cache should be."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        redis = f"redis://127.0.0.1:{nobody.getsockname()[1]}"
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}}
        yield


@pytest.fixture
def owner(db) -> User:
    """Keeps the record under test."""
    return User.objects.create_user("owner@example.org", "correct-horse-42", name="Olive Ouvrard")


@pytest.fixture
def space(owner) -> Space:
    """What she manages."""
    space = SpaceFactory(name="La Centrale", slug="la-centrale")
    team.join(space, user=owner, role="manager")
    return space


@pytest.fixture
def manager(client, owner, space) -> Client:
    """Her browser, in the back office of that space."""
    client.force_login(owner)
    return client


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
