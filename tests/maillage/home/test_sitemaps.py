"""Search engines are told of what is public, in each language, and of nothing else."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.utils.timezone import localtime

from maillage.curation.models import State, Visibility
from maillage.home import sitemaps
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)


def parts(client):
    return [
        found.text.removeprefix("http://testserver")
        for found in read(client, "/sitemap.xml").iterfind(".//s:loc", NAMES)
    ]


def everything(client):
    """Every address of every part."""
    return [loc.text for part in parts(client) for loc in read(client, part).iterfind(".//s:loc", NAMES)]


def test_public_pages_are_there_in_each_language(client):
    space = SpaceFactory(slug="la-centrale")
    EventFactory.published(slug="portes-ouvertes", space=space)
    OrganisationFactory.published(slug="cie-du-pont")
    PersonFactory.published(slug="lea-martin", is_indexable=True)
    found = everything(client)

    for path in (
        "/", "/lieux/", "/agenda/", "/annuaire/", "/carte/", "/accessibilite/", "/mentions-legales/",
        "/lieux/la-centrale/", "/agenda/portes-ouvertes/", "/annuaire/organisations/cie-du-pont/",
        "/annuaire/personnes/lea-martin/",
    ):  # fmt: skip
        assert found.count(f"http://testserver{path}") == 1
        assert found.count(f"http://testserver/en{path}") == 1
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_each_address_names_its_other_languages_and_its_last_change(client):
    space = SpaceFactory(slug="la-centrale")
    (french, english) = read(client, "/sitemap-lieux.xml").iterfind("s:url", NAMES)

    for url, address in ((french, "/lieux/la-centrale/"), (english, "/en/lieux/la-centrale/")):
        assert url.findtext("s:loc", None, NAMES) == f"http://testserver{address}"
        assert url.findtext("s:lastmod", None, NAMES) == f"{localtime(space.updated_at):%Y-%m-%d}"
        assert {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NAMES)} == {
            "fr": "http://testserver/lieux/la-centrale/",
            "en": "http://testserver/en/lieux/la-centrale/",
        }


def test_what_is_not_public_is_not_told(client):
    """Each of these has a page that somebody may read."""
    SpaceFactory.draft(slug="secret-space-draft")
    SpaceFactory.for_members(slug="secret-space-members")
    SpaceFactory(slug="secret-space-archived", state=State.ARCHIVED, live=False)
    EventFactory.draft(slug="secret-event-draft")
    EventFactory.published(slug="secret-event-members", visibility=Visibility.MEMBERS)
    for factory, kind in ((PersonFactory, "person"), (OrganisationFactory, "organisation")):
        factory(slug=f"secret-{kind}-draft")
        factory.submitted(slug=f"secret-{kind}-submitted")
        factory.published(slug=f"secret-{kind}-members", visibility=Visibility.MEMBERS)
    PersonFactory.published(slug="secret-person-who-did-not-say-so")
    PersonFactory.published(slug="secret-person-for-members", is_indexable=True, visibility=Visibility.MEMBERS)

    assert [address for address in everything(client) if "secret" in address] == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_part_asks_as_much_for_one_as_for_three(client, number, django_assert_num_queries):
    SpaceFactory.create_batch(number)
    client.get("/sitemap.xml")
    with django_assert_num_queries(4):  # the site and the network as on every page; how many, and these
        client.get("/sitemap-lieux.xml")
    with django_assert_num_queries(10):  # the same; how many and the last change, of four kinds
        client.get("/sitemap.xml")


def test_long_lists_come_in_parts_that_hold_each_record_once_in_each_language(client, monkeypatch):
    monkeypatch.setattr(sitemaps.Records, "limit", 2 * len(sitemaps.LANGUAGES))
    SpaceFactory.create_batch(5)
    lieux = [part for part in parts(client) if "lieux" in part]
    found = [loc.text for part in lieux for loc in read(client, part).iterfind(".//s:loc", NAMES)]

    assert lieux == ["/sitemap-lieux.xml", "/sitemap-lieux.xml?p=2", "/sitemap-lieux.xml?p=3"]
    assert len(found) == len(set(found)) == 5 * len(sitemaps.LANGUAGES)
    assert client.get("/sitemap-lieux.xml?p=4").status_code == 404
    assert client.get("/sitemap-secrets.xml").status_code == 404
