"""Reads: what pages, API and command say is free, and how many queries that takes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Occupancy
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.availability import availability, first_free, free_between, many
from spaces.booking.services.board import Slot, day_board
from spaces.booking.services.booking import book, hold
from spaces.booking.services.reading import read
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import (
    PersonFactory,
    at,
    booked,
    on,
    open_room,
    priced,
    require_training,
    trained,
)
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates, open_weekly

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 6, 16)
DATA = ("SELECT", "(SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def queries(settings):
    """What goes to the database; the lock of a turn and savepoints left out, as they differ by engine."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    captured = CaptureQueriesContext(connection)

    def count(deed) -> int:
        with captured:
            deed()
        return sum("advisory" not in query["sql"] and query["sql"].startswith(DATA) for query in captured)

    return count


def free(resource, day=TUESDAY, *, until=None, duration=60, **more) -> list[str]:
    """The free starts of a day, as its wall clock says them."""
    answer = availability(resource, from_on=day, until_on=until or day, duration=duration, **more)
    return [start[8:16] if until else start[11:16] for start in answer["starts"]]


def test_availability_answers_as_the_contract_says():
    room = open_room(hours=("09:00", "12:00"))
    booked(room, "10-11")

    answer = availability(room, from_on=TUESDAY, until_on=TUESDAY, duration=60, explain=True)

    assert answer == {
        "time_zone": "Europe/Paris",
        "duration": 60,
        "starts": ["2026-06-16T09:00:00+02:00", "2026-06-16T11:00:00+02:00"],
        "refused": [{"start": "2026-06-16T10:00:00+02:00", "code": "already_booked"}],
    }


def test_example_34_booking_that_ends_at_midnight_is_not_in_the_way_of_the_next_day():
    room = open_room()
    booked(room, "22-24")

    assert free(room, date(2026, 6, 17))[0] == "00:00"


def test_example_41_starts_go_on_after_bookings():
    room = open_room(hours=("09:00", "18:00"))
    booked(room, "10-11")
    booked(room, "12-13")

    assert free(room) == ["09:00", "11:00", "13:00", "14:00", "15:00", "16:00", "17:00"]


@pytest.mark.parametrize(("before", "after", "first"), [(30, 30, "12:00"), (60, 60, "16:30"), (0, 60, "16:00")])
def test_example_43_larger_buffer_counts_between_two_bookings(before, after, first):
    room = open_room(hours=("10:00", "20:00"), step=30, buffer_before=before, buffer_after=after)
    booked(room, "10-11:30", buffer_before=30, buffer_after=30)
    booked(room, "13-15:30", buffer_before=30, buffer_after=30)

    assert free(room, duration=30)[0] == first


def test_example_67_pool_lists_the_starts_that_still_have_a_place():
    pool = open_room(capacity=2, hours=("09:00", "18:00"))
    for hours in ("9-12", "11-14", "13-16"):
        booked(pool, hours)

    assert free(pool) == ["09:00", "10:00", "12:00", "14:00", "15:00", "16:00", "17:00"]


def test_example_68_room_is_listed_as_taken_when_the_hall_around_it_is():
    hall = open_room(hours=("09:00", "18:00"))
    room, other = (ResourceFactory(space=hall.space, parent=hall) for _ in range(2))
    booked(hall, "9-12")
    booked(room, "14-16")

    assert free(hall) == ["12:00", "13:00", "16:00", "17:00"]
    assert free(room) == ["12:00", "13:00", "16:00", "17:00"]
    assert free(other) == ["12:00", "13:00", "14:00", "15:00", "16:00", "17:00"]


def test_example_72_hold_is_in_the_way_until_the_instant_it_expires():
    room = open_room(hours=("09:00", "12:00"))
    person = PersonFactory()
    with clock.fixed(at("2026-06-10 10:00")):
        hold(room, person=person, by=person, start=on("10-11")[0], end=on("10-11")[1], minutes=5)

    with clock.fixed(at("2026-06-10 10:04:59")):
        before = free(room)
    with clock.fixed(at("2026-06-10 10:05")):
        after = free(room)

    assert (before, after) == (["09:00", "11:00"], ["09:00", "10:00", "11:00"])


