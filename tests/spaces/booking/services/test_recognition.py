"""A training counts where it was given, and where the space chooses to recognise it: judged alike by every door."""

import pytest

from maillage.base.errors import NotAllowed
from maillage.users.models import User
from spaces.booking.models import Recognition
from spaces.booking.services.board import day_board
from spaces.booking.services.booking import book
from spaces.booking.services.explaining import explain
from spaces.booking.services.judging import read_standing
from spaces.booking.services.recognition import others_giving, recognise
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.series import preview_series
from tests.factories.booking import PersonFactory, on, open_room, require_training, trained
from tests.factories.catalogue import ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db) -> User:
    return PersonFactory()


@pytest.fixture
def cutter(db):
    """A laser cutter; another space has one too, and teaches it."""
    cutter = open_room()
    require_training(cutter)
    return cutter


@pytest.fixture
def elsewhere(cutter):
    space = SpaceFactory.open(name="Ailleurs")
    require_training(ResourceFactory(space=space))
    return space


def code(cutter, person, hours="10-12"):
    """What `book` says of it; nothing where it books."""
    start, end = on(hours)
    try:
        book(cutter, person=person, start=start, end=end, by=person)
    except BookingRefused as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    ("given_by", "recognised", "expected"),
    [
        ("here", [], None),
        ("network", [], None),
        ("elsewhere", [], "habilitation_missing"),
        ("elsewhere", ["third"], "habilitation_missing"),
        ("elsewhere", ["elsewhere"], None),
        ("elsewhere", ["third", "elsewhere"], None),
        ("elsewhere", None, None),
    ],
)
def test_training_counts_where_it_was_given_or_is_recognised(cutter, elsewhere, person, given_by, recognised, expected):
    spaces = {"here": cutter.space, "elsewhere": elsewhere, "third": SpaceFactory.open(), "network": None}
    training = cutter.habilitations.get()
    trained(person, space=spaces[given_by])
    manager = PersonFactory(is_superuser=True)
    chosen = None if recognised is None else [spaces[name] for name in recognised]
    recognise(cutter.space, training, given_by=chosen, by=manager)

    start, end = on("14-16")
    rrule = "FREQ=DAILY;COUNT=2"
    preview = preview_series(cutter, person=person, start=start, end=end, rrule=rrule, by=person)
    explained = explain(cutter, person=person, start=start, end=end, by=person)
    broken = [one.rule for one in explained.verdicts if not one.holds]
    board = day_board(cutter.space, start.date(), user=person)

    assert [one.code for one in preview] == [expected] * 2
    assert broken == ([expected] if expected else [])
    assert [row.code for row in board.rows] == [expected]
    assert code(cutter, person) == expected


def test_what_another_training_is_recognised_for_says_nothing_here(cutter, elsewhere, person):
    require_training(cutter, "tour")
    trained(person, "tour", space=cutter.space)
    trained(person, "laser", space=elsewhere)
    Recognition.objects.create(space=cutter.space, habilitation=cutter.habilitations.get(code="tour"))
    Recognition.objects.create(space=elsewhere, habilitation=cutter.habilitations.get(code="laser"))

    assert code(cutter, person) == "habilitation_missing"


def test_choice_replaces_the_former_one_and_can_be_made_twice(cutter, elsewhere):
    training, manager = cutter.habilitations.get(), PersonFactory(is_superuser=True)

    for chosen in ([elsewhere, cutter.space], None, None, [elsewhere], [elsewhere]):
        recognise(cutter.space, training, given_by=chosen, by=manager)

    assert list(Recognition.objects.values_list("space", "given_by")) == [(cutter.space.pk, elsewhere.pk)]
    recognise(cutter.space, training, given_by=[], by=manager)
    assert not Recognition.objects.exists()


def test_only_managers_choose(cutter, elsewhere, person):
    with pytest.raises(NotAllowed):
        recognise(cutter.space, cutter.habilitations.get(), given_by=None, by=person)

    assert not Recognition.objects.exists()


def test_others_are_public_spaces_that_may_give_it(cutter, elsewhere, django_assert_num_queries):
    training = cutter.habilitations.get()
    teaching, hidden = SpaceFactory.open(name="Berges"), SpaceFactory.draft(name="Caché")
    training.recognised_by.add(teaching, hidden, cutter.space)
    other = require_training(open_room(), "tour")

    with django_assert_num_queries(3):
        found = others_giving([training, other], besides=cutter.space)

    assert found == {training.pk: [elsewhere, teaching], other.pk: [other.resources.get().space]}


def test_judging_costs_no_more_queries_for_it(cutter, elsewhere, person, django_assert_num_queries):
    trained(person, space=elsewhere)
    start, end = on("10-12")

    request = Request.new(cutter, start=start, end=end, person=person, by=person, seats=1)
    with django_assert_num_queries(2):  # trainings, quotas
        standing = read_standing(request)
    assert (standing.required, standing.grants) == ({"laser"}, [])
