"""What production needs from its environment. Importing this refuses to go on, naming all that is missing."""

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

REQUIRED = {
    "SECRET_KEY": "a long random text",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "ALLOWED_HOSTS": "maillage.example.org,www.example.org",
    "SITE_URL": "https://maillage.example.org",
    "EMAIL_URL": "smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "Réseau <bonjour@example.org>",
}

if missing := [f"{name} (for example {example})" for name, example in REQUIRED.items() if not env(name, default="")]:
    raise ImproperlyConfigured("These environment variables are missing: " + "; ".join(missing) + ".")
if len(env("SECRET_KEY")) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters: give a longer random text.")
if not env("SITE_URL").startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must begin with https://.")
