"""Which tests have the same outcome on every database engine: `make test` runs those once, on SQLite.

pytest-django refuses the database to a test that has not asked for it. Such a test is marked `once` here. One that asks
carries that mark in its own file where what it looks at cannot differ: HTML that a browser judges, for example. A test
whose programs open a database by themselves says so with `engine`.
"""

import pytest
from django.test import TransactionTestCase

ASKING = ("django_db", "browser", "engine")  # who opens a browser has a site, and a database behind it


def mark_once(items: list[pytest.Item]) -> None:
    """Mark `once` every test that asks for no database."""
    for item in items:
        if not asks_for_a_database(item):
            item.add_marker("once")


def asks_for_a_database(item: pytest.Item) -> bool:
    """By a mark, by a fixture (those that lead to one count), or as a test case of Django."""
    return (
        any(item.get_closest_marker(name) for name in ASKING)
        or "django_db_setup" in getattr(item, "fixturenames", ())
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )
