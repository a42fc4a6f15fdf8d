"""A test runs on one engine only where the engine cannot matter."""

import re
from pathlib import Path

import pytest
from django.db import connection
from hypothesis.extra.django import TestCase

from tests.engines import asks_for_a_database

ROOT = Path(__file__).resolve().parents[1]


def test_who_asks_for_nothing_runs_once(request):
    assert request.node.get_closest_marker("once")
    assert not asks_for_a_database(request.node)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


@pytest.mark.django_db
def test_who_has_the_mark_of_the_database_runs_on_each(request):
    assert not request.node.get_closest_marker("once")


def test_who_has_a_fixture_that_leads_to_the_database_runs_on_each(request, space):
    assert not request.node.get_closest_marker("once")


@pytest.mark.engine
def test_whose_programs_open_one_runs_on_each(request):
    assert not request.node.get_closest_marker("once")


class TestCaseOfDjango(TestCase):
    def test_runs_on_each(self):
        connection.ensure_connection()

    @pytest.fixture(autouse=True)
    def _not_once(self, request):
        assert not request.node.get_closest_marker("once")


def test_no_file_opens_a_database_by_its_address_without_saying_so():
    """Such a test asks for nothing that pytest-django would see."""
    opening = re.compile(r"databases\.migrated\(|DATABASE_URL|\bserved\(")
    silent = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if path != Path(__file__)
        if opening.search(text := path.read_text(encoding="utf-8"))
        if not re.search(r"mark\.(engine|browser)|DATABASE_URL\": \"postgres://localhost/none", text)
    ]

    assert silent == []


def test_only_the_second_run_of_the_makefile_leaves_those_out():
    lines = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "not once" in line]

    assert lines == ['\t$(PY) site/bin/with_postgres.py $(PYTEST) -m "not once"']
