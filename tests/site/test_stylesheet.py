"""The stylesheet: whole in production, complete, light."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders

from maillage.base.staticfiles import BundledStorage, bundle

CSS = Path(__file__).resolve().parents[2] / "site" / "static" / "css"
BASE = [CSS / f"{name}.css" for name in ("fonts", "reset", "tokens", "base", "layout", "utilities", "print")]
PARTS = [*BASE, *sorted((CSS / "components").glob("*.css"))]


@pytest.fixture(scope="module")
def whole() -> str:
    return bundle(collected())


def collected():
    return {
        path.replace("\\", "/"): (storage, path)
        for finder in get_finders()
        for path, storage in finder.list([])
        if path.startswith(("css/", "vendor/"))
    }


def test_bundle_holds_every_part_and_no_import(whole):
    assert "@import" not in whole
    for path in PARTS:
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert rules.strip().splitlines()[0] in whole


def test_bundle_closes_what_it_opens(whole):
    assert whole.count("{") == whole.count("}")


def test_bundle_is_light(whole):
    assert len(gzip.compress(whole.encode(), 9)) < 14_000


def test_every_custom_property_used_is_defined(whole):
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", whole))
    defined = set(re.findall(r"(--[a-z0-9-]+):", whole))
    assert used - defined == set()


def test_styles_follow_the_direction_of_writing(whole):
    sided = r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|[ {;](?:left|right): "
    assert re.findall(sided, whole) == []


def test_storage_serves_the_stylesheet_whole_under_a_hashed_name(tmp_path):
    storage = BundledStorage(location=tmp_path, base_url="/static/")
    paths = collected()
    for name, (source, path) in paths.items():
        with source.open(path) as file:
            storage.save(name, file)
    processed = {name: hashed for name, hashed, done in storage.post_process(paths) if done and hashed[-3:] != ".gz"}
    served = (tmp_path / processed["css/maillage.css"]).read_text()
    assert re.fullmatch(r"css/maillage\.[0-9a-f]{12}\.css", processed["css/maillage.css"])
    assert "@import" not in served
    assert re.search(r"figtree-latin\.[0-9a-f]{12}\.woff2", served)