def test_availability_reads_buffers_that_reach_into_the_day_from_outside():
    room = open_room()
    booked(room, "22-23", day="2026-06-15", buffer_after=180)

    assert free(room)[0] == "02:00"


def test_availability_takes_the_hours_of_the_resource_and_the_exceptions_of_its_space():
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"))
    own = ResourceFactory(space=space, has_own_hours=True)
    open_weekly(own, EVERY_DAY, ("20:00", "22:00"))
    on_dates(space, date(2026, 6, 17), hours=("10:00", "12:00"))

    assert free(own, until=date(2026, 6, 17)) == ["16T20:00", "16T21:00", "17T10:00", "17T11:00"]


def test_availability_closes_on_public_holidays_and_costs_no_more(queries):
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "11:00"))
    room = ResourceFactory(space=space)

    def ask():
        return free(room, date(2026, 7, 13), until=date(2026, 7, 15))

    usual = queries(ask)
    assert ask() == ["13T09:00", "13T10:00", "14T09:00", "14T10:00", "15T09:00", "15T10:00"]

    space.public_holidays = "closed"
    space.save()
    assert ask() == ["13T09:00", "13T10:00", "15T09:00", "15T10:00"]
    assert queries(ask) == usual

    on_dates(space, date(2026, 7, 14), hours=("10:00", "11:00"))
    assert ask() == ["13T09:00", "13T10:00", "14T10:00", "15T09:00", "15T10:00"]


@pytest.mark.parametrize(("language", "name"), [("en", "National Day"), ("fr", "Fête nationale")])
def test_public_holiday_is_refused_and_shown_by_its_name(language, name):
    space = SpaceFactory.open(days=EVERY_DAY, public_holidays="closed")
    room, person = ResourceFactory(space=space, name="Salle A"), PersonFactory()
    start, end = on("10-11", "2026-07-14")

    with translation.override(language), pytest.raises(BookingRefused) as refusal:
        book(room, person=person, by=person, start=start, end=end)
    with translation.override(language):
        board = day_board(space, date(2026, 7, 14), user=person, around=(date(2026, 7, 13), date(2026, 7, 15)))

    assert refusal.value.code == Refusal.CLOSED
    assert f"({name})" in refusal.value.message
    assert [(day.is_open, day.reason) for day in board.days] == [(True, ""), (False, name), (True, "")]


def test_what_is_listed_can_be_booked_and_what_is_not_cannot():
    room = open_room(hours=("09:00", "14:00"), step=30, buffer_after=30)
    booked(room, "11-12")
    person = PersonFactory()

    listed = free(room)

    start = at(f"2026-06-16 {listed[-1]}")
    booking = book(room, person=person, by=person, start=start, end=start + timedelta(hours=1))
    assert booking.start_at == start
    assert listed == ["09:00", "09:30", "12:30", "13:00"]


@pytest.mark.parametrize(
    "question",
    [
        {"until_on": date(2026, 6, 15)},
        {"until_on": date(2026, 7, 17)},
        {"duration": 0},
        {"seats": 0},
    ],
)
def test_availability_says_what_is_wrong_with_a_question(question):
    with pytest.raises(DomainError):
        availability(open_room(), **{"from_on": TUESDAY, "until_on": TUESDAY, "duration": 60, **question})


def test_first_free_looks_into_the_next_months():
    room = open_room(hours=("09:00", "18:00"))
    on_dates(room.space, date(2026, 6, 1), date(2026, 7, 20))

    assert first_free(room) == at("2026-07-21 09:00")


def test_first_free_is_none_when_the_horizon_ends_before():
    room = open_room(hours=("09:00", "18:00"), max_days_before=10)
    on_dates(room.space, date(2026, 6, 1), date(2026, 7, 20))

    assert first_free(room) is None


def test_free_between_finds_those_that_can_be_had_just_then():
    taken, closed = open_room(), open_room(hours=("12:00", "18:00"))
    good = open_room()
    booked(taken, "10-12")

    start, end = on("10-11")
    assert free_between([taken, closed, good], start=start, end=end) == {good.pk}


# One day of a space


