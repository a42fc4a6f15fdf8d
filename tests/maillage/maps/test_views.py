"""The whole-page map, what the page tells the script, and the mesh of the home page."""

import json
import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import engines

from tests.factories.catalogue import SpaceFactory
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db


def rendered(text: str) -> str:
    return engines["django"].from_string(text).render({})


def config(html: str) -> dict:
    root = ElementTree.fromstring(html)
    return json.loads(root.attrib["data-map-config"])


def test_full_map_passes_its_filters_to_the_data_and_to_the_list(client):
    answer = client.get("/carte/", {"type": ["fablab", "coworking"]})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-map="/lieux.geojson?type=fablab&amp;type=coworking"' in html
    assert 'href="/lieux/?type=fablab&amp;type=coworking"' in html
    assert 'data-load="now"' in html
    assert "noindex" in html


def test_full_map_without_filter_may_be_indexed(client):
    html = client.get("/carte/").content.decode()

    assert 'data-map="/lieux.geojson"' in html
    assert "noindex" not in html


def test_full_map_of_a_network_without_a_place_says_so(client):
    notice = "The first places will show here"

    assert notice in client.get("/en/carte/").content.decode()
    SpaceFactory()
    assert notice not in client.get("/en/carte/").content.decode()


def test_map_asks_nothing_of_other_sites_unless_told():
    told = config(rendered('{% include "components/map.html" with url="/x" label="X" %}').split("<script")[0])

    assert told["tiles"] == ""
    assert all(address.startswith("/") for address in told["assets"].values())
    assert set(told["words"]["inView"]) == {"one", "other"}


def test_map_takes_the_tiles_of_the_operator(settings):
    settings.MAP_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = '© <a href="https://example.org">Example</a>'

    told = config(rendered('{% include "components/map.html" with url="/x" label="X" %}').split("<script")[0])

    assert told["tiles"] == settings.MAP_TILES
    assert told["attribution"] == settings.MAP_TILES_ATTRIBUTION


def test_network_mesh_draws_public_places_only(django_assert_num_queries):
    SpaceFactory(latitude=43.29, longitude=-0.37)
    bordeaux = CommuneFactory(name="Bordeaux", latitude=44.85, longitude=-0.58, population=267_000)
    SpaceFactory(latitude=44.84, longitude=-0.58, commune=bordeaux)
    SpaceFactory(latitude=45.5, longitude=0.5, visibility="members")
    SpaceFactory(latitude=46.5, longitude=0.3, state="draft", live=False)
    SpaceFactory(latitude=None, longitude=None)
    CommuneFactory(name="A neighbour without a place", latitude=44.83, longitude=-0.57, population=300_000)

    with django_assert_num_queries(2):
        html = rendered("{% load maps %}{% network_mesh %}")

    svg = ElementTree.fromstring(html)
    paths = [path.attrib["d"] for path in svg.iter() if "mesh-knot" in path.attrib.get("class", "")]
    assert sum(path.count("h0") for path in paths) == 2
    assert [text.text for text in svg.iter() if text.tag.endswith("text")] == ["Bordeaux"]
    assert "2" in svg.attrib["aria-label"]
    assert "style" not in html


def test_network_mesh_is_kept_for_the_next_reader(django_assert_num_queries):
    SpaceFactory()
    rendered("{% load maps %}{% network_mesh %}")

    with django_assert_num_queries(0):
        rendered("{% load maps %}{% network_mesh %}")


def test_network_mesh_of_an_empty_network_is_an_empty_drawing():
    assert "<svg" in rendered("{% load maps %}{% network_mesh %}")


@pytest.mark.parametrize(
    ("tiles", "host"),
    [
        ("", None),
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "https://*.tiles.example.org"),
    ],
)
def test_only_the_host_of_the_tiles_is_let_in(tiles, host):
    code = "import json, maillage.settings.base as s; print(json.dumps(s.CONTENT_SECURITY_POLICY))"
    environment = {**os.environ, "MAP_TILES": tiles, "PYTHONPATH": str(settings.SITE)}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)

    policy = json.loads(answer.stdout)["DIRECTIVES"]["img-src"]
    assert policy == ["'self'", "data:", *([host] if host else [])]
