"""What the migrations of data make of what stood there."""

from datetime import date, time
from importlib import import_module

import pytest
from django.apps import apps

from events.agenda.models import Occurrence
from tests.factories.agenda import EventFactory

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY = date(2026, 12, 4), date(2026, 12, 5)


def test_nights_are_given_to_their_evenings_and_back():
    nights = import_module("events.agenda.migrations.0009_nights_are_their_evenings")
    for title, ends in [("Bal", time(0, 30)), ("Concert", time(0)), ("Atelier", time(22))]:
        EventFactory.published(title=title, on=FRIDAY, starts=time(20, 30), ends=ends)

    nights.give_to_mornings(apps, None)
    assert last_days() == {"Atelier": FRIDAY, "Bal": SATURDAY, "Concert": FRIDAY}
    for _ in range(2):
        nights.give_to_evenings(apps, None)
        assert last_days() == {"Atelier": FRIDAY, "Bal": FRIDAY, "Concert": FRIDAY}


def last_days():
    return dict(Occurrence.objects.values_list("event__title", "last_on"))
