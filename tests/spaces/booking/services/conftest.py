"""Two weeks before the Tuesday of the examples."""

from datetime import UTC, datetime

import pytest

from maillage.base import clock

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(NOW):
        yield
