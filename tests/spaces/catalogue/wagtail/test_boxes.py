"""Boxes to tick in the back office: where there is none yet, what to do about it. In English."""

import pytest
from django.urls import reverse

from events.agenda.models import Event
from spaces.booking.models import BookingPolicy
from spaces.catalogue.models import Resource
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(owner):
    owner.language = "en"
    owner.save()


def empty_groups(client, model) -> dict[str, str]:
    """What the form of a new record says where it has no box, and where that leads."""
    page = soup(client.get(reverse(model.snippet_viewset.get_url_name("add"))))
    found = page.select(".inline-boxes-none")
    return {one.get_text(" ", strip=True): one.find("a")["href"] for one in found}


def test_new_conditions_say_where_to_add_what_they_hold_for(manager, space):
    add = reverse(Resource.snippet_viewset.get_url_name("add"))
    assert empty_groups(manager, BookingPolicy) == {"No resource yet. Add what can be booked": add}

    ResourceFactory(space=space)
    assert empty_groups(manager, BookingPolicy) == {}


def test_first_resource_leads_nowhere_else_from_its_own_form(manager, space):
    assert not soup(manager.get(reverse(Resource.snippet_viewset.get_url_name("add")))).select(".inline-boxes-none a")


def test_new_event_says_where_to_add_rooms_and_organisers(manager, space, owner):
    assert empty_groups(manager, Event) == {
        "No resource yet. Add what can be booked": reverse(Resource.snippet_viewset.get_url_name("add")),
        "You manage no organisation yet. Write the page of one": reverse("directory:new-organisation"),
    }

    ResourceFactory(space=space)
    OrganisationFactory(owner=owner)
    assert empty_groups(manager, Event) == {}


def test_somebody_with_many_spaces_is_told_to_choose_one_and_nothing_else(client, coordinator):
    SpaceFactory.create_batch(6)
    OrganisationFactory()
    client.force_login(coordinator)

    assert empty_groups(client, Event) == {}
