"""One date of an event cancelled, moved or copied in Wagtail."""

import pytest
from django.urls import reverse

from events.agenda.models import Event
from spaces.booking.models import Occupancy
from tests.events.agenda.event_form import add_url, changed, edit_url, edited, posted
from tests.factories.agenda import paris
from tests.factories.catalogue import ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(manager, space):
    """Published by the form: Tuesdays 5 and 19 January 2027, 18:00 to 20:00, in Salle Aneto."""
    room = ResourceFactory(space=space, name="Salle Aneto")
    manager.post(add_url(), posted(space, rooms=[room]) | {"action-publish": "1"})
    return Event.objects.get()


def test_one_date_that_is_cancelled_stays_and_frees_its_room(manager, weekly):
    manager.post(edit_url(weekly), changed(weekly, "2027-01-19", status="cancelled") | {"action-publish": "1"})

    dates = weekly.occurrences.order_by("start_at")
    assert [(one.first_on.day, one.status, one.sequence) for one in dates] == [
        (5, "scheduled", 0),
        (19, "cancelled", 1),
    ]
    (held,) = Occupancy.objects.filter(kind="event", active=True)
    assert held.start_at == paris(2027, 1, 5, 18)


def test_one_date_that_moves_takes_its_room_along_and_says_when_it_was(manager, weekly):
    form = changed(weekly, "2027-01-19", status="rescheduled", new_on="2027-01-20", starts="9h", ends="10h30")
    manager.post(edit_url(weekly), form | {"action-publish": "1"})

    moved = weekly.occurrences.get(first_on="2027-01-20")
    assert (moved.start_at, moved.end_at) == (paris(2027, 1, 20, 9), paris(2027, 1, 20, 10, 30))
    assert moved.previous_start_at == moved.recurrence_at == paris(2027, 1, 19, 18)
    held = Occupancy.objects.filter(kind="event", active=True).order_by("start_at")
    assert [row.start_at for row in held] == [paris(2027, 1, 5, 18), paris(2027, 1, 20, 9)]


def test_change_waits_for_its_publication(manager, weekly):
    manager.post(edit_url(weekly), changed(weekly, "2027-01-19", status="cancelled"))

    assert set(weekly.occurrences.values_list("status", flat=True)) == {"scheduled"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "rescheduled"}, "new_on"),
        ({"status": "cancelled", "new_on": "2027-01-20"}, "status"),
        ({"status": "cancelled", "day": "2027-01-06"}, "day"),
    ],
)
def test_change_that_means_nothing_is_named(manager, weekly, fields, field):
    response = manager.post(
        edit_url(weekly), changed(weekly, **{"day": "2027-01-19", **fields}) | {"action-publish": "1"}
    )

    (row,) = response.context["form"].formsets["changes"].forms
    assert field in row.errors


def test_copy_has_dates_of_its_own_and_leaves_the_original_alone(manager, weekly):
    manager.post(edit_url(weekly), changed(weekly, "2027-01-19", status="cancelled") | {"action-publish": "1"})
    before = list(weekly.schedules.values()), list(weekly.changes.values())
    url = reverse(Event.snippet_viewset.get_url_name("copy"), args=[weekly.pk])

    form = manager.get(url).context["form"]
    (row,) = form.formsets["schedules"].forms
    manager.post(add_url(), edited(weekly, title="Copie", **{"schedules-0-id": str(row["id"].value() or "")}))

    assert list(form.formsets["changes"].forms) == []
    copy = Event.objects.get(title="Copie")
    assert (copy.schedules.count(), copy.changes.count()) == (1, 0)
    assert (list(weekly.schedules.values()), list(weekly.changes.values())) == before
    assert manager.post(url, edited(weekly, title="Écrasé")).status_code == 405


def test_next_date_is_told_in_the_list(manager, weekly):
    listed = manager.get(reverse(Event.snippet_viewset.get_url_name("list"))).content.decode()

    assert "mardi 5 janvier 2027" in listed
    assert "Apéro" in listed


def test_publication_leads_to_the_page(manager, weekly):
    response = manager.post(edit_url(weekly), edited(weekly) | {"action-publish": "1"}, follow=True)

    assert weekly.get_absolute_url() in response.content.decode()
