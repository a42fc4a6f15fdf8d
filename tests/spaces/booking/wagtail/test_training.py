"""Trainings of the network, as coordinators name them in Wagtail."""

import pytest
from django.urls import reverse

from spaces.booking.models import Habilitation
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.reading import soup

pytestmark = pytest.mark.django_db

ADD = "wagtailsnippets_booking_habilitation:add"


@pytest.mark.parametrize("number", [1, 3])
def test_what_may_ask_for_it_is_named_with_its_place(client, coordinator, number, django_assert_num_queries):
    for rank in range(number):
        ResourceFactory(name="Laser", space=SpaceFactory(name=f"Lieu {rank}"))
    client.force_login(coordinator)
    client.get(reverse(ADD))
    with django_assert_num_queries(19):
        page = soup(client.get(reverse(ADD)))

    assert [one.get_text(strip=True) for one in page.select("#id_resources label")] == [
        f"Lieu {rank} – Laser" for rank in range(number)
    ]


def test_coordinator_says_what_asks_for_it_and_who_gives_it(client, coordinator):
    laser = ResourceFactory(name="Laser")
    client.force_login(coordinator)
    client.post(
        reverse(ADD), {"label": "Laser", "code": "laser", "resources": [laser.pk], "recognised_by": [laser.space_id]}
    )

    training = Habilitation.objects.get()
    assert ([*training.resources.all()], [*training.recognised_by.all()]) == ([laser], [laser.space])
