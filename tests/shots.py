"""`make shots`: every page type, filled and empty, at 390 and 1440 px, light and dark, French and English.

Pictures go to var/shots/<filled|empty>/<page>-<width>-<scheme>-<language>.png; the README's come from there.
Empty: a network without a place, then a team without anything but its place.
usage: shots.py [PAGE …]   (all pages by default)
"""

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from tests.demonstration import Site, served  # noqa: E402 - needs the path above
from tests.journeys import pages  # noqa: E402 - needs the path above

SHOTS = ROOT / "var" / "shots"
WIDTHS = {390: 844, 1440: 900}
SCHEMES = ("light", "dark")
LANGUAGES = ("fr", "en")
PASSWORD = "maillage-demo"


def main(wanted: list[str]) -> int:
    shutil.rmtree(SHOTS, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for state in ("filled", "empty"):
            with served(SHOTS, is_empty=state == "empty") as site:
                for email, addresses in FILLED if state == "filled" else EMPTY:
                    chosen = {name: path for name, path in addresses.items() if not wanted or name in wanted}
                    if chosen and email == BEGINNER["email"]:
                        begin(site)
                    if chosen:
                        take(browser, site.address, SHOTS / state, chosen, email)
        browser.close()
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
EMPTY = [("", pages.PUBLIC), (BEGINNER["email"], pages.BEGINNING | pages.BACK_OFFICE)]
FILLED = [
    ("", pages.PUBLIC),
    ("lea@example.org", pages.SIGNED_IN),
    ("yanis@example.org", pages.KEEPER),
    ("marion@example.org", pages.TEAM | pages.BACK_OFFICE | pages.EDITORS),
    ("clara@example.org", pages.REQUESTS),
    ("ines@example.org", pages.NO_PASSES | pages.COORDINATOR | pages.NETWORK),
]


def begin(site: Site) -> None:
    """A place without anything yet, and somebody who manages it."""
    document = SHOTS / "begin.json"
    document.write_text(json.dumps({"format": "maillage-network/1", "spaces": [FRICHE], "people": [BEGINNER]}))
    site.manage("import_network", str(document))
    document.unlink()


def take(browser: Browser, address: str, folder: Path, addresses: dict[str, str], email: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, base_url=address, locale="fr-FR"
            )
            page = context.new_page()
            if email:
                sign_in(page, email)
            for language in LANGUAGES:
                if any(path.startswith("/admin/") for path in addresses.values()):
                    speak(page, language)
                for name, path in addresses.items():
                    if language == "en" and path.startswith("/en/"):
                        continue
                    page.goto(f"/en{path}" if language == "en" and not path.startswith("/admin/") else path)
                    page.wait_for_timeout(400)
                    if path.startswith("/admin/"):
                        unroll(page)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}-{language}.png", full_page=True)
                    page.set_viewport_size({"width": width, "height": height})
            context.close()


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
