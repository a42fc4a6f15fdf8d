"""For the test suite: quick where safety is not under test, silent, and never outside 127.0.0.1."""

from maillage.settings.base import *  # noqa: F403 - settings are layered by star import
from maillage.settings.base import DATABASES, env

SECRET_KEY = "only-for-tests-and-long-enough-to-please-the-checks-0123456789"  # noqa: S105 - no secret
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DEMO_MODE = env.bool("DEMO_MODE", default=False)

DATABASES["default"]["TEST"] = {"NAME": "test"}  # a database of its own for each process: tests/conftest.py
DATABASES["default"]["OPTIONS"].pop("pool", None)  # one connection a thread: the suite ends them itself
