"""Audiences edited in Wagtail: each space's own, the network's for coordinators."""

import pytest
from django.urls import reverse

from spaces.pricing.models import Audience
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import audience, price_for
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(Audience.snippet_viewset.get_url_name(name), args=args)


def errors_of(response):
    assert response.status_code == 200
    return response.context["form"].errors


def test_manager_names_the_people_of_their_space(as_, owner, centrale):
    open_back_office(owner)
    client = as_(owner)

    for _ in range(2):
        assert client.post(url("add"), {"space": str(centrale.pk), "name": "Étudiants"}).status_code == 302

    assert list(Audience.objects.order_by("pk").values_list("space", "slug")) == [
        (centrale.pk, "etudiants"),
        (centrale.pk, "etudiants-2"),
    ]


def test_only_coordinators_speak_for_the_network(as_, owner, coordinator, centrale):
    open_back_office(owner)
    said = {"space": "", "name": "Étudiants"}

    assert "space" in errors_of(as_(owner).post(url("add"), said))
    assert not as_(owner).get(url("add")).context["form"].fields["space"].help_text
    assert as_(coordinator).get(url("add")).context["form"].fields["space"].help_text
    assert "space" in errors_of(as_(owner).post(url("add"), said | {"space": str(SpaceFactory().pk)}))
    assert as_(coordinator).post(url("add"), said).status_code == 302
    assert Audience.objects.get().space is None


def test_audience_with_a_price_is_not_deleted(as_, owner, room):
    open_back_office(owner)
    members = audience(space=room.space)
    price_for(room, 900, audience=members)

    as_(owner).post(url("delete", members.pk))

    assert Audience.objects.filter(pk=members.pk).exists()


def test_audiences_of_others_are_out_of_reach(as_, centrale, other_manager, teammate):
    secret = audience("Public secret", space=centrale)
    of_network = audience("Public du réseau")

    for person in (other_manager, teammate):
        open_back_office(person)
        for one in (secret, of_network):
            assert_out_of_reach(as_(person), one, secrets=[one.name])


def test_audience_is_shown_to_its_manager_and_to_coordinators(as_, centrale, owner, coordinator):
    secret = audience("Public secret", space=centrale)
    open_back_office(owner)

    for person in (owner, coordinator):
        assert_within_reach(as_(person), secret, secrets=["Public secret"])
