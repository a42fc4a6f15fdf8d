"""Lists in which there is nothing at all: no filter is to blame."""

import pytest

from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.reading import text

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
