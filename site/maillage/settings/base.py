"""What holds everywhere; each environment adds only its differences."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from maillage.settings import databases

ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "site"
VAR = ROOT / "var"

env = environ.Env()

INSTALLED_APPS = [
    # top floor
    "maillage.home",
    "maillage.maps",
    "maillage.accounts",
    "maillage.network",
    "maillage.api",
    # rooms
    "events.feeds",
    "events.agenda",
    "spaces.booking",
    "spaces.pricing",
    "spaces.catalogue",
    "members.directory",
    # ground floor
    "maillage.curation",
    "maillage.editorial",
    "maillage.vocabulary",
    "maillage.territories",
    "maillage.users",
    "maillage.base",
    # libraries
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "maillage.users.wagtail.apps.AccountsConfig",  # wagtail.users, with our accounts
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "maillage.base.csp.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maillage.users.middleware.back_office_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "maillage.base.limits.LimitForms",
    "maillage.accounts.second_factor.SecondFactorFirst",
    "maillage.base.middleware.form_only_page",
    "maillage.base.middleware.HoldableValues",
]

ROOT_URLCONF = "maillage.urls"
WSGI_APPLICATION = "maillage.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "maillage.base.context.site",
                "maillage.editorial.context.footer",
            ],
            "builtins": ["maillage.base.templatetags.maillage"],
        },
    },
]

DATABASES = {"default": databases.configure(env("DATABASE_URL", default=f"sqlite:///{VAR}/maillage.sqlite3"))}

# Words and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [SITE / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [SITE / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "maillage.base.staticfiles.BundledStorage"},
}

# Accounts (django-allauth), under /compte/
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]  # also Django's own permissions
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_ADAPTER = "maillage.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "maillage.accounts.forms.NameForm"
ACCOUNT_FORMS = {
    "login": "maillage.accounts.sign_in_forms.LoginForm",
    "signup": "maillage.accounts.sign_in_forms.SignupForm",
    "add_email": "maillage.accounts.sign_in_forms.AddEmailForm",
    "change_password": "maillage.accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "maillage.accounts.sign_in_forms.SetPasswordForm",
    "reset_password": "maillage.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "maillage.accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "maillage.accounts.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
MFA_ADAPTER = "maillage.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "maillage.accounts.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "maillage.accounts.sign_in_forms.RenamePasskeyForm",
    "authenticate": "maillage.accounts.sign_in_forms.SecondFactorForm",
    "reauthenticate": "maillage.accounts.sign_in_forms.SecondFactorAgainForm",
    "activate_totp": "maillage.accounts.sign_in_forms.ActivateCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is signed in before confirming; else a key would keep the address for ever
SECOND_FACTOR_FOR_STAFF = False
USERSESSIONS_TRACK_ACTIVITY = False  # five queries a request otherwise

# Work outside requests
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Wagtail
WAGTAIL_SITE_NAME = "Maillage"
WAGTAILADMIN_BASE_URL = SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
WAGTAIL_I18N_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "base.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "maillage.base.picture_forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp", "jpeg": "webp", "png": "webp", "webp": "webp"}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip", "ods", "odp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords and addresses are kept by allauth
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False  # one lifecycle, our own moderation
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "maillage.base.search_backend"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# Forms in our look
FORM_RENDERER = "maillage.base.forms.Renderer"

# Safety
CSRF_FAILURE_VIEW = "maillage.base.views.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview pane frames our own pages
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
_SELF = "'self'"
MAP_TILES = env("MAP_TILES", default="")
MAP_TILES_ATTRIBUTION = env("MAP_TILES_ATTRIBUTION", default="")
# The only other sites that a page may call: whose tiles the operator asks for, and in production whose storage.
_tiles = urlsplit(MAP_TILES.replace("{s}", "*"))
IMAGE_SOURCES = [f"{_tiles.scheme}://{_tiles.netloc}"] if _tiles.netloc else []
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [_SELF],
        "img-src": [_SELF, "data:", *IMAGE_SOURCES],
        "style-src": [_SELF],
        "script-src": [_SELF],
        "object-src": ["'none'"],
        "base-uri": [_SELF],
        "form-action": [_SELF],
        "frame-ancestors": [_SELF],
    },
}

# Caches: in this process unless REDIS_URL is given
REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
}

WEB_PROCESSES = int(env("WEB_CONCURRENCY", default="") or 2)  # as site/gunicorn.conf.py starts them

# Errors
SENTRY_DSN = env("SENTRY_DSN", default="")

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail:")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Maillage <bonjour@example.org>")

# Requests a minute of one address or one person; 0: no limit
PER_MINUTE = {
    "anonymous": env.int("API_ANONYMOUS_PER_MINUTE", default=3000),
    "reads": env.int("API_READS_PER_MINUTE", default=6000),
    "writes": env.int("API_WRITES_PER_MINUTE", default=1200),
    "feeds": env.int("FEEDS_PER_MINUTE", default=6000),  # those made: "nothing new" is not counted
    "searches": env.int("SEARCHES_PER_MINUTE", default=600),  # through the hours of the whole network
    "forms": env.int("FORMS_PER_MINUTE", default=600),
    "codes": env.int("CODES_PER_MINUTE", default=30),  # typed or scanned: nobody tries them out
}
PER_HOUR = {
    "guests": env.int("GUEST_REQUESTS_PER_HOUR", default=20),  # each keeps a place for a while, and sends a mail
    "moves": env.int("MOVES_PER_HOUR", default=10),  # of one booking by its person: each may write to the whole team
}

# Product
DEMO_MODE = False
INDEXED = env.bool("INDEXED", default=True)  # whether search engines may look
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")  # an address or https://…, for /.well-known/security.txt
SOURCE_URL = env("SOURCE_URL", default="")  # where the code of this very site can be had (AGPL-3.0, section 13)
FETCH_ALLOWED_HOSTS = env.list("FETCH_ALLOWED_HOSTS", default=[])
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # SAMEORIGIN, not DENY: see X_FRAME_OPTIONS
