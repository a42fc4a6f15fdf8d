"""Somebody without an account books by the link of a mail, stays longer, and gives the place back. With the keyboard only."""

import re
import time
from datetime import timedelta

import pytest

from tests.journeys.keyboard import follow, press, write
from tests.journeys.pages import TUESDAY

WEDNESDAY = TUESDAY + timedelta(1)

pytestmark = pytest.mark.browser

FORM = "/lieux/les-salines/reserver/petit-salon/"


def link(site, email: str, *, mails: int) -> str:
    """The link of the last mail that this guest got, once so many have come."""
    for _ in range(240):
        came = site.mails_to(email)
        if len(came) >= mails:
            return re.findall(r"https?://[^/\s]+(/reservations/sans-compte/\S+?/)\s", came[-1])[0]
        time.sleep(0.25)
    raise AssertionError(f"{len(came)} mails came to {email}")


def nothing_wrong(page, axe) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_guest_books_moves_and_gives_back_without_an_account(person, site, axe):
    # One server for all journeys, and each size of window books for itself.
    is_phone = person.viewport_size["width"] < 500
    email, hours = ("zoe@example.org", "T10") if is_phone else ("max@example.org", "T15")
    person.goto(f"/lieux/les-salines/reserver/?ressource=petit-salon&jour={TUESDAY}")
    follow(person, f"a[href*='/reserver/petit-salon/'][href*='debut={TUESDAY}{hours}']")
    assert FORM in person.url
    write(person, "#id_name", "Zoé Passante")
    write(person, "#id_email", email)
    nothing_wrong(person, axe)
    follow(person, "[form=reserver][type=submit], .reserve-bar [type=submit]")
    assert f"{FORM}confirmer/" in person.url
    assert email in person.inner_text("body")
    nothing_wrong(person, axe)

    person.goto(link(site, email, mails=1))
    assert "Petit salon" in person.inner_text("main")
    nothing_wrong(person, axe)
    follow(person, "[form=confirmer][type=submit]")
    assert person.locator("a[href$='calendrier.ics']").count() == 1
    nothing_wrong(person, axe)

    follow(person, "a[href$='/deplacer/']")
    nothing_wrong(person, axe)
    follow(person, "main a[href*='deplacer=']")
    assert "/lieux/les-salines/reserver/" in person.url
    nothing_wrong(person, axe)
    follow(person, f".date-strip a[href*='jour={WEDNESDAY}']")
    follow(person, f"a.slot-choice[href*='debut={WEDNESDAY}{hours}']")
    assert "/deplacer/" in person.url
    nothing_wrong(person, axe)
    follow(person, "[form=reserver][type=submit], .reserve-bar [type=submit]")
    assert person.locator("a[href$='/deplacer/']").count() == 1

    person.goto(link(site, email, mails=3))
    press(person, "a[href$='/annuler/']")
    follow(person, "dialog[open] button[type=submit].btn-danger")
    assert person.locator("a[href$='/annuler/']").count() == 0
