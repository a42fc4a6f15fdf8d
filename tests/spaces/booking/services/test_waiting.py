"""Waiting lists: one after the other is offered what becomes free, whatever made it so."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, State, WaitlistEntry
from spaces.booking.services.blocks import block, unblock
from spaces.booking.services.booking import book, move
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel, confirm
from spaces.booking.services.waiting import MOST, forget_waiting_lists, join, leave, look_for
from tests.factories.booking import PersonFactory, booked, conditions, limit, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(owner):
    return ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY, hours=("08:00", "20:00"), manager=owner))


def wait(room, hours="10-12", person=None, **more):
    start, end = on(hours)
    return join(room, person=person or PersonFactory(language="en"), start=start, end=end, **more)


def offered(entry) -> Booking | None:
    entry.refresh_from_db()
    return entry.booking


def told() -> list[str]:
    """Who got the mail of an offer."""
    return [message.to[0] for message in mail.outbox if "is free" in message.subject]


def test_first_who_waits_is_offered_what_is_given_back(room):
    taken = booked(room, "10-12")
    first, second = wait(room), wait(room)

    cancel(taken, by=taken.person)

    held = offered(first)
    assert (held.state, held.person, held.start_at, held.end_at) == (
        State.HOLD,
        first.person,
        first.start_at,
        first.end_at,
    )
    assert held.expires_at == clock.now() + timedelta(hours=2)
    assert offered(second) is None
    assert told() == [first.person.email]


def test_offer_goes_to_the_next_when_it_lapses_or_is_declined(room):
    taken = booked(room, "10-12")
    entries = [wait(room) for _ in range(3)]
    cancel(taken, by=taken.person)

    with clock.fixed(offered(entries[0]).expires_at):
        lapse()
        cancel(offered(entries[1]), by=entries[1].person)
        confirm(offered(entries[2]), by=entries[2].person)

    assert [offered(entry).state for entry in entries] == [State.EXPIRED, State.CANCELLED, State.CONFIRMED]
    assert told() == [entry.person.email for entry in entries]


def test_what_is_closed_meanwhile_can_no_longer_be_taken(room, owner):
    taken = booked(room, "10-12")
    entry = wait(room)
    cancel(taken, by=taken.person)
    start, end = on("11-14")
    closed, met = block(room, start=start, end=end, by=owner)
    mail.outbox.clear()

    with pytest.raises(BookingRefused) as refusal:
        confirm(offered(entry), by=entry.person)
    unblock(closed, by=owner)

    assert (refusal.value.code, met, mail.outbox) == ("blocked", [offered(entry)], [])
    assert confirm(offered(entry), by=entry.person).state == State.CONFIRMED


def test_who_has_some_of_it_by_now_is_offered_nothing_and_waits_no_longer(room):
    taken, rest = booked(room, "10-11"), booked(room, "11-12")
    entry, next_one = wait(room), wait(room, "11-12")
    cancel(taken, by=taken.person)
    start, end = on("10-11")
    book(room, person=entry.person, by=entry.person, start=start, end=end)

    cancel(rest, by=rest.person)

    assert offered(entry) is None
    assert entry.state == WaitlistEntry.State.LEFT
    assert offered(next_one).state == State.HOLD


def test_nobody_else_can_have_it_while_it_is_offered(room):
    taken = booked(room, "10-12")
    entry = wait(room)
    cancel(taken, by=taken.person)
    start, end = on("11-13")
    stranger = PersonFactory()

    with pytest.raises(BookingRefused) as refusal:
        book(room, person=stranger, by=stranger, start=start, end=end)

    assert refusal.value.code == "already_booked"
    assert confirm(offered(entry), by=entry.person).state == State.CONFIRMED


def test_whoever_does_not_fit_is_passed_over(room):
    booked(room, "12-14")
    taken = booked(room, "10-12")
    long, short = wait(room, "10-14"), wait(room, "10-11")

    cancel(taken, by=taken.person)

    assert offered(long) is None
    assert offered(short).state == State.HOLD


def test_rules_are_asked_again_when_it_becomes_free(room):
    taken = booked(room, "10-12")
    entry, next_one = wait(room), wait(room)
    limit(room, count=1)
    booked(room, "15-16", person=entry.person)

    cancel(taken, by=taken.person)

    assert offered(entry) is None
    assert offered(next_one).state == State.HOLD


@pytest.mark.parametrize("what", ["moved", "absent", "unblocked"])
def test_whatever_makes_it_free_is_offered(room, owner, what):
    if what == "unblocked":
        closed, _affected = block(room, start=on("10-12")[0], end=on("10-12")[1], by=owner)
        entry = wait(room)
        unblock(closed, by=owner)
    elif what == "moved":
        taken = booked(room, "10-12")
        entry = wait(room)
        move(taken, start=on("15-17")[0], end=on("15-17")[1], by=taken.person)
    else:
        conditions(room.space, release_after_min=30)
        taken = booked(room, "10-18")
        entry = wait(room, "14-15")
        with clock.fixed(taken.start_at + timedelta(minutes=31)):
            call_command("clock", "--once")

    assert offered(entry).state == State.HOLD


def test_nothing_is_offered_at_the_last_minute(room):
    taken = booked(room, "10-12")
    entry = wait(room)

    with clock.fixed(taken.start_at - timedelta(minutes=19)):
        cancel(taken, by=taken.person)

    assert offered(entry) is None


def test_who_has_left_is_not_asked(room):
    taken = booked(room, "10-12")
    entry = wait(room)
    leave(entry)

    cancel(taken, by=taken.person)

    assert offered(entry) is None
    assert not told()


def test_joining_twice_is_once_and_keeps_the_turn(room):
    booked(room, "10-12")
    first = wait(room)
    wait(room)

    assert wait(room, person=first.person) == first
    assert WaitlistEntry.objects.waiting(clock.now()).first() == first


def test_list_is_for_what_somebody_has(room):
    with pytest.raises(DomainError) as free:
        wait(room)
    with pytest.raises(BookingRefused) as closed:
        wait(room, "22-23")
    booked(room, "10-12")
    with pytest.raises(BookingRefused) as too_many:
        wait(room, seats=2)

    assert (free.value.code, closed.value.code, too_many.value.code) == ("free", "closed", "pool_full")
    assert not WaitlistEntry.objects.exists()


def test_nobody_waits_for_what_is_kept_for_them(room):
    """Else nobody else could ever have it: at each end of the offer it would be theirs again."""
    taken = booked(room, "10-12")
    entry = wait(room)
    cancel(taken, by=taken.person)

    with pytest.raises(DomainError) as refusal:
        wait(room, person=entry.person)
    with clock.fixed(offered(entry).expires_at):
        lapse()

    assert refusal.value.code == "kept"
    assert not Booking.objects.filter(person=entry.person).holding(clock.now() + timedelta(hours=2)).exists()


@pytest.mark.parametrize("what", ["room of a hall", "whole day"])
def test_one_offer_is_for_all_that_stands_in_its_way(room, what):
    """Who waits for a hall and for its rooms, or for several hours of one day, does not keep them one after the other."""
    inner = ResourceFactory(space=room.space, parent=room) if what == "room of a hall" else room
    type(room).objects.filter(pk=room.pk).update(block_whole_day=what == "whole day")
    room.refresh_from_db()
    inner.refresh_from_db()
    taken, person = booked(room, "10-12"), PersonFactory(language="en")
    first, second = wait(room, person=person), wait(inner, "11-12" if inner != room else "14-16", person=person)
    cancel(taken, by=taken.person)

    with clock.fixed(offered(first).expires_at):
        lapse()

    assert offered(second) is None
    assert second.state == WaitlistEntry.State.LEFT


def test_nobody_who_waits_costs_one_query(room, django_assert_num_queries):
    start, end = on("10-12")
    with django_assert_num_queries(1):
        look_for([room.pk], start, end)


def test_old_entries_are_forgotten_after_a_month(room):
    booked(room, "10-12")
    entry = wait(room)

    for days, left in ((29, 1), (31, 0)):
        with clock.fixed(entry.end_at + timedelta(days=days)):
            forget_waiting_lists()
        assert WaitlistEntry.objects.count() == left


def test_nobody_waits_for_everything(room):
    booked(room, "8-20")
    person, (start, end) = PersonFactory(), on("8-9")
    for days in range(MOST):
        times = {"start_at": start + timedelta(days), "end_at": end + timedelta(days)}
        kept = WaitlistEntry.objects.create(resource=room, person=person, **times)

    with pytest.raises(DomainError) as refusal:
        wait(room, "10-11", person)
    leave(kept)

    assert refusal.value.code == "too_many"
    assert wait(room, "10-11", person).state == WaitlistEntry.State.WAITING
