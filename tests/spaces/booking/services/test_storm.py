"""Many at once on one database: nobody gets what another has, nobody sees an error, no slot is lost."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from django.db import connection

from spaces.booking.models import Booking, Occupancy, State
from spaces.booking.services.availability import availability
from spaces.booking.services.booking import book
from spaces.pricing.models import LedgerEntry
from spaces.pricing.models import guarantee as ledger_guarantee
from spaces.pricing.services import lots
from tests.factories.booking import PersonFactory, at, booked, on, open_room, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.pricing import gives, member, plan
from tests.spaces.booking.services import storm

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True)]

CONFLICTS = {"already_booked", "pool_full", "blocked", "buffer"}


@pytest.fixture(scope="module")
def pool(django_db_setup):
    """Worker processes for the whole module: starting them takes longer than any storm."""
    with storm.processes({"NAME": connection.settings_dict["NAME"]}) as started:
        yield started


def slot(hours: str, day: str = "2026-06-16") -> tuple[str, str]:
    start, end = on(hours, day)
    return start.isoformat(), end.isoformat()


def test_storm_gives_one_slot_to_one_when_200_want_it_at_once(pool):
    room = open_room()
    people = [PersonFactory() for _ in range(20)]
    jobs = [(room.pk, people[number % 20].pk, *slot("10-12")) for number in range(200)]

    said = storm.run(pool, storm.book_once, jobs)

    assert said == Counter({"booked": 1, "already_booked": 199})
    assert Booking.objects.count() == 1


def test_example_70_one_of_two_wins_when_both_ask_200_times(pool):
    room = open_room()
    one, other = PersonFactory(), PersonFactory()
    start = at("2026-06-02 00:00").astimezone(UTC)
    slots = [(start + timedelta(hours=number), start + timedelta(hours=number + 1)) for number in range(200)]
    jobs = [(room.pk, person.pk, *(each.isoformat() for each in slot)) for slot in slots for person in (one, other)]

    said = storm.run(pool, storm.book_once, jobs)

    assert said == Counter({"booked": 200, "already_booked": 200})
    assert sorted(Booking.objects.values_list("start_at", "end_at")) == slots


def test_storm_keeps_buffers_when_neighbours_ask_at_once(pool):
    room = open_room(buffer_after=30, step=30)
    people = [PersonFactory() for _ in range(8)]
    starts = [at("2026-06-16 08:00") + timedelta(minutes=30 * number) for number in range(20)]
    jobs = [
        (room.pk, person.pk, start.isoformat(), (start + timedelta(minutes=30)).isoformat())
        for start in starts
        for person in people
    ]

    said = storm.run(pool, storm.book_once, jobs)

    held = list(Booking.objects.order_by("start_at").values_list("start_at", "end_at"))
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(held)]
    assert set(said) <= {"booked"} | CONFLICTS
    assert min(gaps) >= timedelta(minutes=30)


def test_storm_loses_no_slot_when_many_book_and_cancel_in_one_tree(pool):
    hall = open_room(hours=("08:00", "20:00"), slug="halle")
    space = hall.space
    room = ResourceFactory(space=space, parent=hall, slug="salle")
    desks = ResourceFactory(space=space, parent=hall, slug="postes", capacity=3)
    kit = ResourceFactory(space=space, slug="kit", kind="equipment", capacity=2)
    room.shares.add(kit)
    resources = [hall, room, desks, kit]
    jobs = [(seed, [each.pk for each in resources], PersonFactory().pk, 6) for seed in range(32)]

    said = storm.run(pool, storm.book_and_cancel, jobs)

    assert set(said) <= {"booked", "freed"} | CONFLICTS
    assert said["booked"] - said["freed"] == Booking.objects.filter(state=State.CONFIRMED).count() > 5
    assert overlapping_rows() == []
    for resource in resources:
        assert free_hours(resource) == hours_without_bookings(resource)
        for start in free_hours(resource):
            # What is said to be free can be had.
            booking = book(resource, person=None, by=_coordinator(), start=start, end=start + timedelta(hours=1))
            Booking.objects.filter(pk=booking.pk).delete()


def test_example_71_one_is_confirmed_when_two_requests_queue_and_both_are_approved_at_once(pool, owner):
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    room = ResourceFactory(space=space, requires_approval=True)
    requests = []
    for hour in range(10):
        for _ in range(2):
            person = PersonFactory()
            start, end = on(f"{hour}-{hour + 1}")
            requests.append(book(room, person=person, by=person, start=start, end=end, queue=True))

    said = storm.run(pool, storm.approve_once, [(request.pk, owner.pk) for request in requests])

    assert said == Counter({"confirmed": 10, "already_booked": 10})
    confirmed = Booking.objects.filter(state=State.CONFIRMED).order_by("start_at")
    assert list(confirmed.values_list("start_at", flat=True)) == [on(f"{hour}-{hour + 1}")[0] for hour in range(10)]


def test_storm_gives_the_one_free_room_to_one_when_all_want_to_move_there(pool):
    free = open_room()
    held = [booked(open_room(space=free.space), "10-12") for _ in range(32)]
    person = PersonFactory()
    jobs = [(booking.pk, free.pk) for booking in held]

    said = storm.run(pool, storm.move_once, jobs)

    assert said == Counter({"moved": 1, "already_booked": 31})
    assert Booking.objects.filter(resource=free).count() == 1
    assert sorted(Occupancy.objects.active().values_list("booking", "resource")) == sorted(
        Booking.objects.values_list("pk", "resource")
    )
    (left,) = [booking.resource for booking in held if Booking.objects.get(pk=booking.pk).resource == free]
    assert book(left, person=person, by=person, start=on("10-12")[0], end=on("10-12")[1]).state == State.CONFIRMED


def test_storm_loses_no_place_when_bookings_move_about(pool):
    """Six bookings in eight rooms, everybody pushing: whoever looks meanwhile sees each in one place."""
    first = open_room()
    rooms = [first, *(open_room(space=first.space) for _ in range(7))]
    keys = [booked(room, "10-12").pk for room in rooms[:6]]
    jobs = [(seed, keys, [room.pk for room in rooms], 6) for seed in range(32)]

    said = storm.run(pool, storm.move_about, jobs)

    assert set(said) <= {"moved", "wrong_state"} | CONFLICTS
    assert said["moved"] > 5
    assert overlapping_rows() == []
    assert sorted(Occupancy.objects.active().values_list("booking", "resource")) == sorted(
        Booking.objects.values_list("pk", "resource")
    )


@pytest.fixture
def _passes(transactional_db):
    """The ledger refuses to be emptied, which SQLite does row by row at the end of such a test; `flush` puts it back."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for when in ("delete", "update"):
                cursor.execute(f'DROP TRIGGER "{ledger_guarantee.NAME}_{when}"')


