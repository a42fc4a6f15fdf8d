"""The texts that a site owes its readers: there from the first day, true to the settings, linked from every page."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.template.loader import get_template

from maillage.base.models import Network
from maillage.base.models.network import Conformity
from maillage.editorial.models import ADDRESSES, Key, Text

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in site_settings.LANGUAGES]
TITLES = {
    "/accessibilite/": "Accessibility",
    "/mentions-legales/": "Legal notice",
    "/donnees-personnelles/": "Personal data",
}


@pytest.fixture
def network():
    return Network.objects.create(site_id=1, name="Réseau du Gave")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html):
    """What is read between the page's head and foot."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0]).split())


@pytest.mark.parametrize(("address", "title"), TITLES.items())
def test_pages_answer_in_each_language_at_the_same_address(client, address, title):
    english = page(client, f"/en{address}")

    assert f"<h1>{title}</h1>" in english
    assert '<html lang="fr">' in page(client, address)
    assert words(english) != words(page(client, address))


@pytest.mark.parametrize("key", Key)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_comes_with_the_product_in_each_language_in_what_the_editor_can_hold(key, language):
    source = Path(get_template(f"editorial/shipped/{language}/{key}.html").origin.name).read_text(encoding="utf-8")

    assert set(re.findall(r"<([a-z0-9]+)", source)) <= {"h2", "h3", "p", "ul", "ol", "li", "a", "b"}
    assert Text.objects.filter(key=key, language=language).exists()


def test_reading_sets_no_cookie(client):
    for address in ["/", *ADDRESSES.values()]:
        assert client.get(address).cookies == {}


def test_legal_notice_invents_nobody_and_names_those_who_are_known(client, network):
    nobody = words(page(client, "/en/mentions-legales/"))
    network.publisher, network.host = "Association du Gave, 64000 Pau", "Hébergeur coopératif, 31000 Toulouse"
    network.publication_director, network.contact_email = "Ida Lopez", "bonjour@gave.example"
    network.save()
    somebody = words(page(client, "/en/mentions-legales/"))

    assert "The publisher of this site is not named yet." in nobody
    assert "The host of this site is not named yet." in nobody
    for said in ("Association du Gave, 64000 Pau", "Hébergeur coopératif", "Ida Lopez", "bonjour@gave.example"):
        assert said in somebody
    assert "not named yet" not in somebody


def test_accessibility_statement_leads_to_no_empty_notice(client, network):
    nobody = page(client, "/en/accessibilite/").partition("Tell us")[2].partition("<footer")[0]
    network.publisher = "Association du Gave"
    network.save()
    somebody = page(client, "/en/accessibilite/").partition("Tell us")[2].partition("<footer")[0]

    assert "those who coordinate the network" in nobody and "/mentions-legales/" not in nobody
    assert "/mentions-legales/" in somebody


def test_source_code_is_offered_where_it_is_and_nowhere_else(client, settings):
    settings.SOURCE_URL = ""
    unsaid = page(client, "/en/mentions-legales/")
    settings.SOURCE_URL = "https://forge.example/gave"
    said = page(client, "/en/mentions-legales/")

    assert "Source code" not in unsaid
    assert "ask those who run this network for it" in unsaid
    assert said.count('href="https://forge.example/gave"') == 2  # in the notice, and at the foot as on every page
    assert 'href="https://forge.example/gave"' in page(client, "/en/lieux/")


def test_foot_of_each_page_links_to_them_and_states_the_conformity(client, network):
    foot = page(client, "/en/").partition("<footer")[2]
    for address in ADDRESSES.values():
        assert f'href="/en{address}"' in foot
    assert "Accessibility: not compliant" in foot

    network.accessibility = Conformity.PARTIAL
    network.accessibility_audit = "Atelier Égal, 12 mai 2026 : 71 % des critères."
    network.save()

    assert "Accessibility: partially compliant" in page(client, "/en/").partition("<footer")[2]
    statement = words(page(client, "/en/accessibilite/"))
    assert "71 % des critères" in statement
    assert "no audit has been carried out" not in statement


def test_privacy_page_says_what_the_settings_make_true(client, settings):
    plain = words(page(client, "/en/donnees-personnelles/"))
    settings.IMAGE_SOURCES = ["https://tiles.example", "https://photos.example"]
    settings.SENTRY_DSN = "https://key@errors.example/1"
    settings.SESSION_COOKIE_AGE = 3 * 24 * 60 * 60
    changed = words(page(client, "/en/donnees-personnelles/"))

    assert "Pages call no other site" in plain
    assert "technical report" not in plain
    assert "also turns to tiles.example, photos.example" in changed
    assert "Pages call no other site" not in changed
    assert "a technical report, without your name or address" in changed
    assert "signed out after 3 days" in changed


@pytest.mark.parametrize(
    ("address", "grounds"),
    [
        ("/en/donnees-personnelles/", ["the contract", "your consent", "the legitimate interest"]),
        ("/donnees-personnelles/", ["le contrat", "votre consentement", "l’intérêt légitime"]),
    ],
)
def test_privacy_page_names_the_ground_of_each_use(client, address, grounds):
    said = words(page(client, address))

    assert all(ground in said for ground in grounds) and "6)" in said


def test_own_text_shows_once_published_and_in_its_language_only(client):
    text = Text.objects.get(key=Key.HELP, language="en")
    text.body = "<p>Ring the bell.</p>"
    revision = text.save_revision()
    assert "Ring the bell." not in page(client, "/en/aide/")

    revision.publish()
    assert words(page(client, "/en/aide/")).endswith("Ring the bell.")
    assert "Ring the bell." not in page(client, "/aide/")

    text.refresh_from_db()
    text.unpublish()
    assert "Ring the bell." not in page(client, "/en/aide/")
    assert "My bookings" in page(client, "/en/aide/")


def test_a_text_asks_three_queries(client, network, django_assert_num_queries):
    client.get("/aide/")
    with django_assert_num_queries(3):  # the site, the network, the text
        client.get("/aide/")


def test_words_above_the_lists_are_the_networks_own_in_its_language(client, network):
    network.places_introduction = "Treize maisons ouvertes."
    network.agenda_introduction = "Cette saison, on répare."
    network.directory_introduction = "Celles et ceux d’ici."
    network.save()

    for address, said in (
        ("/en/lieux/", "Treize maisons ouvertes."),
        ("/en/agenda/", "Cette saison, on répare."),
        ("/en/annuaire/", "Celles et ceux d’ici."),
    ):
        assert f'<p class="lede" lang="fr">{said}</p>' in page(client, address)
