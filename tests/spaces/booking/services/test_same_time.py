"""What somebody has at the time that they ask for."""

import pytest
from django.contrib.auth.models import AnonymousUser

from spaces.booking.models import State
from spaces.booking.services.same_time import theirs_at
from tests.factories.booking import booked, on
from tests.factories.catalogue import ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def test_theirs_are_those_that_hold_a_place_at_some_of_that_time(room, desks, lea, stranger):
    studio = ResourceFactory(space=SpaceFactory.open())
    later, sooner = booked(room, "11-13", person=lea), booked(studio, "9-11", person=lea)
    booked(desks, "10-12", person=stranger)
    booked(desks, "10-12", person=lea, state=State.CANCELLED)
    booked(desks, "8-10", person=lea)
    start, end = on("10-12")

    assert list(theirs_at(lea, start=start, end=end)) == [sooner, later]


def test_who_is_not_signed_in_has_nothing_and_is_not_looked_for(django_assert_num_queries):
    start, end = on("10-12")

    with django_assert_num_queries(0):
        assert list(theirs_at(AnonymousUser(), start=start, end=end)) == []
