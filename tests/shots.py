"""`make shots`: every page type, filled and empty, at 390 and 1440 px, light and dark, French and English.

Pictures go to var/shots/<filled|empty>/<page>-<width>-<scheme>-<language>.png; the README's come from there.
usage: shots.py [PAGE …]   (all pages by default)
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from tests.demonstration import served  # noqa: E402 - needs the path above
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
                groups = GROUPS if state == "filled" else GROUPS[:1]
                for email, addresses in groups:
                    chosen = {name: path for name, path in addresses.items() if not wanted or name in wanted}
                    if chosen:
                        take(browser, site.address, SHOTS / state, chosen, email)
        browser.close()
    print(f"{len(list(SHOTS.rglob('*.png')))} pictures in {SHOTS.relative_to(ROOT)}/")
    return 0


GROUPS = [
    ("", pages.PUBLIC),
    ("lea@example.org", pages.SIGNED_IN),
    ("yanis@example.org", pages.KEEPER),
    ("marion@example.org", pages.TEAM | pages.BACK_OFFICE),
    ("clara@example.org", pages.REQUESTS),
    ("ines@example.org", pages.NO_PASSES),
]


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
            for name, path in addresses.items():
                for language in LANGUAGES:
                    if language == "en" and path.startswith(("/admin/", "/en/")):
                        continue
                    page.goto(f"/en{path}" if language == "en" else path)
                    page.wait_for_timeout(400)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}-{language}.png", full_page=True)
            context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/compte/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/compte/")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
