"""What production needs from its environment. Importing this refuses to go on, naming all that is missing."""

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
SHORTEST_SECRET = 50

REQUIRED = {
    "SECRET_KEY": "a long random text",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "ALLOWED_HOSTS": "maillage.example.org,www.example.org",
    "SITE_URL": "https://maillage.example.org",
    "EMAIL_URL": "smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "Réseau <bonjour@example.org>",
}

problems = []
if missing := [f"{name} (for example {example})" for name, example in REQUIRED.items() if not env(name, default="")]:
    problems.append("These environment variables are missing: " + "; ".join(missing) + ".")
if 0 < len(env("SECRET_KEY", default="")) < SHORTEST_SECRET:
    problems.append(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters: give a longer random text.")
if not (env("SITE_URL", default="") or "https://").startswith("https://"):
    problems.append("SITE_URL must begin with https://.")
if not (env("MEDIA_URL_STORAGE", default="") or "s3://").startswith("s3://"):
    problems.append("MEDIA_URL_STORAGE takes s3://bucket.")
if problems:
    raise ImproperlyConfigured(" ".join(problems))
