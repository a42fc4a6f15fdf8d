"""What one person keeps: not more however many spaces they ask at once, and not where the team has closed since."""

import threading
from functools import partial

import pytest
from django.db import connection

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, State
from spaces.booking.services.blocks import block, unblock
from spaces.booking.services.keeping import keep
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import confirm
from tests.factories.booking import PersonFactory, at, on, open_room, priced
from tests.factories.pricing import carnet, days_left


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


@pytest.mark.django_db
def test_what_was_kept_is_not_taken_while_the_team_has_closed(owner):
    room, lea, (start, end) = open_room(), PersonFactory(), on("10-12")
    with clock.fixed(at("2026-06-15 08:00")):
        kept = keep(room, person=lea, start=start, end=end)
        closed, _met = block(room, start=start, end=end, by=owner)

        with pytest.raises(BookingRefused) as refusal:
            confirm(kept, by=lea)
        stood = Booking.objects.get().state
        unblock(closed, by=owner)

        assert (refusal.value.code, stood) == ("blocked", State.HOLD)
        assert confirm(kept, by=lea).state == State.CONFIRMED


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "cents"), [(0, 2400), (60, 1200), (120, 0)])
def test_what_was_kept_costs_what_it_did_then(minutes, cents):
    """Prices and passes may change before it is taken: its page has shown what the hold costs."""
    room, lea, (start, end) = open_room(), PersonFactory(), on("10-12")
    price = priced(room, 1200)
    membership = carnet(lea, room.space, minutes) if minutes else None
    with clock.fixed(at("2026-06-15 08:00")):
        kept = keep(room, person=lea, start=start, end=end)
        price.amount_cents = 5000
        price.save()
        carnet(lea, room.space, 600, name="Carnet neuf")
        taken = confirm(kept, by=lea)

    taken.refresh_from_db()
    assert (kept.price_cents, taken.price_cents, taken.due_cents) == (cents, cents, cents)
    assert membership is None or days_left(membership, start.date()) == [0]
