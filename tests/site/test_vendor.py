"""Vendored files: the versions that package.json asks for, each with its licence."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
WANTED = PACKAGE["dependencies"] | PACKAGE["devDependencies"]
FOLDERS = {
    "@event-calendar/build": "site/static/vendor/event-calendar",
    "@fontsource-variable/bricolage-grotesque": "site/static/vendor/bricolage-grotesque",
    "@fontsource-variable/figtree": "site/static/vendor/figtree",
    "axe-core": "tests/vendor/axe-core",
    "htmx.org": "site/static/vendor/htmx",
    "leaflet": "site/static/vendor/leaflet",
    "lucide-static": "site/static/vendor/lucide",
    "qr": "site/static/vendor/qr",
    "supercluster": "site/static/vendor/supercluster",
}


@pytest.mark.parametrize("package", WANTED)
def test_vendored_version_is_the_one_asked_for_and_locked(package):
    folder = ROOT / FOLDERS[package]
    version = (folder / "VERSION").read_text(encoding="utf-8").strip()
    assert version == WANTED[package] == LOCK["packages"][f"node_modules/{package}"]["version"]
    assert len((folder / "LICENSE").read_text(encoding="utf-8")) > 500


def test_every_vendored_folder_belongs_to_a_package():
    folders = {str(path.relative_to(ROOT)) for path in (ROOT / "site/static/vendor").iterdir()}
    assert folders | {"tests/vendor/axe-core"} == set(FOLDERS.values())


def test_lock_names_no_address():
    assert re.findall(r"https?:|resolved", (ROOT / "package-lock.json").read_text(encoding="utf-8")) == []


def test_sprite_holds_the_icons_that_are_listed():
    sprite = (ROOT / "site/static/vendor/lucide/icons.svg").read_text(encoding="utf-8")
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == sorted(PACKAGE["icons"])


def test_every_icon_is_shown_somewhere():
    folders = ("site/templates", "site/static/js", "site/maillage", "members", "spaces", "events")
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".html", ".py", ".js")
    ]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert [name for name in PACKAGE["icons"] if not re.search(rf"""["'#]{name}["']""", source)] == []