def test_storm_spends_no_hour_twice_when_somebody_books_in_two_spaces_at_once(pool, _passes):
    rooms = [open_room(), open_room()]
    person = PersonFactory()
    carnet = plan(reach="network")
    gives(carnet, 600)
    membership = member(person, carnet)
    for room in rooms:
        priced(room, 1200)
    jobs = [(room.pk, person.pk, *slot(f"{hour}-{hour + 1}")) for hour in range(20) for room in rooms]

    said = storm.run(pool, storm.book_once, jobs)

    assert said == Counter({"booked": 40})
    assert Counter(Booking.objects.values_list("price_cents", flat=True)) == {0: 10, 1200: 30}
    assert [source.left for source in lots.sources([membership.pk], on("10-11")[0].date())] == [0]
    assert Counter(LedgerEntry.objects.values_list("kind", flat=True)) == {"grant": 1, "spend": 10}


def test_storm_takes_a_day_once_for_all_that_is_booked_on_it_at_once(pool, _passes):
    rooms = [open_room(), open_room()]
    person = PersonFactory()
    days = plan(reach="network")
    gives(days, 3, unit="days")
    membership = member(person, days)
    for room in rooms:
        priced(room, 1200)
    jobs = [(rooms[hour % 2].pk, person.pk, *slot(f"{hour}-{hour + 1}")) for hour in range(24)]

    said = storm.run(pool, storm.book_once, jobs)

    assert said == Counter({"booked": 24})
    assert set(Booking.objects.values_list("price_cents", flat=True)) == {0}
    assert [source.left for source in lots.sources([membership.pk], on("10-11")[0].date())] == [2]
    assert Counter(LedgerEntry.objects.values_list("kind", flat=True)) == {"grant": 1, "spend": 1}


def overlapping_rows() -> list:
    rows = Occupancy.objects.active().values_list("resource", "place", "start_at", "end_at")
    return [
        (one, other)
        for one, other in combinations(rows, 2)
        if one[:2] == other[:2] and one[2] < other[3] and other[2] < one[3]
    ]


def free_hours(resource) -> list[datetime]:
    day = at("2026-06-16 00:00").date()
    answer = availability(resource, from_on=day, until_on=day, duration=60)
    return [datetime.fromisoformat(start) for start in answer["starts"]]


def hours_without_bookings(resource) -> list[datetime]:
    """Worked out from the bookings alone: who takes what, hour by hour."""
    hours = [at("2026-06-16 08:00") + timedelta(hours=number) for number in range(12)]
    return [hour for hour in hours if _has_room(resource, _taken(hour))]


def _taken(hour: datetime) -> Counter:
    """How many bookings of each resource go on in that hour."""
    going_on = Booking.objects.filter(state=State.CONFIRMED).overlapping(hour, hour + timedelta(hours=1))
    peak: Counter = Counter()
    for booking in going_on.select_related("resource"):
        peak[booking.resource.slug] += 1
    return peak


def _has_room(resource, taken: Counter) -> bool:
    kits = taken["kit"] + taken["salle"]
    return {
        "halle": not (taken["halle"] or taken["salle"] or taken["postes"]),
        "salle": not (taken["halle"] or taken["salle"]) and kits < 2,
        "postes": not taken["halle"] and taken["postes"] < 3,
        "kit": kits < 2,
    }[resource.slug]


def _coordinator():
    from maillage.users.models import User

    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("racine@example.org")
