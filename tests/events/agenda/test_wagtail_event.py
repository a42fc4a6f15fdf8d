"""Events edited in Wagtail by those who run the space, and by nobody else."""

from datetime import date

import pytest
from django.urls import reverse

from events.agenda.models import Event
from maillage.curation.models import State
from spaces.booking.models import Occupancy
from spaces.booking.services.imports import import_booking
from spaces.catalogue.services import team
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(owner):
    space = SpaceFactory(name="La Centrale")
    team.join(space, user=owner, role="manager")
    return space


@pytest.fixture
def manager(client, owner, space):
    client.force_login(owner)
    return client


def posted(space, *, rooms=(), title="Apéro", **changes):
    """What the form of a new event posts."""
    data = {
        "title": title, "summary": "", "body": "null", "picture": "", "place": "", "attendance": "in_person",
        "online_url": "", "status": "scheduled", "visibility": "public", "is_free": "on", "price": "", "capacity": "",
        "registration_url": "", "space": str(space.pk), "resources": [str(room.pk) for room in rooms],
        "schedules-TOTAL_FORMS": "1", "schedules-INITIAL_FORMS": "0", "schedules-MIN_NUM_FORMS": "1",
        "schedules-MAX_NUM_FORMS": "1000", "schedules-0-id": "", "schedules-0-ORDER": "1", "schedules-0-DELETE": "",
        "schedules-0-first_on": "2027-01-05", "schedules-0-starts": "18:00", "schedules-0-ends": "20:00",
        "schedules-0-last_on": "", "schedules-0-repeats": "weekly", "schedules-0-until_on": "2027-01-19",
        "schedules-0-except_on": "2027-01-12",
    }  # fmt: skip
    return data | changes


def add_url():
    return reverse(Event.snippet_viewset.get_url_name("add"))


def test_manager_publishes_a_repeated_event_that_takes_its_room(manager, space):
    room = ResourceFactory(space=space)

    response = manager.post(add_url(), posted(space, rooms=[room]) | {"action-publish": "1"}, follow=True)

    event = Event.objects.get()
    assert (event.state, response.status_code) == (State.PUBLISHED, 200)
    assert [one.first_on for one in event.occurrences.all()] == [date(2027, 1, 5), date(2027, 1, 19)]
    assert Occupancy.objects.filter(resource=room, kind="event").count() == 2


@pytest.mark.parametrize("written", ["T", "2027-01-12T25:00", "2027-01-12T18:00+01:00", "2027-13-01", "mardi"])
def test_date_that_cannot_be_left_out_is_refused(manager, space, written):
    response = manager.post(add_url(), posted(space) | {"schedules-0-except_on": f"2027-01-12, {written}"})

    assert response.status_code == 200
    assert not Event.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-02", "1900-01-01"])
def test_date_that_no_calendar_can_show_is_refused(manager, space, day):
    dates = {"schedules-0-first_on": day, "schedules-0-repeats": "", "schedules-0-until_on": ""}
    manager.post(add_url(), posted(space) | dates | {"action-publish": "1"})

    assert not Event.objects.exists()


@pytest.mark.parametrize("written", ["2027-01-12T18:00", "2027-01-12T18:00, 2027-01-19"])
def test_one_start_can_be_left_out(manager, space, written):
    manager.post(add_url(), posted(space) | {"schedules-0-except_on": written, "action-publish": "1"})

    assert date(2027, 1, 12) not in [one.first_on for one in Event.objects.get().occurrences.all()]


def test_manager_keeps_a_draft_that_nobody_sees(manager, space):
    manager.post(add_url(), posted(space))

    event = Event.objects.get()
    assert (event.state, event.occurrences.count()) == (State.DRAFT, 0)
    manager.logout()
    assert manager.get(event.get_absolute_url()).status_code == 404


def test_room_that_is_taken_refuses_the_publication_and_keeps_the_words(manager, space, owner):
    room = ResourceFactory(space=space, name="Salle Aneto")
    import_booking(room, person=owner, start=paris(2027, 1, 5, 19), end=paris(2027, 1, 5, 21))

    response = manager.post(add_url(), posted(space, rooms=[room]) | {"action-publish": "1"}, follow=True)

    event = Event.objects.get()
    assert (event.state, event.title) == (State.DRAFT, "Apéro")
    assert "Salle Aneto" in " ".join(str(message) for message in response.context["messages"])
    assert not Occupancy.objects.filter(kind="event").exists()


def test_event_cannot_take_a_room_of_another_space(manager, space):
    elsewhere = ResourceFactory()

    response = manager.post(add_url(), posted(space, rooms=[elsewhere]) | {"action-publish": "1"})

    assert response.status_code == 200
    assert "resources" in response.context["form"].errors
    assert not Event.objects.exists()


def test_event_cannot_be_given_to_a_space_that_somebody_else_runs(manager, space):
    other = SpaceFactory()

    response = manager.post(add_url(), posted(other))

    assert "space" in response.context["form"].errors
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schedules-0-first_on": ""}, "first_on"),
        ({"schedules-0-until_on": "2026-12-01"}, "until_on"),
        ({"schedules-0-except_on": "le 12"}, "except_on"),
    ],
)
def test_wrong_date_is_named_beside_its_field(manager, space, changes, field):
    response = manager.post(add_url(), posted(space, **changes) | {"action-publish": "1"})

    (row,) = response.context["form"].formsets["schedules"].forms
    assert field in row.errors
    assert not Event.objects.exists()


def test_edited_event_shows_its_repetition_in_plain_words(manager, space):
    manager.post(add_url(), posted(space) | {"action-publish": "1"})
    event = Event.objects.get()

    response = manager.get(reverse(Event.snippet_viewset.get_url_name("edit"), args=[event.pk]))

    (row,) = response.context["form"].formsets["schedules"].initial_forms
    assert (row.initial["repeats"], row.initial["until_on"], row.initial["except_on"]) == (
        "weekly",
        date(2027, 1, 19),
        "2027-01-12",
    )


def test_event_stays_out_of_reach_of_the_manager_of_another_space(client, stranger):
    other = SpaceFactory()
    team.join(other, user=stranger, role="manager")
    open_back_office(stranger)
    event = EventFactory.published(title="Secret de La Centrale", on=date(2027, 1, 5))
    event.title = "Brouillon de La Centrale"
    event.save_revision()
    client.force_login(stranger)

    assert_out_of_reach(client, event, secrets=["Secret de La Centrale", "Brouillon de La Centrale"])


def test_event_is_within_reach_of_its_manager(manager, space):
    event = EventFactory.published(title="Secret de La Centrale", space=space, on=date(2027, 1, 5))
    event.title = "Brouillon de La Centrale"
    event.save_revision()

    assert_within_reach(manager, event, secrets=["Secret de La Centrale", "Brouillon de La Centrale"])


def test_host_has_no_part_in_events(client, teammate, space):
    team.join(space, user=teammate, role="host")
    client.force_login(teammate)

    assert client.get(add_url()).status_code != 200
