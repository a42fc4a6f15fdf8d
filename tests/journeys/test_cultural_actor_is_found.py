"""A cultural actor writes a profile and an organisation, a coordinator publishes them, people find them. Keyboard only."""

import json
from typing import Any

import pytest

from tests.journeys.arriving import link_in_mail, sign_in, sign_in_as, sign_out, sign_up
from tests.journeys.keyboard import choose, follow, press, write

pytestmark = pytest.mark.browser

PASSWORD = "une-phrase-longue-42"
SEND, KEEP = "button[name=action][value=submit]", "button[name=action][value=save]"
HEADLINE, BODY, TOWN = "Costumière et marionnettiste", "Je fabrique et fais vivre des marionnettes.", "Pau (64)"
FOR_ALL, FOR_MEMBERS, FOR_NOBODY = "https://castera.example", "06 12 34 56 78", "occitan de Bigorre"
AS_SHOWN = FOR_MEMBERS.replace(" ", "\xa0")


@pytest.fixture
def device(request: pytest.FixtureRequest) -> str:
    return request.node.callspec.params["person"]


def text(page: Any) -> str:
    return page.inner_text("main")


def tick(page: Any, list_name: str, words: str) -> None:
    """Unfold a long list, type some words of what is looked for, tick the first that is left."""
    press(page, f"details:has(#id_{list_name}) > summary")
    write(page, f"details:has(#id_{list_name}) .choices-find", words)
    press(page, f"#id_{list_name} input[type=checkbox]", "Space")


def write_profile(page: Any) -> None:
    write(page, "#id_headline", HEADLINE)
    write(page, "#id_body", BODY)
    tick(page, "skills", "costume")
    write(page, "#id_territory", "pau")
    write(page, "#id_languages", FOR_NOBODY)
    choose(page, "#id_languages_visibility", "moi")
    write(page, "#id_website", "castera.example")
    write(page, "#id_phone", FOR_MEMBERS)
    choose(page, "#id_phone_visibility", "les membres")


def publish_as_coordinator(page: Any, name: str) -> None:
    """From the home page of the coordinator to what waits; read it, publish it."""
    sign_in_as(page, "ines@example.org")
    follow(page, "main a[href='/admin/to-check/']")
    follow(page, f"a[href='{page.get_by_role('link', name=name).first.get_attribute('href')}']")
    assert name in page.frame_locator("iframe").locator("h1").inner_text()
    follow(page, "button[name=publish]")
    page.goto("/")
    sign_out(page)


def seen_by_stranger(page: Any, path: str) -> int:
    return page.request.get(path).status


def test_profile_is_written_checked_published_found_and_changed(person, site, device):
    name, address = f"Ange Castéra-{device}", f"ange-{device}@example.org"
    path = f"/annuaire/personnes/ange-castera-{device}/"
    person.goto("/compte/signup/")
    sign_up(person, site, name=name, address=address, password=PASSWORD)
    follow(person, "main a[href='/compte/profil/']")
    assert person.input_value("#id_display_name") == name

    write_profile(person)
    write(person, "#id_territory", "Nulle-Part-les-Bains")
    follow(person, SEND)
    assert person.evaluate("document.activeElement.matches('[data-errors]')")
    assert person.locator("#id_territory_error").count() == 1
    assert person.input_value("#id_languages_visibility") == "team"
    write(person, "#id_territory", "64000")
    follow(person, SEND)
    assert person.locator("main .status-pending").count() == 1
    sign_out(person)

    assert seen_by_stranger(person, path) == 404
    person.goto(f"/annuaire/?q=castera+{device}")
    assert person.locator("#results article").count() == 0

    publish_as_coordinator(person, name)

    person.goto(f"/annuaire/?q=castera+{device}&competence=costume")
    follow(person, "#results article a")
    page = text(person)
    assert [said for said in (HEADLINE, BODY, TOWN, FOR_ALL) if said not in page] == []
    assert [secret for secret in (FOR_MEMBERS, AS_SHOWN, FOR_NOBODY) if secret in person.content()] == []
    items = json.loads(person.request.get(f"/annuaire.json?q=castera+{device}").text())["items"]
    assert [(item["name"], item["website"], item["phone"], item["languages"]) for item in items] == [
        (name, FOR_ALL, "", "")
    ]

    sign_in_as(person, "lea@example.org")
    person.goto(path)
    assert AS_SHOWN in text(person)
    assert FOR_NOBODY not in person.content()
    sign_out(person)

    person.goto("/compte/login/")
    sign_in(person, address, PASSWORD)
    person.goto(link_in_mail(site, address, path))
    follow(person, "main a[href='/compte/profil/']")
    write(person, "#id_headline", "Marionnettiste à la retraite")
    follow(person, KEEP)
    sign_out(person)
    person.goto(path)
    assert "Marionnettiste à la retraite" in text(person)


def test_organisation_is_made_published_and_kept(person, site, device):
    name, address = f"Compagnie du Fil {device}", f"fil-{device}@example.org"
    path = f"/annuaire/organisations/compagnie-du-fil-{device}/"
    person.goto("/compte/signup/")
    sign_up(person, site, name="Fanny Filleau", address=address, password=PASSWORD)
    person.goto("/compte/organisations/")
    follow(person, "main a[href='/compte/organisations/nouvelle/']")
    write(person, "#id_name", name)
    write(person, "#id_summary", "Marionnettes à domicile")
    tick(person, "sectors", "spectacle")
    write(person, "#id_postal_code", "64000")
    write(person, "#id_city", "Pau")
    write(person, "#id_siret", "12345")
    follow(person, SEND)
    assert person.locator("#id_siret_error").count() == 1
    write(person, "#id_siret", "123 456 789 01234")
    follow(person, SEND)
    assert person.locator("main .status-pending").count() == 1
    sign_out(person)
    assert seen_by_stranger(person, path) == 404

    publish_as_coordinator(person, name)

    person.goto(f"/annuaire/?genre=organisation&secteur=spectacle-vivant&territoire=64&q=fil+{device}")
    follow(person, "#results article a")
    assert "Marionnettes à domicile" in text(person)
    person.goto("/compte/login/")
    sign_in(person, address, PASSWORD)
    follow(person, f"main a[href='/compte/organisations/compagnie-du-fil-{device}/']")
    write(person, "#id_summary", "Marionnettes au coin de la rue")
    follow(person, KEEP)
    sign_out(person)
    person.goto(path)
    assert "Marionnettes au coin de la rue" in text(person)
