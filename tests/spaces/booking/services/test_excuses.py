"""The team has closed: nobody owes anything for not coming, nor for giving back what cannot take place."""

from datetime import date, timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book, move
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.excuses import is_excused, note_excuses
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.policies import Kept, kept_when_cancelled
from spaces.booking.services.proposals import propose
from spaces.booking.services.reopening import reopen
from spaces.booking.services.states import cancel, release
from tests.factories.booking import PersonFactory, at, conditions, on, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day_before():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def room(owner):
    """All is kept of the price less than two days before, and of who does not come within half an hour."""
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner)
    conditions(space, (2880, 100), release_after_min=30, no_show_percent=100)
    room = ResourceFactory(space=space, step=15)
    priced(room, 1200)
    return room


@pytest.fixture
def lea():
    return PersonFactory()


def ask(room, person, hours="10-12", **more) -> Booking:
    start, end = on(hours)
    return book(room, **{"person": person, "by": person, **more}, start=start, end=end)


def closed(room, by) -> None:
    close(Closure(space=room.space, chosen=(), start=at("2026-06-16 00:00"), end=at("2026-06-17 00:00")), by=by)


def after_start(booking, minutes):
    return clock.fixed(booking.start_at + timedelta(minutes=minutes))


def test_who_gives_back_what_is_closed_owes_nothing(room, lea, owner):
    booking = ask(room, lea)
    closed(room, owner)

    assert cancel(booking, by=lea).kept_cents == 0


def test_nobody_is_absent_from_a_closed_place(room, lea, owner):
    first, second = ask(room, lea), ask(room, lea, "13-15")
    closed(room, owner)

    with after_start(first, 31):
        lapse()
    with after_start(second, 5):
        release(second, by=owner)

    found = Booking.objects.values_list("state", "kept_cents")
    assert list(found) == [(State.RELEASED, None)] * 2


def test_what_was_due_before_a_move_is_due_no_more(room, lea, owner):
    booking = ask(room, lea)
    start, end = on("14-16")
    booking = move(booking, start=start, end=end, by=lea)
    assert booking.terms.floor_cents == 2400
    closed(room, owner)

    assert cancel(booking, by=lea).kept_cents is None


def test_what_is_open_again_costs_as_before(room, lea, owner):
    booking = ask(room, lea)
    closed(room, owner)
    reopen(room.blocks.get(), by=owner)

    assert cancel(booking, by=lea).kept_cents == 2400


def test_closed_elsewhere_is_no_excuse(room, lea, owner):
    booking, other = ask(room, lea), ResourceFactory(space=room.space)
    close(Closure(space=room.space, chosen=(other,), start=on("9-18")[0], end=on("9-18")[1]), by=owner)

    assert cancel(booking, by=lea).kept_cents == 2400


def test_new_hours_are_an_excuse_once_the_team_has_offered_other_times(room, lea, owner):
    booking = ask(room, lea)
    on_dates(room.space, date(2026, 6, 16))

    before = kept_when_cancelled(booking, by=lea, at=clock.now())
    propose([booking], by=owner)

    assert before.cents == 2400
    assert kept_when_cancelled(booking, by=lea, at=clock.now()) == Kept(cents=0, passes=booking.terms.floor_passes)


def test_what_was_let_in_outside_the_hours_costs_as_ever(room, lea, owner):
    booking = ask(room, lea, "19-21", by=owner, override_reason="Réunion du soir")

    assert cancel(booking, by=lea).kept_cents == 2400


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_for_all_at_once(room, owner, django_assert_num_queries, count):
    bookings = [ask(room, PersonFactory(), hours) for hours in ("9-10", "11-12", "13-14")[:count]]
    closed(room, owner)
    listed = list(Booking.objects.for_listing())

    with django_assert_num_queries(2):
        note_excuses(listed)
        found = [is_excused(one) for one in listed]

    assert found == [True] * len(bookings)


def test_nothing_is_asked_where_cancelling_is_free(lea, django_assert_num_queries):
    room = ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00")))
    ask(room, lea)
    listed = list(Booking.objects.for_listing())

    with django_assert_num_queries(0):
        note_excuses(listed)
        assert kept_when_cancelled(listed[0], by=lea, at=clock.now()).cents is None


def moved_late(room, lea):
    """To the afternoon: what was due in the morning goes along."""
    booking = ask(room, lea)
    start, end = on("14-16")
    booking = move(booking, start=start, end=end, by=lea)
    assert booking.terms.floor_cents == 2400
    return booking


def test_who_moves_away_from_what_is_closed_takes_nothing_along(room, lea, owner):
    booking = moved_late(room, lea)
    closed(room, owner)
    start, end = on("14-16", "2026-06-25")

    booking = move(booking, start=start, end=end, by=lea)

    assert (booking.terms.floor_cents, cancel(booking, by=lea).kept_cents) == (0, 0)


def test_who_moves_away_from_what_is_closed_may_ask_the_team(room, lea, owner):
    booking = moved_late(room, lea)
    closed(room, owner)
    room.requires_approval = True
    room.save()
    start, end = on("14-16", "2026-06-25")

    assert move(booking, start=start, end=end, by=lea, resource=room).state == State.PENDING


def test_who_was_offered_other_times_may_ask_for_another(room, lea, owner):
    booking = ask(room, lea, "16-18")
    room.requires_approval = True
    room.save()
    on_dates(room.space, date(2026, 6, 16))
    propose([booking], by=owner)
    start, end = on("14-16", "2026-06-25")

    assert move(booking, start=start, end=end, by=lea).state == State.PENDING
