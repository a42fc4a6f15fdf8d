"""The demonstration network, served by real processes on a real database, for a person in a real browser.

One server for all journeys: they look for their own traces, never for an empty site.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browsing import axe, browser_type_launch_args
from tests.demonstration import Site, served

__all__ = ["axe", "browser_type_launch_args"]

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("demonstration")) as site:
        yield site


@pytest.fixture(params=[pytest.param("phone", marks=pytest.mark.once), "desktop"])
def person(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Any]:
    """A page of a browser that speaks French, on a phone or on a desk. The deeds are the same: the database sees one."""
    size = PHONE if request.param == "phone" else DESKTOP
    context = browser.new_context(
        viewport=size, locale="fr-FR", has_touch=request.param == "phone", base_url=site.address
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    # A page left while it is still sliding in: Chromium says so as an error, nothing is wrong.
    assert [error for error in errors if not error.startswith("Transition was aborted")] == [], "scripts failed"
