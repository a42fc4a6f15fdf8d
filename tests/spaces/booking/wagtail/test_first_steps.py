"""What a place that begins does not have yet, step by step. In English."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from events.agenda.wagtail_hooks import first_event
from spaces.booking.first_steps import first_steps
from spaces.catalogue.services import team
from tests.factories.agenda import EventFactory
from tests.factories.booking import booked, conditions
from tests.factories.catalogue import ResourceFactory, SpaceFactory, open_weekly
from tests.factories.pricing import price_for

pytestmark = pytest.mark.django_db

RESOURCES, HOURS = "Add what can be booked", "Say when the doors are open"
PRICES, CONDITIONS, EVENT = "Say what it costs", "Say how one cancels", "Publish a first event"


def steps(user) -> list:
    request = RequestFactory().get("/admin/")
    request.user = user
    with override("en"):
        return [*first_steps(request), *first_event(request)]


def labels(user) -> list[str]:
    return [step.label for step in steps(user)]


def test_each_step_goes_once_it_is_done(owner, space):
    assert labels(owner) == [RESOURCES, HOURS, CONDITIONS, EVENT]

    room = ResourceFactory(space=space)
    assert labels(owner) == [HOURS, PRICES, CONDITIONS, EVENT]

    price_for(room, 1800)
    open_weekly(space, range(5), ("09:00", "18:00"))
    conditions(space)
    assert labels(owner) == [EVENT]

    EventFactory.draft(space=space)
    assert labels(owner) == []


def test_steps_lead_to_where_they_are_done(owner, space):
    ResourceFactory(space=space)
    urls = {step.label: step.url for step in steps(owner)}

    assert urls == {
        HOURS: reverse("wagtailsnippets_catalogue_space:edit", args=[space.pk]) + "#tab-hours",
        PRICES: reverse("wagtailsnippets_catalogue_resource:list") + f"?space={space.pk}",
        CONDITIONS: reverse("wagtailsnippets_booking_bookingpolicy:add"),
        EVENT: reverse("wagtailsnippets_agenda_event:add"),
    }


def test_a_place_that_somebody_has_booked_begins_no_more(owner, space):
    booked(ResourceFactory(space=space), "10-12")

    assert labels(owner) == []


def test_hosts_strangers_and_coordinators_begin_nothing(space, teammate, stranger, coordinator):
    team.join(space, user=teammate, role="host")

    assert labels(teammate) == labels(stranger) == labels(coordinator) == []


@pytest.mark.parametrize("number", [1, 3])
def test_who_begins_several_places_reads_which_one_each_step_is_for(owner, number, django_assert_num_queries):
    for rank in range(number):
        SpaceFactory(name=f"Lieu {rank}", manager=owner)
    owner.is_coordinator  # noqa: B018 - read once a request

    with django_assert_num_queries(3):
        found = steps(owner)

    assert [step.label for step in found] == [RESOURCES, HOURS, CONDITIONS, EVENT]
    assert {step.place for step in found[:3]} == {"Lieu 0" if number > 1 else ""}
