"""In production. Refuses to start, naming all that is missing."""

from urllib.parse import urlsplit

from maillage.settings import requirements  # noqa: F401 - first: names what is missing
from maillage.settings.base import *  # noqa: F403 - settings are layered by star import
from maillage.settings.base import (
    CONTENT_SECURITY_POLICY,
    EMAIL_CONFIG,
    IMAGE_SOURCES,
    SENTRY_DSN,
    SITE_URL,
    STORAGES,
    env,
)

SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

vars().update(EMAIL_CONFIG)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)  # else everybody counts as the proxy in the limits
SECOND_FACTOR_FOR_STAFF = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

if bucket_url := env("MEDIA_URL_STORAGE", default=""):
    bucket = bucket_url.removeprefix("s3://").rstrip("/")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        # Two uploads of one name are two files: the library's default would replace the first.
        "OPTIONS": {"bucket_name": bucket, "querystring_auth": True, "file_overwrite": False},
    }
    # Pictures come from there. boto3 reads the keys, the region and AWS_ENDPOINT_URL_S3 from the environment by itself.
    endpoint = urlsplit(env("AWS_ENDPOINT_URL_S3", default="https://s3.amazonaws.com"))
    storage = [f"{endpoint.scheme}://{endpoint.netloc}", f"{endpoint.scheme}://{bucket}.{endpoint.netloc}"]
    IMAGE_SOURCES += storage
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += storage

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "maillage.base.logs.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": env("LOG_LEVEL", default="INFO").upper()},
    "loggers": {"django.server": {"handlers": ["stdout"], "propagate": False}},
}

if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)
