"""`DATABASE_URL` made into Django's settings, with what both engines need to keep their word."""

from typing import Any

import environ


def configure(url: str) -> dict[str, Any]:
    """Settings of the database at `url` (`sqlite:///path`, `postgres://…`).

    SQLite begins write transactions at once (`IMMEDIATE`), so that two writers queue instead of
    failing half-way, and waits for its turn; PostgreSQL goes through psycopg's pool.
    """
    config = dict(environ.Env.db_url_config(url))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA journal_size_limit=27103364"
            ),
        }
    else:
        options = config.setdefault("OPTIONS", {})
        options.setdefault("pool", {"min_size": 1, "max_size": 8, "timeout": 10})
    return config
