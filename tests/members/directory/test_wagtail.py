"""Profiles as coordinators read them in the back office: about somebody else."""

import pytest
from django.urls import reverse

from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.territories import CommuneFactory
from tests.reading import soup

pytestmark = pytest.mark.django_db


def test_the_form_of_a_person_speaks_of_them(client, coordinator):
    coordinator.language = "en"
    coordinator.save()
    client.force_login(coordinator)
    page = soup(client.get(reverse("wagtailsnippets_directory_person:edit", args=[PersonFactory().pk])))
    words = page.find("form", id="w-editor-form").get_text(" ").split()

    assert {"my", "My", "your", "Your"}.isdisjoint(words)
    assert (
        page.find("label", attrs={"for": "id_is_indexable"}).get_text(strip=True) == "Search engines may show this page"
    )


def test_what_has_no_form_has_no_link_to_one(client, coordinator):
    """As a commune."""
    organisation = OrganisationFactory(territory=CommuneFactory())
    client.force_login(coordinator)
    page = soup(client.get(reverse("wagtailsnippets_directory_organisation:edit", args=[organisation.pk])))

    links = page.select("[data-chooser-edit-link]")
    assert links and {link["href"] for link in links} == {""}
