"""The product as `make demo` serves it, on a database of its own: for journeys and for pictures."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import databases

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN_S = 120
AFTER_MAIL = f"\n{'-' * 79}\n"  # Django's own; mails of one second may come to lie in one file


@dataclass(frozen=True)
class Site:
    """Where the demonstration answers, and where its mails arrive."""

    address: str
    mails: Path
    environment: dict[str, str]

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def manage(self, *arguments: str) -> None:
        """Run a command of `manage.py` beside the server."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, check=True, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)

    def mails_to(self, email: str) -> list[str]:
        """Texts of the mails that this person got, the latest last."""
        files = sorted(self.mails.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        texts = [text for path in files for text in path.read_text(encoding="utf-8").split(AFTER_MAIL)[:-1]]
        return [text for text in texts if f"To: {email}" in text]


@contextmanager
def served(folder: Path, *, is_empty: bool = False) -> Iterator[Site]:
    """Real processes on a free port, mails and pictures going to `folder`; with the demonstration network, or as a deployment begins."""
    with databases.migrated(f"demonstration_{os.getpid()}") as url:
        port = _free_port()
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "maillage.settings.dev",
            "MAIL_FOLDER": str(folder / "mail"),
            "MEDIA_FOLDER": str(folder / "media"),
            "PORT": str(port),
        }
        options = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL}
        beginning = "load_territories" if is_empty else "load_demo"
        subprocess.run([sys.executable, "manage.py", beginning], check=True, **options)
        server = subprocess.Popen([sys.executable, "site/bin/demo.py", "--serve"], **options)
        try:
            site = Site(f"http://127.0.0.1:{port}", folder / "mail", environment)
            _wait_for(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
