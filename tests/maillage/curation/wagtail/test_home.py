"""The first page of the back office, for each role."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import admin_menu

from maillage.base import clock
from maillage.curation.services import lifecycle
from maillage.curation.wagtail.dashboard import Link
from maillage.users.models import User
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.maillage.curation.record_rights import open_back_office

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def test_coordinator_sees_what_waits_and_what_nobody_verified_for_a_year(client, coordinator, owner):
    lifecycle.submit(PersonFactory(display_name="Attend Depuis Hier"), by=owner)
    with clock.fixed(datetime(2025, 1, 1, tzinfo=UTC)):
        lifecycle.publish(OrganisationFactory(name="Vieille"), by=coordinator)
    client.force_login(coordinator)
    with clock.fixed(datetime(2026, 6, 16, tzinfo=UTC)):
        page = client.get(HOME).content.decode()

    stale = reverse("wagtailsnippets_directory_organisation:list") + "?state=published&amp;ordering=verified_at"
    assert "Attend Depuis Hier" in page
    assert stale in page


def test_team_sees_its_own_records_only(client, owner):
    open_back_office(owner)
    OrganisationFactory(name="À moi", owner=owner)
    OrganisationFactory.published(name="Aux autres")
    client.force_login(owner)
    page = client.get(HOME).content.decode()

    assert ("À moi" in page, "Aux autres" in page) == (True, False)
    assert reverse("curation_to_check") not in page


def test_apps_add_what_people_may_do(client, coordinator):
    def links(request):
        return [Link("Ouvrir une salle", "/ailleurs/", icon="plus")]

    client.force_login(coordinator)
    with hooks.register_temporarily("register_dashboard_links", links):
        page = client.get(HOME).content.decode()

    assert 'href="/ailleurs/"' in page
    assert "Ouvrir une salle" in page


@pytest.mark.parametrize(("who", "shown"), [("coordinator", {"to-check"}), ("administrator", {"to-check", "reports"})])
def test_menu_leaves_out_what_nobody_needs(rf, coordinator, who, shown):
    request = rf.get(HOME)
    request.user = coordinator if who == "coordinator" else User.objects.create_superuser("admin@example.org")
    names = {item.name for item in admin_menu.menu_items_for_request(request)}

    assert names & {"to-check", "reports", "explorer", "help", "snippets"} == shown


def test_back_office_bears_the_name_of_the_network(client, coordinator):
    client.force_login(coordinator)
    page = client.get(HOME).content.decode()

    assert "- Maillage</title>" in page
    assert "css/backoffice.css" in page
    assert "Camille Castaing" in page
