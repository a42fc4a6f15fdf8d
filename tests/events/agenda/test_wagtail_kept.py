"""What an event has already stays while something else of it is changed, even where it can be chosen no more."""

from datetime import date

import pytest

from events.agenda.models import Event
from spaces.booking.models import Habilitation
from spaces.catalogue.services import team
from tests.events.agenda.event_form import add_url, edit_url, posted
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.reading import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(db):
    """Given by no place of hers."""
    return Habilitation.objects.create(code="laser", label="Laser")


@pytest.fixture
def closed(space):
    """A room out of service."""
    return ResourceFactory(space=space, name="Salle Aneto", is_active=False)


@pytest.fixture
def event(space, training, closed):
    event = EventFactory.published(title="Initiation", space=space, on=date(2027, 1, 5), habilitation=training)
    event.resources.set([closed, ResourceFactory(space=space, name="Salle Pic")])
    event.save()
    return event


def retitled(client, event, **changes) -> Event:
    """The event once its form is sent as the browser shows it, but for its title."""
    sent = as_shown(client.get(edit_url(event)), "title") | {"title": ["Initiation au laser"]} | changes
    answer = client.post(edit_url(event), sent | {"action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    return Event.objects.get(pk=event.pk)


@pytest.mark.parametrize("count", [0, 7])
def test_manager_who_changes_the_title_leaves_rooms_and_training(manager, owner, event, training, count):
    for _ in range(count):  # of many places it offers the rooms of one
        team.join(SpaceFactory(), user=owner, role="manager")

    found = retitled(manager, event)

    assert (found.title, found.habilitation) == ("Initiation au laser", training)
    assert {room.name for room in found.resources.all()} == {"Salle Aneto", "Salle Pic"}


def test_coordinator_who_changes_the_title_leaves_rooms_and_training(client, coordinator, event, training):
    client.force_login(coordinator)

    found = retitled(client, event)

    assert (found.title, found.habilitation, found.resources.count()) == ("Initiation au laser", training, 2)


def test_manager_may_take_away_what_could_not_be_chosen(manager, event):
    found = retitled(manager, event, habilitation=[""], resources=[])

    assert (found.habilitation, found.resources.count()) == (None, 0)


def test_what_an_event_does_not_have_yet_cannot_be_chosen(manager, space, training, closed, event):
    asked = posted(space, rooms=[closed], habilitation=str(training.pk))

    refused = manager.post(add_url(), asked)

    assert {"resources", "habilitation"} <= refused.context["form"].errors.keys()
    assert list(Event.objects.all()) == [event]


def test_training_that_stays_is_asked_anew_in_another_place(manager, owner, event):
    other = SpaceFactory()
    team.join(other, user=owner, role="manager")
    sent = as_shown(manager.get(edit_url(event)), "title") | {"space": [str(other.pk)], "resources": []}

    refused = manager.post(edit_url(event), sent | {"action-publish": "1"})

    assert refused.context["form"].errors.keys() == {"habilitation"}
