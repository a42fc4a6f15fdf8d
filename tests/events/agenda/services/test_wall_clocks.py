"""New rules of a time zone: an event stays at its hour. In June, Paris is two hours ahead by today's data."""

from datetime import date, time, timedelta

import pytest
from django.core import mail

from events.agenda.models import Schedule
from events.agenda.services.dates import roll_ahead
from events.agenda.services.wall_clocks import keep_wall_clocks
from maillage.base import clock
from maillage.base.zones import TZDATA_VERSION
from maillage.users.models import User
from spaces.booking.models import Occupancy
from spaces.booking.services.uses import use
from tests.factories.agenda import EventFactory, paris
from tests.factories.booking import PersonFactory, booked, on, open_room
from tests.factories.catalogue import EVERY_DAY, SpaceFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = date(2026, 6, 16)


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(paris(2026, 6, 15, 8)):
        yield


@pytest.fixture
def room(owner):
    User.objects.filter(pk=owner.pk).update(language="en")
    return open_room(space=SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner))


def announced(room, starts=18, **more):
    """For two hours, when the data still said that Paris is one hour ahead: an hour later than it is now."""
    hours = {"on": DAY, "starts": time(starts), "ends": time(starts + 2)}
    event = EventFactory.published(title="Apéro", space=room.space, rooms=[room], **hours, **more)
    for one in event.occurrences.all():
        one.start_at, one.end_at, one.recurrence_at = one.start_at + HOUR, one.end_at + HOUR, one.recurrence_at + HOUR
        one.tzdata = "2020.1"
        one.save()
    use(room, key=event.uuid, periods=event.occurrences.values_list("start_at", "end_at"), label=event.title)
    mail.outbox.clear()
    return event


def agreed(room, hours):
    booking = booked(room, hours, person=PersonFactory())
    booking.policy |= {"tzdata": "2020.1", "offset_min": 60}
    booking.save()
    return booking


def held(event):
    rows = Occupancy.objects.active().filter(use__key=event.uuid).order_by("start_at")
    return list(rows.values_list("start_at", "end_at"))


def test_event_is_the_same_date_at_the_hour_that_was_announced(room, owner):
    event = announced(room)
    before = event.occurrences.get()

    assert [keep_wall_clocks(), keep_wall_clocks()] == [[], []]

    date_ = event.occurrences.get()
    assert (date_.uuid, date_.start_at, date_.end_at) == (before.uuid, *on("18-20"))
    assert (date_.recurrence_at, date_.status, date_.previous_start_at) == (on("18-20")[0], "scheduled", None)
    assert (date_.sequence, date_.tzdata) == (before.sequence + 1, TZDATA_VERSION)
    assert held(event) == [on("18-20")]
    (message,) = mail.outbox
    assert message.to == [owner.email] and "Apéro · Tuesday 16 June, 18:00–20:00" in message.body


def test_neighbours_move_together_on_both_sides(room):
    event = announced(room)
    before, after = agreed(room, "18-19"), agreed(room, "21-22")

    assert keep_wall_clocks() == []

    for booking, hours in ((before, "17-18"), (after, "20-21")):
        booking.refresh_from_db()
        assert (booking.start_at, booking.end_at) == on(hours)
    assert held(event) == [on("18-20")]


def test_event_that_something_keeps_from_moving_stays_and_its_team_is_told_once(room, owner):
    stuck, free = announced(room), announced(room, starts=9)
    booked(room, "18-19")

    assert [keep_wall_clocks(), keep_wall_clocks()] == [[stuck], []]

    assert held(stuck) == [on("19-21")] and stuck.occurrences.get().start_at == on("19-21")[0]
    assert held(free) == [on("9-11")]
    (message,) = mail.outbox
    moved, _words, kept = message.body.partition("Something else has the room")
    assert "09:00–11:00" in moved and "19:00–21:00" in kept and "19:00" not in moved


def test_several_dates_an_hour_apart_do_not_meet_on_the_way(room):
    event = announced(room)
    Schedule.objects.create(event=event, first_on=DAY, starts=time(19), ends=time(20))
    late = {"start_at": on("20-21")[0], "end_at": on("20-21")[1], "first_on": DAY, "last_on": DAY}
    event.occurrences.create(**late, recurrence_at=late["start_at"], tzdata="2020.1")

    assert keep_wall_clocks() == []

    assert list(event.occurrences.values_list("start_at", flat=True)) == [on("18-20")[0], on("19-20")[0]]


def test_data_that_say_the_same_are_noted_and_nobody_is_told(room):
    event = EventFactory.published(space=room.space, rooms=[room], on=DAY)
    event.occurrences.update(tzdata="")
    before = event.occurrences.values("start_at", "sequence").get()
    mail.outbox.clear()

    assert keep_wall_clocks() == []

    assert event.occurrences.values("start_at", "sequence").get() == before
    assert event.occurrences.get().tzdata == TZDATA_VERSION and mail.outbox == []


def test_repeated_event_keeps_its_dates_and_those_that_come_within_the_horizon_join_them(room):
    with clock.fixed(paris(2026, 5, 1, 8)):
        event = announced(room, rrule="FREQ=WEEKLY")
    before = list(event.occurrences.values_list("uuid", flat=True))

    assert keep_wall_clocks() == []
    assert roll_ahead() == 1

    after = event.occurrences.order_by("recurrence_at")
    assert [one.uuid for one in after][: len(before)] == before
    assert {one.start_at.astimezone(event.zone).time() for one in after} == {time(18)}
    assert after.count() == len(before) + 7
