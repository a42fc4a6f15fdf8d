"""Which bookings a closure or the opening hours stand against, asked of many at once."""

import pytest

from spaces.booking.models import Booking
from spaces.booking.services.affected import is_met, met
from spaces.booking.services.blocks import block
from spaces.catalogue.models import Resource
from tests.factories.booking import booked, on
from tests.factories.catalogue import WEEKDAYS, ResourceFactory, SpaceFactory, open_weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return ResourceFactory(space=SpaceFactory.open(), name="Halle")


def found() -> list[Booking]:
    return list(Booking.objects.for_listing().order_by("start_at", "pk"))


def shut(resource, hours: str, owner) -> None:
    block(resource, start=on(hours)[0], end=on(hours)[1], by=owner, reason="Travaux")


def test_closure_of_the_whole_and_of_a_part_meet_what_has_them(hall, owner):
    room, other = (ResourceFactory(space=hall.space, parent=hall, name=name) for name in ("Salle A", "Salle B"))
    in_a, whole = booked(room, "9-10"), booked(hall, "14-15")
    booked(other, "11-12"), booked(ResourceFactory(space=hall.space), "9-10")
    shut(hall, "9-11", owner), shut(room, "14-16", owner)

    assert met(found()) == {in_a.pk, whole.pk}
    assert {one.pk for one in found() if is_met(one)} == {in_a.pk, whole.pk}


def test_closure_between_two_bookings_meets_neither(hall, owner):
    booked(hall, "9-10"), booked(hall, "14-15")
    shut(hall, "10-14", owner)

    assert met(found()) == set()


def test_hours_of_each_resource_are_its_own(hall, owner):
    late = booked(hall, "16-17")
    booked(hall, "9-10")
    Resource.objects.filter(pk=hall.pk).update(has_own_hours=True)
    open_weekly(hall, WEEKDAYS, ("09:00", "12:00"))

    assert met(found()) == {late.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_asked_about_at_once(hall, owner, count, django_assert_num_queries):
    for number in range(count):
        booked(ResourceFactory(space=hall.space, parent=hall), f"{9 + number}-{10 + number}")
    shut(hall, "9-13", owner)
    bookings = found()

    with django_assert_num_queries(4):
        assert len(met(bookings)) == count


def test_nothing_is_asked_about_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert met([]) == set()
