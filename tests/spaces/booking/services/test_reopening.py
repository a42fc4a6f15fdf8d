"""Opening again what one closure has closed: all of it or none."""

import pytest
from django.db import DatabaseError, connection

from spaces.booking.models import Block, Occupancy
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.reopening import reopen, standing_closures
from tests.factories.booking import on, open_room
from tests.factories.catalogue import ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms():
    first = open_room(name="Aneto")
    return [first, *(ResourceFactory(space=first.space, name=name) for name in ("Ossau", "Soum"))]


@pytest.fixture
def closed(rooms, owner):
    start, end = on("9-12")
    close(Closure(space=rooms[0].space, chosen=[], start=start, end=end, reason="Travaux"), by=owner)
    return Block.objects.first()


def test_whole_closure_is_one_and_frees_every_place(rooms, closed, owner):
    (standing,) = standing_closures(rooms[0].space, most=10)
    lifted = reopen(closed, by=owner)

    assert lifted == standing and standing.is_whole and len(standing.blocks) == 3
    assert not standing_closures(rooms[0].space, most=10)
    assert not Occupancy.objects.active().exists()


def test_all_of_it_or_none(rooms, closed, owner):
    lifted = []

    def fails_at_the_second(execute, sql, params, many, context):
        if sql.startswith('UPDATE "booking_block"'):
            lifted.append(sql)
            if len(lifted) == 2:
                raise DatabaseError("gone")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fails_at_the_second), pytest.raises(DatabaseError):
        reopen(closed, by=owner)

    assert Block.objects.standing().count() == 3 and Occupancy.objects.active().count() == 3


def test_only_so_many_closures_are_read_and_none_is_cut(rooms, closed, owner):
    start, end = on("14-15")
    close(Closure(space=rooms[0].space, chosen=rooms[:2], start=start, end=end), by=owner)

    assert [len(one.blocks) for one in standing_closures(rooms[0].space, most=1)] == [3]
    assert [one.is_whole for one in standing_closures(rooms[0].space, most=2)] == [True, False]
