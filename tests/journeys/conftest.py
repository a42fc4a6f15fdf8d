"""The demonstration network, served by real processes on a real database, for a person in a real browser.

One server for all journeys: they look for their own traces, never for an empty site.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import databases
from tests.browsing import axe, browser_type_launch_args

__all__ = ["axe", "browser_type_launch_args"]

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
STARTS_WITHIN_S = 120


@dataclass(frozen=True)
class Site:
    """Where the demonstration answers, and where its mails arrive."""

    address: str
    mails: Path

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def mails_to(self, email: str) -> list[str]:
        """Texts of the mails that this person got, the latest last."""
        found = sorted(self.mails.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        return [text for path in found if f"To: {email}" in (text := path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`make demo`'s own server, on a free port and a database of its own."""
    folder = tmp_path_factory.mktemp("demonstration")
    name = f"journeys_{os.getpid()}"
    with Database(name) as url, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "maillage.settings.dev",
            "MAIL_FOLDER": str(folder / "mail"),
            "MEDIA_FOLDER": str(folder / "media"),
            "PORT": str(port),
        }
        yield from _serve(Site(f"http://127.0.0.1:{port}", folder / "mail"), environment)


class Database:
    """A migrated database, forgotten afterwards."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")

    def __enter__(self) -> str:
        if self.is_sqlite:
            self.path = databases.prepare_sqlite(f"{self.name}.sqlite3")
            return f"sqlite:///{self.path}"
        databases.prepare_postgres(os.environ["DATABASE_URL"], self.name)
        return databases.with_name(os.environ["DATABASE_URL"], self.name)

    def __exit__(self, *_: object) -> None:
        if self.is_sqlite:
            databases.forget_sqlite(self.path)
        else:
            databases.forget_postgres(os.environ["DATABASE_URL"], self.name)


def _serve(site: Site, environment: dict[str, str]) -> Iterator[Site]:
    subprocess.run(
        [sys.executable, "manage.py", "load_demo"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    server = subprocess.Popen(
        [sys.executable, "site/bin/demo.py", "--serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(site, server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(site: Site, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(site.url("/sante/"), timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the demonstration did not start")


@pytest.fixture(params=["phone", "desktop"])
def person(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Any]:
    """A page of a browser that speaks French, on a phone or on a desk."""
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
