"""What operators are warned of before they serve."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

ROOT = Path(__file__).resolve().parents[3]
LOCAL = "django.core.cache.backends.locmem.LocMemCache"
NONE = "django.core.cache.backends.dummy.DummyCache"
REDIS = "django.core.cache.backends.redis.RedisCache"


def warned() -> list[str]:
    return [found.id for found in run_checks(tags=["caches"], include_deployment_checks=True)]


@pytest.mark.parametrize(
    ("processes", "backend", "ids"),
    [
        (1, LOCAL, []),
        (2, LOCAL, ["maillage.W001"]),
        (8, NONE, ["maillage.W001"]),
        (2, REDIS, []),
    ],
)
def test_processes_that_share_no_cache_are_warned_of(settings, processes, backend, ids):
    settings.WEB_PROCESSES = processes
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:9"}}

    assert warned() == ids


def test_only_who_deploys_is_warned(settings):
    settings.WEB_PROCESSES = 2
    settings.CACHES = {"default": {"BACKEND": LOCAL}}

    assert run_checks(tags=["caches"]) == []


@pytest.mark.parametrize("said", ["", "3"])
def test_processes_are_counted_as_they_are_started(monkeypatch, said):
    monkeypatch.setenv("WEB_CONCURRENCY", said)

    started = runpy.run_path(str(ROOT / "site/gunicorn.conf.py"))["workers"]
    counted = runpy.run_path(str(ROOT / "site/maillage/settings/base.py"))["WEB_PROCESSES"]

    assert started == counted == (3 if said else 2)


LOADS = """
import gc, runpy
from maillage.wsgi import application
runpy.run_path("site/gunicorn.conf.py")["post_worker_init"](None)
print(gc.get_freeze_count())
"""


def test_worker_sets_aside_what_it_has_loaded_for_good():
    environment = os.environ | {"PYTHONPATH": "site", "DJANGO_SETTINGS_MODULE": "maillage.settings.test"}
    done = subprocess.run([sys.executable, "-c", LOADS], cwd=ROOT, env=environment, check=True, capture_output=True)

    assert int(done.stdout.split()[-1]) > 100_000
