"""A real list of 2019, against the communes of 2026."""

import csv
import io
import lzma

import pytest

from maillage.territories.rules.locating import Address, Place, PlaceIndex
from maillage.territories.services.loading import FOLDER
from tests.real_data import DATA

TIERS_LIEUX = DATA / "lieux" / "tiers-lieux_cget_2019.csv"

pytestmark = pytest.mark.skipif(not TIERS_LIEUX.exists(), reason=f"the real list is not on this machine: {TIERS_LIEUX}")


def shipped(name: str) -> csv.DictReader:
    return csv.DictReader(io.StringIO(lzma.decompress((FOLDER / name).read_bytes()).decode()))


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    places = [
        Place(
            code=row["code"],
            name=row["name"],
            commune=row["commune"],
            departement=row["departement"],
            population=int(row["population"] or 0),
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            postcodes=tuple(row["postcodes"].split()),
        )
        for row in shipped("territories.csv.xz")
        if row["commune"]
    ]
    former = [(row["code"], row["name"], row["commune"]) for row in shipped("former_communes.csv.xz")]
    return PlaceIndex(places, former)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TIERS_LIEUX.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if len(row["INSEECOM"]) == 5]


def test_every_code_of_the_list_leads_to_a_commune_of_today(index, rows):
    missing = [row["INSEECOM"] for row in rows if not index.locate(Address(insee=row["INSEECOM"]))]

    assert len(rows) > 1000
    assert missing == []


def test_town_and_postcode_agree_with_the_code_where_they_say_something(index, rows):
    pairs = [
        (
            index.locate(Address(insee=row["INSEECOM"])),
            index.locate(Address(postal_code=row["CP"], city=row["COMINIT"])),
        )
        for row in rows
    ]

    agreeing = [by_code.commune == by_words.commune for by_code, by_words in pairs if by_words is not None]
    assert len(agreeing) > 0.9 * len(rows)
    assert sum(agreeing) > 0.97 * len(agreeing)


def test_nearest_commune_is_mostly_the_one_of_the_list(index, rows):
    placed = [row for row in rows if row["LAT"] and float(row["PRECISION"] or 0) > 0.8]
    found = [(row, index.nearest(float(row["LAT"]), float(row["LONG"]), within_m=30_000)) for row in placed]

    right = sum(
        place is not None and place.commune == index.locate(Address(insee=row["INSEECOM"])).commune
        for row, place in found
    )
    assert right > 0.75 * len(placed)
