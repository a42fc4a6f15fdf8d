"""Every rule about one booking, with its answer: the same as the booking itself would get."""

import pytest

from spaces.booking.rules.refusals import TRAININGS, Refusal
from spaces.booking.services.booking import book
from spaces.booking.services.explaining import explain
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import PersonFactory, at, booked, limit, on, require_training, trained
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(owner):
    return ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner))


def broken(room, hours, person, *, day="2026-06-16", by=None, **more) -> set[str]:
    start, end = on(hours, day)
    found = explain(room, person=person, start=start, end=end, by=by or person, **more)
    return {one.rule for one in found.verdicts if not one.holds}


def nearest(room, hours, person, *, day="2026-06-16") -> tuple | None:
    start, end = on(hours, day)
    found = explain(room, person=person, start=start, end=end, by=person).nearest
    return found and (found.start_at, found.end_at)


def test_each_rule_answers_once_and_in_order(room):
    person = PersonFactory()
    require_training(room)
    trained(person)
    limit(room, minutes=90)
    start, end = on("10-11")
    found = explain(room, person=person, start=start, end=end, by=None)

    assert [one.rule for one in found.verdicts] == list(Refusal)
    assert all(one.holds for one in found.verdicts) and found.nearest is None


def test_rules_that_mean_nothing_here_are_left_out(room):
    """No training is asked for, nothing limited; what has passed needs no notice; nobody is named."""
    start, end = on("10-11", "2026-05-01")
    found = explain(room, person=None, start=start, end=end, by=PersonFactory())

    assert {one.rule for one in found.verdicts} == set(Refusal) - {
        *TRAININGS, Refusal.QUOTA, Refusal.TOO_SOON, Refusal.TOO_FAR, Refusal.NOT_ALLOWED,
    }  # fmt: skip


def test_all_that_is_broken_is_named_not_only_the_first(room):
    room.max_days_before = 2
    require_training(room)
    limit(room, minutes=30)
    booked(room, "17-18")

    assert broken(room, "17:30-19", PersonFactory()) == {
        Refusal.CLOSED, Refusal.OFF_GRID, Refusal.TOO_FAR, Refusal.HABILITATION_MISSING, Refusal.QUOTA, Refusal.ALREADY_BOOKED,
    }  # fmt: skip


def test_training_is_the_person_s(room):
    require_training(room)
    late, ready = PersonFactory(), PersonFactory()
    trained(late, valid_until="2026-06-15")
    trained(ready)

    assert broken(room, "10-11", late) == {Refusal.HABILITATION_EXPIRED}
    assert broken(room, "10-11", ready) == set()


def test_team_asks_for_somebody_without_a_name(room, owner):
    assert broken(room, "10-11", None, by=owner) == set()


@pytest.mark.parametrize(
    ("start", "end"), [("2026-06-16 11:00", "2026-06-16 10:00"), ("1960-01-01 10:00", "1960-01-01 11:00")]
)
def test_nonsense_has_one_answer(room, start, end):
    person = PersonFactory()

    found = explain(room, person=person, start=at(start), end=at(end), by=person)

    assert [bool(one.sentence) for one in found.verdicts] == [True] and found.nearest is None


@pytest.mark.parametrize("hours", ["8-9", "10-11", "10:30-11", "10-10:30", "17-19", "12-13"])
def test_answer_is_that_of_the_booking(room, hours):
    person = PersonFactory()
    booked(room, "12-13")
    start, end = on(hours)
    verdicts = explain(room, person=person, start=start, end=end, by=person).verdicts
    first = next((one.rule for one in verdicts if not one.holds), None)

    try:
        book(room, person=person, by=person, start=start, end=end)
        told = None
    except BookingRefused as refusal:
        told = refusal.code
    assert told == first


def test_what_has_passed_is_not_said_to_lack_notice_as_well(room):
    room.min_notice = 24 * 60

    assert broken(room, "10-11", PersonFactory(), day="2026-05-29") == {Refusal.IN_THE_PAST}


def test_nearest_time_is_one_that_opens_and_is_free(room):
    """A Sunday: on Monday the same hour is taken, and an hour before or after are as near."""
    person = PersonFactory()
    room.space.opening_hours.filter(weekday__gte=5).delete()
    booked(room, "10-11", day="2026-06-22")

    assert nearest(room, "10-11", person, day="2026-06-21") == on("9-10", "2026-06-22")


def test_nearest_time_is_one_that_this_person_may_have(room):
    require_training(room)
    person = PersonFactory()
    assert nearest(room, "10-11", person) is None  # at no time
    trained(person, valid_until="2026-06-15")

    assert nearest(room, "10-11", person) == on("10-11", "2026-06-15")


def test_nearest_time_keeps_to_the_limits(room):
    limit(room, minutes=60)
    person = PersonFactory()
    booked(room, "9-10", person=person)

    assert nearest(room, "11-12", person) == on("11-12", "2026-06-17")


def test_looks_without_writing(room, django_assert_num_queries):
    person, (start, end) = PersonFactory(), on("10-11")
    with django_assert_num_queries(4):
        explain(room, person=person, start=start, end=end, by=person)
