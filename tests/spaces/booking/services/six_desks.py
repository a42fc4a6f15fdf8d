"""Somebody, and a pool of six desks at 12 € an hour: where passes of days pay."""

import pytest

from tests.factories.booking import PersonFactory, open_room, priced


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def room():
    """A pool of six desks, 12 € an hour."""
    room = open_room(capacity=6)
    priced(room, 1200)
    return room
