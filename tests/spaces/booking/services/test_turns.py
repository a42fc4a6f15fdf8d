"""Turns: what the database asks to try again is tried again, and shown to nobody."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from spaces.booking.models import Block, Booking, Occupancy
from spaces.booking.services.turns import ATTEMPTS, Busy, Claim, let_finish, take_turn
from tests.factories.booking import booked, on, open_room

START = datetime(2026, 6, 16, 8, tzinfo=UTC)


def write_behind_the_back(room) -> None:
    """A row that no service wrote."""
    block = Block.objects.create(resource=room, start_at=START, end_at=START + timedelta(hours=2))
    Occupancy.objects.create(resource=room, block=block, kind="block", start_at=block.start_at, end_at=block.end_at)


@pytest.mark.django_db(transaction=True)
def test_turn_begins_anew_when_somebody_wrote_outside_of_it():
    room = open_room()
    booked(room, "10-12")
    tries = []

    def work() -> str:
        tries.append(Booking.objects.count())
        if len(tries) == 1:
            write_behind_the_back(room)
        return "done"

    assert take_turn(work, room.space_id) == "done"
    assert (tries, Block.objects.count()) == ([1, 1], 0)


@pytest.mark.django_db(transaction=True)
def test_turn_gives_up_when_the_database_never_agrees():
    room = open_room()
    booked(room, "10-12")
    tries = []

    def work() -> None:
        tries.append(None)
        write_behind_the_back(room)

    with pytest.raises(IntegrityError):
        take_turn(work, room.space_id)
    assert len(tries) == ATTEMPTS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [IntegrityError("another constraint"), OperationalError("no such table")])
def test_turn_does_not_repeat_what_would_fail_again(error):
    tries = []

    def work() -> None:
        tries.append(None)
        raise error

    with pytest.raises(type(error)):
        take_turn(work, 1)
    assert len(tries) == 1


@pytest.mark.django_db(transaction=True)
def test_turn_leaves_the_new_attempt_to_the_outermost_transaction():
    tries = []

    def work() -> None:
        tries.append(None)
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError), transaction.atomic():
        take_turn(work, 1)
    assert len(tries) == 1


@pytest.mark.django_db(transaction=True)
def test_turn_writes_nothing_when_the_work_fails():
    room = open_room()

    def work() -> None:
        booked(room, "10-12")
        raise LookupError

    with pytest.raises(LookupError):
        take_turn(work, room.space_id)
    assert not Booking.objects.overlapping(*on("10-12")).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: nobody can stand aside")
def test_of_two_who_claim_the_same_one_goes_ahead_and_the_other_waits_until_it_is_done():
    claim, other = Claim(1, START), Claim(1, START + timedelta(hours=1))
    inside, outside, told = threading.Event(), threading.Event(), []

    def work() -> None:
        inside.set()
        outside.wait(10)
        told.append("done")

    def go_ahead() -> None:
        take_turn(work, 1, claim=claim)
        connection.close()

    first = threading.Thread(target=go_ahead)
    first.start()
    inside.wait(10)
    with pytest.raises(Busy):
        take_turn(lambda: told.append("never"), 1, claim=claim)
    assert not let_finish(other)
    threading.Timer(0.2, outside.set).start()

    assert let_finish(claim)
    assert told == ["done"]
    first.join()
    assert not let_finish(claim)


@pytest.mark.django_db(transaction=True)
def test_nobody_claims_anything_inside_a_transaction():
    with transaction.atomic():
        assert not let_finish(Claim(1, START))
        with pytest.raises(Busy):
            take_turn(lambda: None, 1, claim=Claim(1, START))
