"""GeoJSON lists: where each feature is, and what stands for its position."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.catalogue.rules.places.problems import PlaceFileError
from spaces.catalogue.rules.places.reading import read_places

FILES = Path(__file__).parent / "files"


def collection(*features: dict, **members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", **members, "features": features}).encode()


def feature(geometry: dict | None, **properties: object) -> dict:
    return {"type": "Feature", "geometry": geometry, "properties": {"nom": "La Centrale", **properties}}


def point(longitude: object, latitude: object) -> dict:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def test_file_with_features_on_lines_of_their_own_gives_physical_lines():
    reading = read_places((FILES / "places.geojson").read_bytes())

    assert [(p.line, p.key, p.name, p.latitude, p.longitude, p.city) for p in reading.places] == [
        (4, "a1", "La Centrale", 43.2951, -0.3708, ""),
        (7, "a2", "La Ferme", 48.05, 2.1, "Méréville"),
        (10, "a3", "Sans point", None, None, "Lens"),
    ]
    assert reading.places[0].types == ("fablab", "coworking")
    assert [(one.line, one.column, one.code) for one in reading.rejected] == [
        (12, "city", "location_missing"),
        (14, "", "feature_unreadable"),
    ]


def test_features_on_one_line_count_like_lines_of_a_table():
    content = collection(feature(point(2.35, 48.85)), feature(point(2.36, 48.86)), feature(None))

    reading = read_places(content)

    assert [place.line for place in reading.places] == [2, 3]
    assert [(one.line, one.code) for one in reading.rejected] == [(4, "location_missing")]


def test_geometry_wins_over_properties_and_these_serve_when_it_is_missing():
    content = collection(
        feature(point(2.35, 48.85), lat=1.5, lon=1.5),
        feature(None, lat=45.75, lon=4.85),
        feature({}, lat=43.3, lon=5.4),
    )

    found = [(p.latitude, p.longitude) for p in read_places(content).places]

    assert found == [(48.85, 2.35), (45.75, 4.85), (43.3, 5.4)]


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        ({"type": "MultiPoint", "coordinates": [[2.0, 48.0], [3.0, 49.0]]}, (48.5, 2.5)),
        ({"type": "LineString", "coordinates": [[2.0, 48.0], [3.0, 48.0]]}, (48.0, 2.5)),
        ({"type": "MultiLineString", "coordinates": [[[2.0, 48.0], [3.0, 48.0]], [[2.5, 49.5]]]}, (48.5, 2.5)),
        (
            {"type": "GeometryCollection", "geometries": [{}, {"type": "Point", "coordinates": [2.0, 48.0]}]},
            (48.0, 2.0),
        ),
        (
            {"type": "Polygon", "coordinates": [[[2.0, 48.0], [2.3, 48.0], [2.0, 48.3], [2.0, 48.0]]]},
            (48.1, 2.1),
        ),
        (
            {
                "type": "MultiPolygon",
                "coordinates": [
                    [[[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.0]]],
                    [[[4.0, 45.0], [6.0, 45.0], [6.0, 47.0], [4.0, 47.0], [4.0, 45.0]]],
                ],
            },
            (46.0, 5.0),
        ),
        ({"type": "Polygon", "coordinates": [[[2.0, 48.0], [3.0, 48.0], [2.0, 48.0]]]}, (48.0, 2.333333)),
        ({"type": "Point", "coordinates": [652469.0, 6862035.0]}, (48.8566, 2.3522)),
        ({"type": "Point", "coordinates": [48.85, 2.35]}, (48.85, 2.35)),
    ],
)
def test_position_stands_for_the_geometry(geometry, expected):
    [place] = read_places(collection(feature(geometry))).places

    assert (place.latitude, place.longitude) == pytest.approx(expected, abs=2e-5)


@pytest.mark.parametrize(
    "geometry",
    [
        point("x", 3),
        {"type": "Point", "coordinates": [2.0]},
        {"type": "Point", "coordinates": "2,48"},
        {"type": "Sphere", "coordinates": [2.0, 48.0]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Point", "coordinates": {"x": 1}},
        {"type": "MultiLineString", "coordinates": [3]},
        "Paris",
        point(400, 48),
    ],
)
def test_geometry_that_cannot_be_read_refuses_the_feature(geometry):
    reading = read_places(collection(feature(geometry)))

    assert reading.places == []
    assert [(one.line, one.column) for one in reading.rejected] == [(2, "geometry")]


def test_one_feature_alone_is_a_list_of_one():
    reading = read_places(json.dumps(feature(point(2.35, 48.85))).encode())

    assert [place.name for place in reading.places] == ["La Centrale"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"type": "FeatureCollection", "features": [{"a": 1},, ]}', "json_unreadable"),
        (b'{"type": "FeatureCollection"', "json_unreadable"),
        (b'{"features": [1 2]}', "json_unreadable"),
        (b"{" * 50, "json_unreadable"),
        (b'{"a":' * 5000, "json_unreadable"),
        (b'{"type": "Topology", "objects": {}}', "not_geojson"),
        (b"[1, 2]", "not_geojson"),
        (b'{"features": {}}', "not_geojson"),
        (
            collection(feature(None), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
            "unknown_projection",
        ),
    ],
)
def test_file_that_is_no_list_of_features_says_so(content, code):
    with pytest.raises(PlaceFileError) as raised:
        read_places(content)

    assert raised.value.code == code


def test_collection_without_features_is_an_empty_list():
    reading = read_places(b'{"type": "FeatureCollection", "features": []}')

    assert (reading.places, reading.rejected) == ([], [])


@pytest.mark.parametrize("crs", [None, "EPSG:4326", {}, {"properties": None}, {"properties": {"name": None}}])
def test_projection_that_says_nothing_is_ignored(crs):
    reading = read_places(collection(feature(point(2.35, 48.85)), crs=crs))

    assert [(place.latitude, place.longitude) for place in reading.places] == [(48.85, 2.35)]


def test_number_of_thousands_of_digits_is_text():
    reading = read_places(collection(feature(point(2.35, 48.85), id=1)).replace(b'"id": 1', b'"id": ' + b"9" * 5000))

    assert [place.external_id for place in reading.places] == ["9" * 4000]


def test_broken_json_names_the_line_and_the_column():
    with pytest.raises(PlaceFileError) as raised:
        read_places(b'{"type": "FeatureCollection",\n "features": [\n  {"a": }]}')

    assert raised.value.params == {"line": 3, "column": 9}


@given(
    places=st.lists(st.tuples(st.integers(-89, 89), st.integers(-179, 179)), min_size=1, max_size=6),
    indent=st.sampled_from([None, 0, 2]),
    first=st.booleans(),
)
def test_positions_survive_any_layout(places, indent, first):
    features = [feature(point(longitude, latitude)) for latitude, longitude in places]
    members = {"features": features, "type": "FeatureCollection", "name": "x"}
    document = dict(members if first else reversed(members.items()))

    reading = read_places(json.dumps(document, indent=indent).encode(), country="MA")

    found = {place.line: (place.latitude, place.longitude) for place in reading.places}
    expected = [(float(lat), float(lon)) if (lat, lon) != (0, 0) else None for lat, lon in places]
    assert list(found.values()) == [one for one in expected if one]
    assert len(found) + len(reading.rejected) == len(places)


@pytest.mark.parametrize(("ids", "expected"), [((0, 1), ["", ""]), ((1, 2), ["", ""]), ((7, "b"), ["7", "b"])])
def test_feature_ids_that_only_count_identify_nothing(ids, expected):
    content = collection(*({**feature(point(2.35, 48.85)), "id": one} for one in ids))

    assert [place.external_id for place in read_places(content).places] == expected
