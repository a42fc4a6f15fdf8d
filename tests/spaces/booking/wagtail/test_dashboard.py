"""The first page of the back office: the way to the boards, and what waits there. In English."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from spaces.booking.models import State
from spaces.booking.wagtail_hooks import daily_boards
from tests.factories.booking import booked, open_room
from tests.factories.catalogue import SpaceFactory

pytestmark = pytest.mark.django_db


def links(user) -> list[tuple[str, str]]:
    request = RequestFactory().get("/admin/")
    request.user = user
    with override("en"):
        return [(link.label, link.url) for link in daily_boards(request)]


def test_team_has_a_way_to_each_of_its_boards(room, owner, teammate):
    assert links(teammate) == [("Today at La Centrale", "/en/gestion/la-centrale/")]

    booked(room, "10-12", state=State.PENDING), booked(room, "14-15", state=State.PENDING)

    assert links(owner) == links(teammate) == [("Today at La Centrale (2 requests)", "/en/gestion/la-centrale/")]


def test_coordinator_has_one_to_all_of_them(room, coordinator, stranger):
    booked(room, "10-12", state=State.PENDING), booked(open_room(), "10-12", state=State.PENDING)

    assert links(coordinator) == [("Boards and requests (2 requests)", "/en/gestion/")]
    assert links(stranger) == []


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_depend_on_how_many_there_are(owner, number, django_assert_num_queries):
    for _ in range(number):
        booked(open_room(space=SpaceFactory.open(manager=owner)), "10-12", state=State.PENDING)
    owner.is_coordinator  # noqa: B018 - read once a request

    with django_assert_num_queries(2):
        assert len(links(owner)) == number
