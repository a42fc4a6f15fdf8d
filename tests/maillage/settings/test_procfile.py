"""The processes of the Procfile, with production's settings: what leaves them on the network and in the logs."""

import fcntl
import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import databases

pytestmark = pytest.mark.engine

ROOT = Path(__file__).resolve().parents[3]
HOST = "maillage.example.org"
SECRET = "s3cret-" * 7
STARTS_WITHIN_S = 120


@dataclass(frozen=True)
class Web:
    port: int
    log: Path

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """As the proxy in front asks, which ends TLS."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        passed_on = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        connection.request("GET", path, headers=passed_on | headers)
        answer = connection.getresponse()
        return answer, answer.read()


def environment(database_url: str) -> dict[str, str]:
    return os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "maillage.settings.production",
        "SECRET_KEY": "x1-" * 30,
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEFAULT_FROM_EMAIL": "bonjour@example.org",
        "WEB_CONCURRENCY": "1",
    }


@contextmanager
def serving(database_url: str, log: Path) -> Iterator[Web]:
    """The line `web:` of the Procfile, once it answers."""
    (line,) = re.findall(r"^web: (.+)$", (ROOT / "Procfile").read_text(encoding="utf-8"), re.MULTILINE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["sh", "-c", f"exec {line}"], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env=environment(database_url) | {"PORT": str(port)},
        )  # fmt: skip
    web = Web(port, log)
    try:
        deadline = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                web.get("/sante/")
                break
            except OSError:
                assert time.monotonic() < deadline and process.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.2)
        yield web
    finally:
        process.terminate()
        process.wait(timeout=30)


def collect(url: str) -> None:
    """The static files, once a run: two workers at once would take files away from under each other."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    databases.FOLDER.mkdir(parents=True, exist_ok=True)
    with (databases.FOLDER / "collecting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = databases.FOLDER / f"collected-{run}"
        if not done.exists():
            subprocess.run(command, cwd=ROOT, env=environment(url), check=True)
            done.touch()


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> Iterator[Web]:
    """On a migrated database of its own, with its static files collected."""
    with databases.migrated(f"procfile_{os.getpid()}") as url:
        collect(url)
        with serving(url, tmp_path_factory.mktemp("log") / "web.log") as web:
            yield web


def test_pages_carry_the_headers_that_protect_them(web):
    answer, _page = web.get("/")
    policy = answer.headers["Content-Security-Policy"]

    assert answer.status == 200
    assert "unsafe" not in policy
    assert {"script-src 'self'", "style-src 'self'", "object-src 'none'", "frame-ancestors 'self'"} <= {
        directive.strip() for directive in policy.split(";")
    }
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Set-Cookie"] is None


def test_back_office_has_a_policy_too(web):
    answer, _page = web.get("/admin/login/")
    policy = answer.headers["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy


def test_cookies_travel_on_tls_only(web):
    answer, _page = web.get("/compte/login/")

    assert "; Secure" in answer.headers["Set-Cookie"]


def test_plain_http_is_led_to_https_but_for_the_health_page(web):
    plain = {"X-Forwarded-Proto": "http"}

    assert web.get("/lieux/", **plain)[0].headers["Location"] == f"https://{HOST}/lieux/"
    assert web.get("/sante/", **plain)[0].status == 200


def test_static_files_are_hashed_compressed_and_kept(web):
    _answer, page = web.get("/")
    (stylesheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.decode())
    answer, body = web.get(stylesheet, **{"Accept-Encoding": "gzip"})

    assert re.fullmatch(r"/static/css/maillage\.[0-9a-f]{12}\.css", stylesheet)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"@import" not in gzip.decompress(body)


def test_every_line_of_the_logs_is_an_object_that_betrays_nobody(web):
    web.get("/lieux/?q=chez-moi")
    web.get(f"/compte/agenda/{SECRET}.ics")
    web.get("/", Host="elsewhere.example")
    time.sleep(0.5)
    lines = [json.loads(line) for line in web.log.read_text(encoding="utf-8").splitlines()]
    said = [line["message"] for line in lines]

    assert all({"at", "level", "logger", "message"} <= set(line) for line in lines)
    assert any(message.startswith("192.0.2.7 GET /lieux/ 200 ") for message in said)
    assert any(message.startswith("192.0.2.7 GET /compte/agenda/….ics 404 ") for message in said)
    assert "chez-moi" not in str(lines)
    assert SECRET not in str(lines)


def test_without_a_database_pages_say_so_in_their_language_and_health_names_it(web, tmp_path):
    with serving(f"sqlite:///{tmp_path}/nowhere/none.sqlite3", tmp_path / "web.log") as broken:
        answer, body = broken.get("/sante/")
        french, english = broken.get("/lieux/"), broken.get("/en/lieux/")
        api = broken.get("/api/v1/spaces")

    assert answer.status == 503
    assert json.loads(body) == {"status": "down", "database": "down", "cache": "ok", "tasks": "down"}
    assert (french[0].status, english[0].status, api[0].status) == (500, 500, 500)
    assert '<html lang="fr">' in french[1].decode()
    assert "Something broke on our side" in english[1].decode()
    assert 'href="/en/"' in english[1].decode()
    assert json.loads(api[1])["code"] == "server_error"


def test_clock_watches_until_it_is_told_to_end(tmp_path):
    (line,) = re.findall(r"^clock: (.+)$", (ROOT / "Procfile").read_text(encoding="utf-8"), re.MULTILINE)
    log = tmp_path / "clock.log"
    with databases.migrated(f"clock_{os.getpid()}") as url, log.open("wb") as out:
        command = ["sh", "-c", f"exec {line}"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=environment(url))
        deadline = time.monotonic() + STARTS_WITHIN_S
        while "Done: " not in log.read_text(encoding="utf-8") and process.poll() is None:
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.2)
        process.terminate()
        assert process.wait(timeout=30) == 0, log.read_text(encoding="utf-8")
