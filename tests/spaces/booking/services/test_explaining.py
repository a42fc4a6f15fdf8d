"""Every rule about one booking, with its answer: the same as the booking itself would get."""

import pytest

from spaces.booking.rules.refusals import Refusal
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
    return {
        one.rule for one in explain(room, person=person, start=start, end=end, by=by or person, **more) if not one.holds
    }


def test_each_rule_answers_once_and_in_order(room):
    start, end = on("10-11")
    verdicts = explain(room, person=PersonFactory(), start=start, end=end, by=None)

    assert [one.rule for one in verdicts] == list(Refusal)
    assert all(one.holds for one in verdicts)


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

    (verdict,) = explain(room, person=person, start=at(start), end=at(end), by=person)

    assert verdict.sentence


@pytest.mark.parametrize("hours", ["8-9", "10-11", "10:30-11", "10-10:30", "17-19", "12-13"])
def test_answer_is_that_of_the_booking(room, hours):
    person = PersonFactory()
    booked(room, "12-13")
    start, end = on(hours)
    first = next(
        (one.rule for one in explain(room, person=person, start=start, end=end, by=person) if not one.holds), None
    )

    try:
        book(room, person=person, by=person, start=start, end=end)
        told = None
    except BookingRefused as refusal:
        told = refusal.code
    assert told == first


def test_looks_without_writing(room, django_assert_num_queries):
    person, (start, end) = PersonFactory(), on("10-11")
    with django_assert_num_queries(4):
        explain(room, person=person, start=start, end=end, by=person)
