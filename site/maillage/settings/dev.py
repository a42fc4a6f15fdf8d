"""On a developer's machine, and `make demo`."""

from maillage.settings.base import *  # noqa: F403 - settings are layered by star import
from maillage.settings.base import VAR, env
from maillage.settings.secrets import local_secret

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or local_secret(VAR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMO_MODE = env.bool("DEMO_MODE", default=True)
INDEXED = env.bool("INDEXED", default=False)

EMAIL_BACKEND = "maillage.base.mail.ConsoleAndFileBackend"
EMAIL_FILE_PATH = env.str("MAIL_FOLDER", default=str(VAR / "mail"))
MEDIA_ROOT = env.str("MEDIA_FOLDER", default=str(VAR / "media"))
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"

# Files are served as they stand: no collectstatic between an edit and a look.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
