"""A published event has its dates and keeps its rooms; what it no longer needs is free again."""

from datetime import date, time

import pytest

from events.agenda.models import DateChange, Event, Occurrence, Schedule, Status
from events.agenda.services import dates
from maillage.base import clock
from maillage.curation.models import State
from maillage.curation.services import lifecycle
from spaces.booking.models import Occupancy
from spaces.booking.services.imports import import_booking
from spaces.booking.services.refusals import BookingRefused
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import ResourceFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 5)


def test_draft_has_no_date_and_keeps_no_room():
    room = ResourceFactory()

    EventFactory.draft(space=room.space, rooms=[room], on=DAY)

    assert not Occurrence.objects.exists()
    assert not Occupancy.objects.exists()


def test_published_event_reserves_its_room_at_each_date():
    room = ResourceFactory()

    EventFactory.published(space=room.space, rooms=[room], on=DAY, rrule="FREQ=WEEKLY;COUNT=3")

    held = Occupancy.objects.filter(resource=room, kind="event").order_by("start_at")
    assert [(row.start_at, row.end_at) for row in held] == [
        (paris(2027, 1, day, 18), paris(2027, 1, day, 20)) for day in (5, 12, 19)
    ]


def test_publication_is_refused_when_the_room_is_taken_and_nothing_is_written(owner):
    room = ResourceFactory()
    import_booking(room, person=owner, start=paris(2027, 1, 12, 19), end=paris(2027, 1, 12, 21))
    event = EventFactory.draft(space=room.space, rooms=[room], on=DAY, rrule="FREQ=WEEKLY;COUNT=3")

    with pytest.raises(dates.RoomTaken) as refusal:
        lifecycle.publish(event, by=owner)

    assert " ".join(refusal.value.message.replace("\u2060", "").split()) == (
        f"{room.name} n’est pas libre : mardi 12 janvier 2027, 19 h – 21 h. "
        "Choisissez un autre moment ou une autre salle."
    )
    event = Event.objects.get()
    assert (event.state, event.occurrences.count()) == (State.DRAFT, 0)
    assert not Occupancy.objects.filter(kind="event").exists()


def test_booking_is_refused_where_an_event_takes_the_room(owner):
    room = ResourceFactory()
    EventFactory.published(space=room.space, rooms=[room], on=DAY)

    with pytest.raises(BookingRefused):
        import_booking(room, person=owner, start=paris(2027, 1, 5, 19), end=paris(2027, 1, 5, 21))


@pytest.mark.parametrize("leave", ["unpublish", "archive", "cancel", "delete", "other_room"])
def test_room_is_free_again_when_the_event_no_longer_needs_it(leave, owner):
    room, other = ResourceFactory(), ResourceFactory()
    event = EventFactory.published(space=room.space, rooms=[room], on=DAY)

    match leave:
        case "unpublish":
            lifecycle.unpublish(event, by=owner)
        case "archive":
            lifecycle.archive(event, by=owner)
        case "cancel":
            event.status = Status.CANCELLED
            lifecycle.publish(event, by=owner)
        case "delete":
            event.delete()
        case "other_room":
            event.resources = [other]
            lifecycle.publish(event, by=owner)

    assert not Occupancy.objects.filter(resource=room, active=True).exists()


def test_settling_again_changes_nothing():
    room = ResourceFactory()
    event = EventFactory.published(space=room.space, rooms=[room], on=DAY, rrule="FREQ=WEEKLY;COUNT=3")
    before = list(Occurrence.objects.values()), list(Occupancy.objects.values()), event.sequence

    dates.settle(event)

    event.refresh_from_db()
    assert (list(Occurrence.objects.values()), list(Occupancy.objects.values()), event.sequence) == before


def test_single_date_that_moves_stays_the_same_date_and_says_when_it_was(owner):
    event = EventFactory.published(on=DAY)
    known = event.occurrences.get()

    event.schedules.update(first_on=date(2027, 1, 6), starts=time(19))
    event.refresh_from_db()
    dates.settle(event)

    moved = event.occurrences.get()
    assert (moved.uuid, moved.start_at, moved.previous_start_at) == (known.uuid, paris(2027, 1, 6, 19), known.start_at)
    assert (moved.status, moved.sequence, Event.objects.get().sequence) == (Status.RESCHEDULED, 1, 1)


def test_rolling_ahead_makes_the_dates_that_came_within_the_horizon():
    with clock.fixed(paris(2026, 1, 1)):
        event = EventFactory.published(on=date(2026, 1, 6), rrule="FREQ=MONTHLY")
        before = event.occurrences.count()
    with clock.fixed(paris(2026, 7, 1)):
        assert dates.roll_ahead() == 1
        assert dates.roll_ahead() == 0

    assert event.occurrences.count() == before + 6


def test_rolling_ahead_reaches_an_event_with_a_single_date_beside_its_repetition():
    with clock.fixed(paris(2026, 1, 1)):
        event = EventFactory.draft(on=date(2026, 1, 6), rrule="FREQ=MONTHLY")
        Schedule.objects.create(event=event, first_on=date(2026, 2, 1), starts=time(9), ends=time(10))
        event.refresh_from_db()
        lifecycle.publish(event, by=None)
        before = event.occurrences.count()
    with clock.fixed(paris(2026, 7, 1)):
        assert dates.roll_ahead() == 1

    assert event.occurrences.count() == before + 6


