"""Production starts with all it needs, and otherwise says what is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ASYNC_UNSAFE

ROOT = Path(__file__).resolve().parents[3]
WHOLE = {
    "SECRET_KEY": "0123456789-abcdefghijklmnop" * 2,
    "DATABASE_URL": "postgres://localhost/none",
    "ALLOWED_HOSTS": "maillage.example.org",
    "SITE_URL": "https://maillage.example.org",
    "EMAIL_URL": "smtp://localhost",
    "DEFAULT_FROM_EMAIL": "bonjour@example.org",
}


SAFE = {
    "SECOND_FACTOR_FOR_STAFF": True,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_SAMESITE": "Lax",
    "SECURE_SSL_REDIRECT": True,
    "DEBUG": False,
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **changes)


def run(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in (WHOLE | changes).items() if value}
    others = {
        name: value
        for name, value in os.environ.items()
        if name not in {*WHOLE, "REDIS_URL", "WEB_CONCURRENCY", ASYNC_UNSAFE}
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=others | given | {"DJANGO_SETTINGS_MODULE": "maillage.settings.production"},
    )  # fmt: skip


@pytest.mark.parametrize("given", [{"REDIS_URL": "redis://localhost"}, {"WEB_CONCURRENCY": "1"}])
def test_deployment_checks_find_nothing_when_everything_is_given(given):
    done = check(**given)

    assert done.returncode == 0, done.stderr


def test_deployment_checks_name_the_cache_that_two_processes_lack():
    done = check()

    assert done.returncode != 0
    assert "(maillage.W001) 2 web processes share no cache" in done.stderr
    assert "Set REDIS_URL, or WEB_CONCURRENCY=1." in done.stderr and "1 issue" in done.stderr


def test_production_is_safe_by_default():
    done = run("manage.py", "shell", "--no-imports", "-c", f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {list(SAFE)}}}))
""")  # fmt: skip

    assert json.loads(done.stdout) == SAFE


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_production_refuses_to_start_and_names_what_is_missing(name):
    done = check(**{name: ""})

    assert done.returncode != 0
    assert f"These environment variables are missing: {name} (for example" in done.stderr


def test_production_refuses_to_start_and_names_all_that_is_wrong_at_once():
    wrong = {"SECRET_KEY": "court", "SITE_URL": "http://maillage.example.org", "EMAIL_URL": "", "ALLOWED_HOSTS": ""}
    said = check(**wrong, MEDIA_URL_STORAGE="ftp://photos").stderr

    assert "missing: ALLOWED_HOSTS (for example" in said
    assert "; EMAIL_URL (for example" in said
    assert "SECRET_KEY is shorter than 50 characters" in said
    assert "SITE_URL must begin with https://" in said
    assert "MEDIA_URL_STORAGE takes s3://bucket." in said
    assert "Traceback" not in said and len(said.splitlines()) == 1


def test_pictures_of_a_bucket_are_let_through_and_none_replaces_another():
    found = run("manage.py", "shell", "--no-imports", "-c", """
import json
from django.conf import settings
print(json.dumps([settings.STORAGES["default"], settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"]]))
""", MEDIA_URL_STORAGE="s3://photos", AWS_ENDPOINT_URL_S3="https://s3.fr-par.scw.cloud")  # fmt: skip
    storage, sources = json.loads(found.stdout)

    assert storage["OPTIONS"] == {"bucket_name": "photos", "querystring_auth": True, "file_overwrite": False}
    assert sources == ["'self'", "data:", "https://s3.fr-par.scw.cloud", "https://photos.s3.fr-par.scw.cloud"]
