"""How much one person keeps, however many spaces they ask at once."""

import threading
from functools import partial

import pytest
from django.db import connection

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking
from spaces.booking.services.keeping import keep
from tests.factories.booking import PersonFactory, at, on, open_room


@pytest.mark.django_db(transaction=True)
def test_two_at_once_in_ten_spaces_are_enough():
    lea, rooms, (start, end), said = PersonFactory(), [open_room() for _ in range(10)], on("10-12"), []
    barrier = threading.Barrier(len(rooms))

    def ask(room):
        with clock.fixed(at("2026-06-15 08:00")):
            barrier.wait()
            try:
                said.append(keep(room, person=lea, start=start, end=end).state)
            except DomainError as refusal:
                said.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=partial(ask, room)) for room in rooms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["hold"] * 2 + ["too_many"] * 8
    assert Booking.objects.count() == 2
