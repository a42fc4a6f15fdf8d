"""Who may do what: owner (manager), teammate (host), stranger (member), coordinator, visitor."""

import pytest
from django.contrib.auth.models import AnonymousUser

from spaces.booking import permissions
from spaces.booking.models import State
from tests.factories.booking import PersonFactory, booked, require_training, trained
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db

CAST = ("visitor", "stranger", "person", "host", "manager", "coordinator")


@pytest.fixture
def cast(owner, teammate, stranger, coordinator):
    people = (AnonymousUser(), stranger, PersonFactory(), teammate, owner, coordinator)
    return dict(zip(CAST, people, strict=True))


@pytest.fixture
def space(cast):
    return SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=cast["manager"], host=cast["host"])


@pytest.fixture
def room(space):
    return ResourceFactory(space=space)


@pytest.fixture
def booking(cast, room):
    return booked(room, "10-12", person=cast["person"])


def allowed(predicate, cast, subject) -> list[str]:
    return [name for name in CAST if predicate(cast[name], subject)]


TEAM = ["host", "manager", "coordinator"]
MANAGERS = ["manager", "coordinator"]


@pytest.mark.parametrize(
    ("verb", "who"),
    [
        ("can_book", ["stranger", "person", *TEAM]),
        ("can_book_for_others", TEAM),
        ("can_decide", MANAGERS),
        ("can_override", MANAGERS),
    ],
)
def test_rights_over_a_resource(verb, who, cast, room):
    assert allowed(getattr(permissions, verb), cast, room) == who


@pytest.mark.parametrize(
    ("verb", "state", "who"),
    [
        ("can_see", State.CONFIRMED, ["person", *TEAM]),
        ("can_cancel", State.CONFIRMED, ["person", *TEAM]),
        ("can_cancel", State.CHECKED_IN, TEAM),
        ("can_cancel", State.CANCELLED, []),
        ("can_move", State.PENDING, ["person", *TEAM]),
        ("can_move", State.CHECKED_IN, ["person", *TEAM]),
        ("can_move", State.EXPIRED, []),
        ("can_approve", State.PENDING, MANAGERS),
        ("can_approve", State.CONFIRMED, []),
        ("can_check_in", State.CONFIRMED, TEAM),
        ("can_arrive", State.CONFIRMED, ["person"]),
    ],
)
def test_rights_over_a_booking(verb, state, who, cast, booking):
    booking.state = state

    assert allowed(getattr(permissions, verb), cast, booking) == who


def test_can_book_is_for_the_team_when_out_of_service(cast, space):
    room = ResourceFactory(space=space, is_active=False)

    assert allowed(permissions.can_book, cast, room) == TEAM


def test_can_book_is_for_the_team_when_the_space_is_not_published(cast):
    space = SpaceFactory.draft(manager=cast["manager"])

    assert allowed(permissions.can_book, cast, ResourceFactory(space=space)) == ["manager", "coordinator"]


def test_can_revoke_kiosk_is_for_managers(cast, space):
    assert allowed(permissions.can_revoke_kiosk, cast, space) == MANAGERS


def test_can_see_planning_is_for_the_team(cast, space):
    assert allowed(permissions.can_see_planning, cast, space) == TEAM


def test_can_grant_is_for_managers_where_the_training_is_required_or_recognised(cast, room):
    habilitation = require_training(room)

    def here(user, habilitation):
        return permissions.can_grant(user, habilitation, room.space)

    assert allowed(here, cast, habilitation) == MANAGERS
    habilitation.resources.clear()
    assert allowed(here, cast, habilitation) == ["coordinator"]
    habilitation.recognised_by.add(room.space)
    assert allowed(here, cast, habilitation) == MANAGERS
    assert allowed(lambda user, one: permissions.can_grant(user, one, None), cast, habilitation) == ["coordinator"]


def test_can_take_back_is_for_managers_of_the_space_that_gave_it(cast, room):
    require_training(room)
    elsewhere = SpaceFactory.open()
    require_training(ResourceFactory(space=elsewhere))
    person = cast["person"]

    assert allowed(permissions.can_take_back, cast, trained(person, space=room.space)) == MANAGERS
    assert allowed(permissions.can_take_back, cast, trained(person, space=elsewhere)) == ["coordinator"]
    assert allowed(permissions.can_take_back, cast, trained(person)) == MANAGERS


def test_can_recognise_is_for_managers(cast, space):
    assert allowed(permissions.can_recognise, cast, space) == MANAGERS
