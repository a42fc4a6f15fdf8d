"""How gunicorn serves in production: `gunicorn --config site/gunicorn.conf.py maillage.wsgi`."""

import gc
import os
from typing import Any

pythonpath = "site"
bind = f"0.0.0.0:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
control_socket_disable = True  # in a home folder that several servers may share

# One JSON object a line, as all other logs. Query strings and referrers stay out: they say what people look for,
# and where they are.
accesslog = "-"
access_log_format = "%({x-forwarded-for}i)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms %(a)s"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "maillage.base.logs.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
        "gunicorn.access": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
    },
}


def post_worker_init(worker: Any) -> None:
    """Load every page, then set aside what stays for good: Python would stop to look through it again and again."""
    from django.urls import get_resolver  # there once the worker has loaded the site

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
