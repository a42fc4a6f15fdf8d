"""Moves that would go round what a team has to say: of somebody who has come, of a request, of what is only kept."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, Occupancy, State
from spaces.booking.services.arriving import arrive
from spaces.booking.services.booking import hold, move
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import approve, check_in
from spaces.catalogue.services import team
from tests.factories.booking import PersonFactory, on, open_room
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.spaces.booking.services.asking import ask

pytestmark = pytest.mark.django_db

LATER = on("10-12", "2026-06-18")


@pytest.fixture
def room(owner):
    return open_room(space=SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner))


@pytest.fixture
def asked_for(room):
    """A room of the same space whose bookings the team approves."""
    return ResourceFactory(space=room.space, requires_approval=True)


@pytest.fixture
def host(room):
    person = PersonFactory()
    team.join(room.space, user=person, role="host")
    return person


def code_of(deed) -> str:
    with pytest.raises(BookingRefused) as refused:
        deed()
    return refused.value.code


def test_who_said_that_they_are_there_goes_nowhere_else(room, asked_for):
    person = PersonFactory()
    booking = ask(room, "10-12", person=person)

    with clock.fixed(booking.start_at - timedelta(minutes=14)):
        arrived = arrive(booking, by=person)
        found = {
            code_of(lambda where=where: move(arrived, resource=where, start=LATER[0], end=LATER[1], by=person))
            for where in (room, asked_for)
        }

    assert found == {"too_late"}


def test_who_has_come_stays_longer_by_themselves_but_where_the_team_agrees_to_each_booking(room, asked_for, owner):
    person = PersonFactory()
    there = [ask(room, "10-12", person=person), approve(ask(asked_for, "10-12", person=person), by=owner)]
    longer = on("10-13")

    with clock.fixed(there[0].start_at):
        here, approved = (check_in(booking, by=owner) for booking in there)
        assert move(here, start=longer[0], end=longer[1], by=person).state == State.CHECKED_IN
        assert code_of(lambda: move(approved, start=longer[0], end=longer[1], by=person)) == "not_allowed"
        assert move(approved, start=longer[0], end=on("10-11")[1], by=person).state == State.CHECKED_IN


def test_team_that_moves_somebody_who_has_come_expects_them_anew(room, asked_for, owner, host):
    bookings = [ask(room, hours) for hours in ("10-11", "11-12", "12-13")]

    with clock.fixed(bookings[0].start_at):
        first, second, third = (check_in(booking, by=host) for booking in bookings)
        elsewhere = ResourceFactory(space=room.space)
        sits = move(first, resource=elsewhere, start=first.start_at, end=first.end_at, by=host)
        asked = move(second, resource=asked_for, start=LATER[0], end=LATER[1], by=host)
        expected = move(third, start=LATER[0], end=LATER[1], by=host)

    assert [one.state for one in (sits, asked, expected)] == [State.CHECKED_IN, State.PENDING, State.CONFIRMED]
    assert list(Booking.objects.order_by("pk").values_list("checked_in_at", flat=True)) == [
        sits.checked_in_at,
        None,
        None,
    ]


def test_yes_is_said_to_what_was_read(asked_for, owner):
    person = PersonFactory()
    request = ask(asked_for, "10-11", person=person)
    move(request, start=on("9-18")[0], end=on("9-18")[1], by=person)

    assert code_of(lambda: approve(request, by=owner, seen=request.sequence)) == "wrong_state"
    assert approve(request, by=owner, seen=request.sequence + 1).state == State.CONFIRMED


def test_what_has_moved_since_it_was_read_is_not_moved_back(room, owner):
    person = PersonFactory()
    booking = ask(room, "10-12", person=person)
    stale = Booking.objects.get()
    move(booking, start=LATER[0], end=LATER[1], by=owner)

    assert code_of(lambda: move(stale, start=on("10-13")[0], end=on("10-13")[1], by=person)) == "wrong_state"


def test_what_is_only_kept_does_not_move(room):
    person = PersonFactory()
    start, end = on("10-12")
    kept = hold(room, person=person, by=person, start=start, end=end)

    assert code_of(lambda: move(kept, start=LATER[0], end=LATER[1], by=person)) == "wrong_state"


def test_move_of_what_was_agreed_on_waits_beside_the_others_where_requests_compete(asked_for, owner):
    asked_for.requests_compete = True
    asked_for.save()
    person = PersonFactory()
    agreed = approve(ask(asked_for, "10-12", person=person), by=owner)

    moved = move(agreed, start=LATER[0], end=LATER[1], by=person)

    assert moved.state == State.PENDING and not Occupancy.objects.filter(booking=moved, active=True).exists()
    rival = ask(asked_for, "10-12", day="2026-06-18")
    assert rival.state == State.PENDING


def test_who_needs_less_than_was_agreed_on_asks_nobody(asked_for, owner):
    person = PersonFactory()
    agreed = approve(ask(asked_for, "10-14", person=person), by=owner)

    shorter = move(agreed, start=on("11-13")[0], end=on("11-13")[1], by=person)
    longer = move(shorter, start=on("11-14")[0], end=on("11-14")[1], by=person)

    assert (shorter.state, longer.state) == (State.CONFIRMED, State.PENDING)