def test_day_board_shows_every_start_with_its_places_and_codes():
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "12:00"))
    desks = ResourceFactory(space=space, capacity=3, position=1)
    room = ResourceFactory(space=space, position=2)
    booked(desks, "9-10")
    booked(desks, "9-11")
    booked(room, "10-11")

    board = day_board(space, TUESDAY, user=PersonFactory())

    assert [(row.resource, row.code, row.duration_min) for row in board.rows] == [(desks, None, 60), (room, None, 60)]
    assert [(slot.start.hour, slot.free, slot.code) for row in board.rows for slot in row.slots] == [
        (9, 1, None),
        (10, 2, None),
        (11, 3, None),
        (9, 1, None),
        (10, 0, Refusal.ALREADY_BOOKED),
        (11, 1, None),
    ]
    assert board.rows[1].slots[0] == Slot(at("2026-06-16 09:00"), at("2026-06-16 10:00"), 1, None)


def test_day_board_says_how_many_places_are_left_when_too_few_are():
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "10:00"))
    desks = ResourceFactory(space=space, capacity=3)
    booked(desks, "9-10", seats=2)

    board = day_board(space, TUESDAY, user=PersonFactory(), seats=2)

    assert [(slot.free, slot.code) for slot in board.rows[0].slots] == [(1, Refusal.POOL_FULL)]


def test_day_board_keeps_a_person_from_a_machine_without_training():
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "12:00"))
    machine = ResourceFactory(space=space)
    require_training(machine)
    trained_until_yesterday, trained_person = PersonFactory(), PersonFactory()
    trained(trained_until_yesterday, valid_until="2026-06-15")
    trained(trained_person, valid_until="2026-06-16")
    people = [PersonFactory(), trained_until_yesterday, trained_person]

    codes = [day_board(space, TUESDAY, user=person).rows[0].code for person in people]

    assert codes == [Refusal.HABILITATION_MISSING, Refusal.HABILITATION_EXPIRED, None]


def test_day_board_leaves_out_what_is_out_of_service():
    space = SpaceFactory.open(days=EVERY_DAY)
    ResourceFactory(space=space, is_active=False)

    assert day_board(space, TUESDAY, user=PersonFactory()).rows == []


def test_day_board_has_no_slots_when_closed():
    space = SpaceFactory.open(days=EVERY_DAY)
    room = ResourceFactory(space=space)
    on_dates(space, TUESDAY)

    row = day_board(space, TUESDAY, user=PersonFactory()).rows[0]

    assert (row.resource, row.is_open, row.free_slots) == (room, False, [])


# How many queries


def _busy_space(count: int):
    """Resources of every sort, each with a booking, prices and a training."""
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"))
    hall = ResourceFactory(space=space)
    for _ in range(count):
        resource = ResourceFactory(space=space, parent=hall, capacity=2)
        resource.shares.add(ResourceFactory(space=space, kind="equipment"))
        booked(resource, "10-11")
        priced(resource)
        require_training(resource)
    on_dates(space, date(2026, 6, 20), hours=("10:00", "12:00"))
    return space


def test_book_takes_thirteen_queries_when_nothing_is_in_the_way(queries):
    room, person = open_room(), PersonFactory()
    start, end = on("10-12")

    assert queries(lambda: book(room, person=person, by=person, start=start, end=end)) == 13


@pytest.mark.parametrize("count", [1, 20])
def test_availability_takes_four_queries_however_many_resources(queries, count):
    space = _busy_space(count)
    resources = list(space.resources.select_related("space"))

    asked = {"from_on": TUESDAY, "until_on": date(2026, 7, 16), "duration": 60}

    assert queries(lambda: many(resources, **asked, explain=True)) == 4
    assert queries(lambda: availability(resources[0], **asked)) == 4


@pytest.mark.parametrize("count", [1, 20])
def test_day_board_takes_nine_queries_however_many_resources(queries, count):
    space, person = _busy_space(count), PersonFactory()

    assert queries(lambda: day_board(space, TUESDAY, user=person)) == 9


def test_a_reading_without_keys_does_not_say_which_rows_stand():
    room = open_room()
    booked(room, "10-12")

    known = read([room], *on("10-12"), with_keys=True)

    assert [held.ref for held in known.rows[room.pk]] == [Occupancy.objects.get().pk]
    with pytest.raises(ValueError, match="with_keys"):
        assert read([room], *on("10-12")).rows
