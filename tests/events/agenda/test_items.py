"""Dates as lists show them."""

from datetime import time

import pytest
from django.utils.translation import override

from events.agenda.items import by_day, item
from events.agenda.models import Attendance, Occurrence, Status
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory

pytestmark = pytest.mark.django_db


def where(shown):
    return shown["place"], shown["notes"]


@pytest.mark.parametrize(
    ("attendance", "status", "expected"),
    [
        (Attendance.IN_PERSON, Status.SCHEDULED, ("Babel, Oloron", ["free entry"])),
        (Attendance.MIXED, Status.SCHEDULED, ("Babel, Oloron", ["in person and online", "free entry"])),
        (Attendance.ONLINE, Status.SCHEDULED, ("Babel, Oloron", ["online", "free entry"])),
        (Attendance.MIXED, Status.MOVED_ONLINE, ("Online", ["free entry"])),
        (Attendance.ONLINE, Status.MOVED_ONLINE, ("Online", ["free entry"])),
    ],
)
def test_a_date_says_where_to_be(attendance, status, expected):
    EventFactory.published(space=SpaceFactory(name="Babel", city="Oloron"), attendance=attendance)
    Occurrence.objects.update(status=status)

    with override("en"):
        assert where(item(Occurrence.objects.get())) == expected


def test_the_page_of_a_space_does_not_say_its_name_again():
    here, elsewhere = SpaceFactory(name="Babel", city="Oloron"), SpaceFactory(name="La Gare", city="Mourenx")
    for number, (space, place) in enumerate([(here, ""), (here, "Le jardin"), (elsewhere, "")]):
        EventFactory.published(space=space, place=place, starts=time(10 + number))
    dates = list(Occurrence.objects.all())

    (day,) = by_day(dates, first_on=dates[0].first_on, zone=dates[0].event.zone, here=here)

    assert [entry["place"] for entry in day["entries"]] == ["", "Le jardin", "La Gare, Mourenx"]