def test_rolling_ahead_goes_on_where_a_room_is_taken(owner, caplog):
    with clock.fixed(paris(2026, 1, 1)):
        room = ResourceFactory()
        held_up = EventFactory.published(space=room.space, rooms=[room], on=date(2026, 1, 6), rrule="FREQ=MONTHLY")
        EventFactory.published(on=date(2026, 1, 6), rrule="FREQ=MONTHLY")
        before = held_up.occurrences.count()
    import_booking(room, person=owner, start=paris(2027, 8, 6, 18), end=paris(2027, 8, 6, 19))
    with clock.fixed(paris(2026, 7, 1)):
        assert dates.roll_ahead() == 1

    assert held_up.occurrences.count() == before
    assert held_up.slug in caplog.text


def test_concert_that_ends_after_midnight_is_its_evenings():
    event = EventFactory.published(on=DAY, starts=time(21), ends=time(1))

    date_ = event.occurrences.get()
    assert (date_.start_at, date_.end_at) == (paris(2027, 1, 5, 21), paris(2027, 1, 6, 1))
    assert (date_.first_on, date_.last_on) == (DAY, DAY)


def test_two_schedules_give_the_dates_of_both():
    event = EventFactory.draft(on=DAY)
    Schedule.objects.create(event=event, first_on=date(2027, 2, 1), starts=time(9), ends=time(10))
    event.refresh_from_db()

    lifecycle.publish(event, by=None)

    assert [one.start_at for one in event.occurrences.all()] == [paris(2027, 1, 5, 18), paris(2027, 2, 1, 9)]


def weekly(**fields):
    """Three Tuesdays of January 2027, 18:00 to 20:00."""
    return EventFactory.published(on=DAY, rrule="FREQ=WEEKLY;COUNT=3", **fields)


def change(event, **fields):
    event.changes.add(DateChange(**fields))
    event.save()
    lifecycle.publish(event, by=None)
    event.refresh_from_db()


def days(event):
    return [(one.first_on.day, str(one.status)) for one in event.occurrences.order_by("recurrence_at")]


def test_cancelled_date_stays_and_its_room_is_free(owner):
    room = ResourceFactory()
    event = weekly(space=room.space, rooms=[room])

    change(event, day=date(2027, 1, 12), status=Status.CANCELLED)

    assert days(event) == [(5, "scheduled"), (12, "cancelled"), (19, "scheduled")]
    import_booking(room, person=owner, start=paris(2027, 1, 12, 18), end=paris(2027, 1, 12, 20))


def test_moved_date_is_the_same_date_and_says_when_it_was():
    event = weekly()
    known = event.occurrences.get(first_on=date(2027, 1, 12))

    change(event, day=date(2027, 1, 12), status=Status.RESCHEDULED, new_on=date(2027, 1, 13), starts=time(9))

    moved = event.occurrences.get(first_on=date(2027, 1, 13))
    assert (moved.uuid, moved.start_at, moved.end_at) == (
        known.uuid,
        paris(2027, 1, 13, 9),
        paris(2027, 1, 13, 11),
    )
    assert (moved.previous_start_at, moved.sequence, event.sequence) == (known.start_at, 1, 1)


def test_change_that_is_taken_back_leaves_the_date_as_it_was():
    event = weekly()
    change(event, day=date(2027, 1, 12), status=Status.RESCHEDULED, starts=time(9))

    event.changes.set([])
    event.save()
    lifecycle.publish(event, by=None)

    assert days(event) == [(5, "scheduled"), (12, "scheduled"), (19, "scheduled")]
    back = event.occurrences.get(first_on=date(2027, 1, 12))
    assert (back.start_at, back.previous_start_at, back.sequence) == (paris(2027, 1, 12, 18), None, 2)


def test_moved_date_is_refused_where_the_room_is_taken(owner):
    room = ResourceFactory()
    event = weekly(space=room.space, rooms=[room])
    import_booking(room, person=owner, start=paris(2027, 1, 13, 18), end=paris(2027, 1, 13, 20))

    with pytest.raises(dates.RoomTaken):
        change(event, day=date(2027, 1, 12), status=Status.RESCHEDULED, new_on=date(2027, 1, 13))

    assert [one.first_on.day for one in event.occurrences.all()] == [5, 12, 19]


def test_settling_changes_again_changes_nothing():
    event = weekly()
    change(event, day=date(2027, 1, 12), status=Status.POSTPONED)
    before = list(Occurrence.objects.values()), event.sequence

    dates.settle(event)

    event.refresh_from_db()
    assert (list(Occurrence.objects.values()), event.sequence) == before


def test_date_that_moved_with_its_schedule_goes_on_saying_so():
    event = EventFactory.published(on=DAY)
    event.schedules.update(first_on=date(2027, 1, 6))
    event.refresh_from_db()
    dates.settle(event)

    dates.settle(event)

    assert event.occurrences.get().status == Status.RESCHEDULED


@pytest.mark.parametrize(
    ("fields", "steps"),
    [
        ({"title": "Autre titre", "summary": "Autre phrase"}, 0),
        ({"status": Status.CANCELLED}, 1),
        ({"place": "Au jardin"}, 1),
        ({"attendance": "mixed", "online_url": "https://example.org/salle"}, 1),
    ],
)
def test_sequence_goes_up_with_what_calendars_must_follow(fields, steps):
    event = EventFactory.published(on=DAY)

    for name, value in fields.items():
        setattr(event, name, value)
    lifecycle.publish(event, by=None)

    event.refresh_from_db()
    assert event.sequence == steps


def test_draft_of_a_published_event_counts_nothing_yet():
    event = EventFactory.published(on=DAY)
    event.status = Status.CANCELLED
    event.save_revision()

    event.refresh_from_db()
    assert event.sequence == 0
