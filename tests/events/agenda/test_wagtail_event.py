"""Events edited in Wagtail by those who run the space, and by nobody else."""

from datetime import date

import pytest
from django.urls import reverse

from events.agenda.models import Event
from maillage.curation.models import State
from spaces.booking.models import Occupancy
from spaces.booking.services.imports import import_booking
from spaces.catalogue.services import team
from tests.events.agenda.event_form import add_url, posted
from tests.factories.agenda import EventFactory, paris
from tests.factories.booking import require_training
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office
from tests.reading import soup

pytestmark = pytest.mark.django_db


def test_manager_publishes_a_repeated_event_that_takes_its_room(manager, space):
    room = ResourceFactory(space=space)

    response = manager.post(add_url(), posted(space, rooms=[room]) | {"action-publish": "1"}, follow=True)

    event = Event.objects.get()
    assert (event.state, response.status_code) == (State.PUBLISHED, 200)
    assert [one.first_on for one in event.occurrences.all()] == [date(2027, 1, 5), date(2027, 1, 19)]
    assert Occupancy.objects.filter(resource=room, kind="event").count() == 2


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


def test_draft_says_its_space_or_its_author_would_lose_it(client, owner):
    for _ in range(2):
        team.join(SpaceFactory(), user=owner, role="manager")
    client.force_login(owner)

    response = client.post(add_url(), posted(SpaceFactory.build(pk="")))

    assert "space" in response.context["form"].errors
    assert not Event.objects.exists()


def test_price_that_is_written_is_the_price(manager, space):
    manager.post(add_url(), posted(space, price="5 €") | {"action-publish": "1"})

    assert Event.objects.get().is_free is False


def test_event_that_is_not_free_says_its_price(manager, space):
    response = manager.post(add_url(), posted(space, is_free="") | {"action-publish": "1"})

    assert "price" in response.context["form"].errors


def test_rooms_of_many_spaces_are_those_of_the_space_chosen(client, coordinator):
    room, *_others = [ResourceFactory() for _ in range(7)]
    client.force_login(coordinator)

    empty = client.get(add_url()).context["form"].fields["resources"].queryset
    client.post(add_url(), posted(room.space, rooms=[room]))

    assert list(empty) == []
    assert list(Event.objects.get().resources.all()) == [room]


def test_what_an_event_uses_is_not_called_rooms_where_it_may_be_machines(manager, space):
    form = manager.get(add_url()).content.decode()

    assert "Ce qu’il y utilise\xa0: salles, bureaux, machines" in form and "Salles utilisées" not in form


def test_dashboard_leads_to_a_new_event_for_those_who_run_a_space(manager, stranger):
    assert add_url() in manager.get("/admin/").content.decode()
    open_back_office(stranger)
    manager.force_login(stranger)

    assert add_url() not in manager.get("/admin/").content.decode()


def test_the_way_to_a_training_is_for_those_who_may_open_it(manager, coordinator, space):
    training = require_training(ResourceFactory(space=space))
    training.recognised_by.add(space)
    event = EventFactory(space=space, habilitation=training)
    url = reverse("wagtailsnippets_agenda_event:edit", args=[event.pk])
    form = reverse("wagtailsnippets_booking_habilitation:edit", args=[training.pk])

    seen = {}
    for who in ("manager", "coordinator"):
        page = soup(manager.get(url))
        chooser = page.select_one("#id_habilitation-chooser")
        seen[who] = training.label in chooser.get_text(), [link["href"] for link in chooser.select(f"a[href='{form}']")]
        manager.force_login(coordinator)

    assert seen == {"manager": (True, []), "coordinator": (True, [form])}
