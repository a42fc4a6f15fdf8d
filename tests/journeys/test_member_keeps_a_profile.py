"""A cultural actor writes a profile, a coordinator publishes it, and everybody finds it. With the keyboard only."""

import re
import time

import pytest

from tests.journeys.keyboard import follow, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
WAITS_FOR_MAIL_S = 30


def confirmation_link(site, email: str) -> str:
    """What the mail asks to follow, once the worker has sent it."""
    deadline = time.monotonic() + WAITS_FOR_MAIL_S
    while time.monotonic() < deadline:
        for text in reversed(site.mails_to(email)):
            plain = text.replace("=\n", "").replace("=3D", "=")
            if found := re.search(rf"{site.address}/compte/confirm-email/[^\s\"<]+", plain):
                return found[0]
        time.sleep(0.5)
    raise AssertionError(f"no mail asked {email} to confirm the address")


def sign_up(page, site, name: str, email: str) -> None:
    page.goto("/compte/signup/")
    write(page, "#id_name", name)
    write(page, "#id_email", email)
    write(page, "#id_password1", "une-phrase-longue-42")
    follow(page, "main form[action*='signup'] button[type=submit]")
    page.goto(confirmation_link(site, email))
    follow(page, "main form[action*='confirm-email'] button[type=submit]")


def sign_out(page) -> None:
    page.context.clear_cookies()


def test_cultural_actor_is_found_once_a_coordinator_has_published_the_profile(person, site, request):
    device = request.node.callspec.id.split("-")[0]
    name, email = f"Ange Castéra {device}", f"ange-{device}@example.org"
    sign_up(person, site, name, email)
    person.goto("/compte/profil/")
    write(person, "#id_display_name", name)
    write(person, "#id_headline", "Marionnettiste")
    follow(person, "button[name=action][value=submit]")
    sign_out(person)

    person.goto(f"/annuaire/?q=castera+{device}")
    assert name not in person.inner_text("main")

    person.goto("/compte/login/")
    follow(person, "form:has(input[value='ines@example.org']) button")
    publish_as_coordinator(person, name)
    sign_out(person)

    person.goto(f"/annuaire/?q=castera+{device}")
    follow(person, "#results h2 a, #results h3 a")
    assert "Marionnettiste" in person.inner_text("main")


def publish_as_coordinator(page, name: str) -> None:
    """Find it among what waits, read it, publish it."""
    page.goto("/admin/to-check/")
    address = page.get_by_role("link", name=name).first.get_attribute("href")
    follow(page, f"a[href='{address}']")
    follow(page, "button[name=publish]")
