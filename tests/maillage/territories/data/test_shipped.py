"""The committed files: complete, light, and true to each other."""

import csv
import gzip
import io
import json
import lzma
from collections import Counter

import pytest
from django.conf import settings

from maillage.territories.data.shapes import is_inside
from maillage.territories.services.loading import FOLDER

STATIC = settings.SITE / "static" / "data"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    text = lzma.decompress((FOLDER / "territories.csv.xz").read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def outlines() -> dict:
    return json.loads((STATIC / "outlines.json").read_text())


def polygons(topology: dict, geometry: dict) -> list:
    (sx, sy), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]

    def line(index: int) -> list:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            points.append((west + x * sx, south + y * sy))
        return points if index >= 0 else points[::-1]

    def ring(indexes: list[int]) -> list:
        points: list = []
        for index in indexes:
            points += line(index)[1:] if points else line(index)
        return points

    return [[ring(indexes) for indexes in polygon] for polygon in geometry["arcs"]]


def test_every_territory_of_france_is_there_once(rows):
    assert Counter(row["level"] for row in rows) == {
        "country": 1, "region": 18, "departement": 109, "epci": 1255, "commune": 34969, "arrondissement": 45,
    }  # fmt: skip
    assert len({(row["level"], row["code"]) for row in rows}) == len(rows)


def test_parents_named_by_a_row_exist(rows):
    known = {(row["level"], row["code"]) for row in rows}

    for row in rows:
        for level in ("commune", "epci", "departement", "region"):
            assert not row[level] or (level, row[level]) in known, row


def test_populations_add_up_to_the_official_total(rows):
    people = {row["code"]: int(row["population"] or 0) for row in rows if row["level"] == "commune"}

    without_mayotte_and_collectivities = sum(n for code, n in people.items() if code < "976")
    assert without_mayotte_and_collectivities - people["97502"] - people["97501"] == 68_094_280
    country = next(row for row in rows if row["level"] == "country")
    assert int(country["population"]) == sum(people.values())


def test_nearly_every_commune_has_a_position_inside_france(rows):
    communes = [row for row in rows if row["level"] == "commune"]
    without = [row for row in communes if not row["latitude"]]

    # The outlines miss the collectivities of the Pacific and four communes of Cantal split again in 2026.
    assert {row["departement"] for row in without if row["departement"] < "975"} == {"15"}
    assert len(without) == 98
    positions = Counter(row["position"] for row in communes)
    assert positions["town_hall"] > 33_000


def test_files_are_light():
    assert (FOLDER / "territories.csv.xz").stat().st_size < 1_200_000
    compressed = {
        name: len(gzip.compress((STATIC / name).read_bytes(), 9))
        for name in ("outlines.json", "towns.json", "epci.json")
    }
    assert compressed["outlines.json"] + compressed["towns.json"] < 120_000
    assert compressed["epci.json"] < 150_000


def test_outlines_have_every_department_and_its_prefecture_inside(rows, outlines):
    shapes = {g["id"]: polygons(outlines, g) for g in outlines["objects"]["departements"]["geometries"]}
    towns = {row["code"]: row for row in rows if row["level"] == "commune"}
    prefectures = {
        "64": "64445", "2A": "2A004", "2B": "2B033", "29": "29232", "75": "75056", "67": "67482",
        "974": "97411", "973": "97302",
    }  # fmt: skip

    expected = {row["code"] for row in rows if row["level"] == "departement"} - {"984", "989"}
    assert set(shapes) == expected
    for departement, code in prefectures.items():
        position = (float(towns[code]["longitude"]), float(towns[code]["latitude"]))
        assert is_inside(position, shapes[departement]), code
        assert not is_inside(position, shapes["32"])


def test_outlines_have_no_hole_where_communes_have_merged_and_leave_llivia_to_spain(outlines):
    shapes = {g["id"]: polygons(outlines, g) for g in outlines["objects"]["departements"]["geometries"]}
    enclaves = polygons(outlines, outlines["objects"]["abroad"]["geometries"][1])

    assert is_inside((3.558, 49.453), shapes["02"])
    assert not is_inside((1.98, 42.466), shapes["66"])
    assert [is_inside((1.98, 42.466), [polygon]) for polygon in enclaves] == [True]


def test_epci_outlines_hold_their_main_town(rows):
    topology = json.loads((STATIC / "epci.json").read_text())
    shapes = {g["id"]: g for g in topology["objects"]["epci"]["geometries"]}
    pau = next(row for row in rows if row["code"] == "64445")

    assert set(shapes) == {row["code"] for row in rows if row["level"] == "epci"}
    here = (float(pau["longitude"]), float(pau["latitude"]))
    assert [code for code, g in shapes.items() if is_inside(here, polygons(topology, g))] == ["200067254"]


def test_labels_name_every_placed_commune_once(rows):
    main = json.loads((STATIC / "towns.json").read_text())
    labels = [label for path in sorted((STATIC / "towns").iterdir()) for label in json.loads(path.read_text())]

    assert main[0][0] == "Paris"
    assert len(main) == 1000
    assert len(labels) == sum(1 for row in rows if row["level"] == "commune" and row["latitude"])
