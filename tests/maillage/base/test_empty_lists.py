"""Lists in which there is nothing at all: no filter is to blame, and each reader has a next step."""

import pytest

from maillage.base.models import Network
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

EMPTY = {
    "/en/lieux/": "The catalogue is still empty",
    "/en/agenda/": "Nothing is announced yet",
    "/en/annuaire/": "The directory is still empty",
}


@pytest.mark.parametrize("query", ["", "?q=introuvable"])
@pytest.mark.parametrize("path", EMPTY)
def test_nothing_at_all_is_said_whatever_was_asked(client, path, query):
    assert EMPTY[path] in text(client.get(f"{path}{query}"))


@pytest.mark.parametrize("view", ["semaine", "mois", "carte"])
def test_every_view_of_an_agenda_without_dates_says_so(client, view):
    said = text(client.get(f"/en/agenda/?vue={view}"))

    assert "Nothing is announced yet" in said and "Nothing that day" not in said


@pytest.mark.parametrize("path", EMPTY)
def test_where_something_is_a_search_without_result_blames_its_words(client, path):
    EventFactory.published(space=SpaceFactory())
    OrganisationFactory.published()

    said = text(client.get(f"{path}?q=introuvable"))

    assert "Take one filter away" in said and EMPTY[path] not in said


STEP_BY_STEP = ["/en/", "/en/lieux/", "/en/carte/", "/en/agenda/", "/en/reserver/"]
DESCRIBE = "/admin/snippets/catalogue/space/add/"


def steps(client, path):
    """Where the words about an empty network lead."""
    return [link["href"] for link in soup(client.get(path)).select("main .empty a, .map-page-head a")]


@pytest.mark.parametrize("path", STEP_BY_STEP)
def test_network_without_a_place_leads_each_reader_on(client, coordinator, stranger, path):
    assert steps(client, path) == [DESCRIBE]  # who runs it may not have signed in yet

    client.force_login(coordinator)
    assert steps(client, path) == [DESCRIBE]
    client.force_login(stranger)
    assert steps(client, path) == []

    Network.objects.update_or_create(site_id=1, defaults={"contact_email": "bonjour@gave.example"})
    assert steps(client, path) == ["mailto:bonjour@gave.example"]


@pytest.mark.parametrize(("path", "ways"), [("/en/agenda/", ["/en/lieux/"]), ("/en/reserver/", ["/en/lieux/"])])
def test_network_with_a_place_leads_to_its_places(client, path, ways):
    SpaceFactory()

    assert steps(client, path) == ways
