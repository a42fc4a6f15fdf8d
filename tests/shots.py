"""`make shots`: every page type, filled and empty, at 390 and 1440 px, light and dark, French and English.

Pictures go to var/shots/<filled|empty>/<page>-<width>-<scheme>-<language>.png; the README's come from there.
Empty: a network without a place, then a team without anything but its place.
usage: shots.py [PAGE …]   (all pages by default)
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from tests.demonstration import Site, served  # noqa: E402 - needs the path above
from tests.journeys import guest_link, pages  # noqa: E402 - needs the path above
from tests.journeys.offering import OFFERED, offered  # noqa: E402 - needs the path above

SHOTS = ROOT / "var" / "shots"
WIDTHS = {390: 844, 1440: 900}
SCHEMES = ("light", "dark")
LANGUAGES = {"fr": "fr", "en": "en-GB"}  # and how a browser of its readers writes dates
PASSWORD = "maillage-demo"


def main(wanted: list[str]) -> int:
    shutil.rmtree(SHOTS, ignore_errors=True)
    for state in ("filled", "empty"):
        with served(SHOTS, is_empty=state == "empty") as site:
            for email, addresses in FILLED if state == "filled" else EMPTY:
                chosen = {name: path for name, path in addresses.items() if not wanted or name in wanted}
                if chosen and email == BEGINNER["email"]:
                    begin(site)
                if chosen:
                    take_both(site.address, SHOTS / state, chosen, email)
            for names, opened in MAILED.items() if state == "filled" else ():
                if not wanted or set(names) & set(wanted):
                    take_both(site.address, SHOTS / state, opened(site), "")
    print(f"{len(list(SHOTS.rglob('*.png')))} pictures in {SHOTS.relative_to(ROOT)}/")
    return 0


BEGINNER = {"email": "zoe@example.org", "name": "Zoé Lalanne", "password": PASSWORD, "manages": ["la-friche"]}
FRICHE = {
    "slug": "la-friche",
    "name": "La Friche",
    "types": ["coworking"],
    "address": {
        "street": "12 rue des Forges",
        "postal_code": "64000",
        "city": "Pau",
        "insee": "64445",
        "country": "FR",
    },
    "time_zone": "Europe/Paris",
}
SEEN = {name: path for name, path in pages.PUBLIC.items() if not path.endswith(pages.SENT)}  # no form without a place
EMPTY = [("", SEEN), (BEGINNER["email"], pages.BEGINNING | pages.BACK_OFFICE)]
FILLED = [
    ("", pages.PUBLIC),
    ("lea@example.org", pages.SIGNED_IN),
    ("yanis@example.org", pages.KEEPER),
    ("marion@example.org", pages.TEAM | pages.BACK_OFFICE | pages.EDITORS),
    ("clara@example.org", pages.REQUESTS),
    ("ines@example.org", pages.NO_PASSES | pages.COORDINATOR | pages.NETWORK),
]
MAILED = {OFFERED: offered, guest_link.PAGES: guest_link.opened}  # what links of mails open


def begin(site: Site) -> None:
    """A place without anything yet, and somebody who manages it."""
    document = SHOTS / "begin.json"
    document.write_text(json.dumps({"format": "maillage-network/1", "spaces": [FRICHE], "people": [BEGINNER]}))
    site.manage("import_network", str(document))
    document.unlink()


def take_both(address: str, folder: Path, addresses: dict[str, str], email: str) -> None:
    """Both languages at once; in turn where the language is the account's, as in the back office."""
    folder.mkdir(parents=True, exist_ok=True)
    in_turn = any(is_of_back_office(path) for path in addresses.values())
    with ThreadPoolExecutor(1 if in_turn else len(LANGUAGES)) as threads:
        list(threads.map(partial(take, address, folder, addresses, email), LANGUAGES))


def take(address: str, folder: Path, addresses: dict[str, str], email: str, language: str) -> None:
    """Every width and scheme in one language."""
    with browser_of(LANGUAGES[language]) as browser:
        for width, height in WIDTHS.items():
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, base_url=address,
                    locale=LANGUAGES[language],
                )  # fmt: skip
                page = context.new_page()
                if email:
                    sign_in(page, email)
                if any(is_of_back_office(path) for path in addresses.values()):
                    speak(page, language)
                for name, path in addresses.items():
                    if language == "en" and path.startswith("/en/"):
                        continue
                    pages.visit(page, f"/en{path}" if language == "en" and not is_of_back_office(path) else path)
                    page.wait_for_timeout(400)
                    if is_of_back_office(path):
                        unroll(page)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}-{language}.png", full_page=True)
                    page.set_viewport_size({"width": width, "height": height})
                context.close()


@contextmanager
def browser_of(locale: str) -> Iterator[Browser]:
    """Chromium as its readers have it: fields of dates and files are in its own language."""
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*options, f"--lang={locale}"],
            env=os.environ | {"LANGUAGE": locale},
        )


def is_of_back_office(path: str) -> bool:
    return path.startswith("/admin/")


def speak(page: Page, language: str) -> None:
    """The back office speaks the language of the account."""
    page.goto("/compte/reglages/")
    page.select_option("[name=language]", language)
    with page.expect_navigation():
        page.locator("form:has([name=language]) [type=submit]").click()


def unroll(page: Page) -> None:
    """Wagtail scrolls inside the page: make the window as tall as what it holds."""
    tall = page.evaluate(
        "Math.max(...[...document.querySelectorAll('html, .wrapper, #main')].map(e => e.scrollHeight))"
    )
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": tall})
    page.wait_for_timeout(200)


def sign_in(page: Page, email: str) -> None:
    page.goto("/compte/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/compte/")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
