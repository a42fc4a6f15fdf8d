"""The first page of the back office, for each role."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail import hooks
from wagtail.admin.menu import admin_menu

from maillage.base import clock
from maillage.base.models import Network
from maillage.curation.services import lifecycle
from maillage.curation.templatetags.since import ago
from maillage.curation.wagtail.dashboard import Link, StalePanel, Step
from maillage.users.models import User
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.maillage.curation.record_rights import open_back_office
from tests.reading import soup

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def name_the_network():
    """Whoever answers for it is known: nothing is left to say."""
    answers = {"publisher": "Le Réseau", "host": "L’Hébergeur", "contact_email": "bonjour@gave.example"}
    Network.objects.update_or_create(site_id=1, defaults=answers)


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


def test_coordinator_reads_first_what_nobody_ever_verified(client, coordinator):
    verified_now = SpaceFactory(name="Vérifié à l’instant")
    with clock.fixed(datetime(2025, 1, 1, tzinfo=UTC)):
        OrganisationFactory.published(name="Vérifiée autrefois", verified_at=clock.now())
        EventFactory.published(title="Fini depuis longtemps", space=verified_now)
    SpaceFactory.imported(name="D’une liste")
    User.objects.filter(pk=coordinator.pk).update(language="en")
    client.force_login(coordinator)
    panel = soup(client.get(HOME)).find(id="stale-section")

    names = [link.get_text() for link in panel.select("td a")]
    counts = [link.get_text() for link in panel.select("a.button")]
    assert names == ["D’une liste", "Vérifiée autrefois"]
    assert counts == ["Places: 1", "Organisations: 1"]
    assert panel.select_one("td:last-child").get_text(strip=True) == "never"


@pytest.mark.parametrize("number", [1, 3])
def test_stale_records_cost_two_queries_a_kind(rf, number, django_assert_num_queries):
    for _ in range(number):
        SpaceFactory.imported()
    with django_assert_num_queries(6):
        stale = StalePanel(rf.get(HOME)).get_context_data({})

    assert len(stale["lines"]) == number


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


def test_apps_say_what_somebody_who_begins_has_still_to_do(client, coordinator):
    def steps(request):
        return [
            Step("Nommer", "Tout de suite.", "/nommer/", order=2),
            Step("Ouvrir", "Bientôt.", "/ouvrir/", place="Ici"),
        ]

    SpaceFactory()
    name_the_network()
    client.force_login(coordinator)
    assert soup(client.get(HOME)).find(id="first-steps-section") is None
    with hooks.register_temporarily("register_first_steps", steps):
        panel = soup(client.get(HOME)).find(id="first-steps-section")

    assert [line.get_text(" ", strip=True) for line in panel.select("li")] == [
        "Nommer Tout de suite.",
        "Ouvrir · Ici Bientôt.",
    ]


def test_coordinator_of_an_empty_network_describes_a_first_place(client, coordinator):
    client.force_login(coordinator)
    add = reverse("wagtailsnippets_catalogue_space:add")
    first = soup(client.get(HOME)).select_one("#first-steps-section li a")
    SpaceFactory()
    name_the_network()

    assert first["href"] == add
    assert soup(client.get(HOME)).find(id="first-steps-section") is None


def test_coordinator_of_a_nameless_network_says_who_answers_for_it(client, coordinator, owner):
    SpaceFactory()
    settings_url = reverse("wagtailsettings:edit", args=["base", "network"])

    def told(user):
        client.force_login(user)
        return [link["href"] for link in soup(client.get(HOME)).select("#first-steps-section li a")]

    assert (told(coordinator), settings_url in told(owner)) == ([settings_url], False)
    name_the_network()
    assert told(coordinator) == []


def test_what_has_just_changed_is_not_zero_minutes_old():
    now = clock.now()
    with translation.override("en"):
        said = [ago(now - timedelta(seconds=30)), ago(now - timedelta(seconds=150))]
    with translation.override("fr"):
        in_french = ago(now - timedelta(seconds=30))

    assert said == ["just now", "2\xa0minutes ago"]
    assert "0" not in in_french


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
