"""Servers to fetch from."""

from collections.abc import Iterator

import pytest

from tests.maillage.base.servers import Site, body, serving


@pytest.fixture
def site(settings) -> Iterator[Site]:
    """A private server that the settings let through."""
    with serving() as found:
        settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{found.port}"]
        yield found


@pytest.fixture
def inner_site() -> Iterator[Site]:
    """A private server that nothing lets through, with something to leak."""
    with serving() as found:
        found.answers["/secret"] = body(b"the crown jewels")
        yield found
