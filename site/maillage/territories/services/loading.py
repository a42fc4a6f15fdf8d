"""Brings the committed geography into the database, and keeps it equal to the file."""

import csv
import io
import lzma
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError
from maillage.base.words import fold
from maillage.territories.models import FormerCommune, Territory
from maillage.territories.models.territory import REGION_PREFIX

FOLDER = Path(__file__).resolve().parents[1] / "data"
COUNTRY = "FR"
BATCH = 500

Row = dict[str, str]
Values = tuple[Any, ...]

FIELDS = (
    "public_code", "level", "code", "name", "search_key", "parent_id", "commune_id", "epci_id",
    "departement_id", "region_id", "population", "population_year", "latitude", "longitude", "position",
    "postcodes",
)  # fmt: skip


class UnknownDepartementError(DomainError):
    def __init__(self, codes: Collection[str]) -> None:
        message = _("No department has the code %(codes)s. Codes look like 64, 2A or 974.")
        super().__init__("unknown_departement", message % {"codes": ", ".join(sorted(codes))})


@dataclass(frozen=True)
class LoadReport:
    """How many territories were written, and how many of the file were already so."""

    created: int
    updated: int
    unchanged: int
    retired: int
    kept: tuple[str, ...]
    """Codes no longer in the file, without known successor, that records still use."""


@transaction.atomic
def load_territories(departements: Collection[str] = ()) -> LoadReport:
    """Make the tables equal to the shipped file; `departements` limits it to some (for tests).

    Only what differs is written: a second run reads and stops. A whole load also retires the
    communes that have left the file: their records move to the commune that took over.
    """
    wanted = {values[0]: values for values in map(_values, _chosen(_read("territories.csv.xz"), departements))}
    present = {row[0]: row for row in Territory.objects.values_list(*FIELDS)}
    missing = wanted.keys() - present.keys()
    changed = {code for code in wanted.keys() & present.keys() if wanted[code] != present[code]}
    _write(wanted[code] for code in wanted if code in missing or code in changed)
    _write_former(wanted.keys(), whole=not departements)
    gone = set() if departements else present.keys() - wanted.keys()
    kept = _retire(gone)
    return LoadReport(
        created=len(missing),
        updated=len(changed),
        unchanged=len(wanted) - len(missing) - len(changed),
        retired=len(gone) - len(kept),
        kept=tuple(sorted(kept)),
    )


def load_missing_territories() -> None:
    """Load them all where there are none yet, as in a database that was just made: seconds, once."""
    if not Territory.objects.exists():
        load_territories()


def _read(name: str) -> Iterator[Row]:
    with lzma.open(FOLDER / name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def _chosen(rows: Iterator[Row], departements: Collection[str]) -> list[Row]:
    """Everything, or some departments with what contains them and the EPCI that reach into them."""
    everything = list(rows)
    if not departements:
        return everything
    if unknown := set(departements) - {row["code"] for row in everything if row["level"] == "departement"}:
        raise UnknownDepartementError(unknown)
    inside = [row for row in everything if row["departement"] in departements]
    needed = {
        "epci": {r["epci"] for r in inside},
        "region": {r["region"] for r in inside},
        "country": {COUNTRY},
    }
    # An EPCI is filed under one department but its communes may lie in another: keep its parents too.
    groups = [row for row in everything if row["level"] == "epci" and row["code"] in needed["epci"]]
    needed["departement"] = {*departements, *(group["departement"] for group in groups)}
    needed["region"] |= {group["region"] for group in groups}
    return [
        row
        for row in everything
        if row["code"] in needed.get(row["level"], set())
        or (row["departement"] in departements and row["level"] in {"commune", "arrondissement"})
    ]


def _values(row: Row) -> Values:
    """The row's columns in the order of FIELDS."""
    level, code = row["level"], row["code"]
    region = f"{REGION_PREFIX}{row['region']}" if row["region"] else None
    departement = row["departement"] or None
    parent = {
        "arrondissement": row["commune"],
        "commune": departement,
        "epci": departement,
        "departement": region or COUNTRY,
        "region": COUNTRY,
    }.get(level)
    return (
        f"{REGION_PREFIX}{code}" if level == "region" else code,
        level,
        code,
        row["name"],
        f" {fold(row['name'])}",
        parent,
        row["commune"] or None,
        row["epci"] or None,
        departement,
        region,
        int(row["population"]) if row["population"] else None,
        int(row["population_year"]) if row["population_year"] else None,
        float(row["latitude"]) if row["latitude"] else None,
        float(row["longitude"]) if row["longitude"] else None,
        row["position"],
        f" {row['postcodes']} " if row["postcodes"] else "",
    )


def _write(rows: Iterator[Values]) -> None:
    Territory.objects.bulk_create(
        (Territory(**dict(zip(FIELDS, values, strict=True))) for values in rows),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["public_code"],
        update_fields=[name.removesuffix("_id") for name in FIELDS[1:]],
    )


def _write_former(known: Collection[str], *, whole: bool) -> None:
    """Past codes and names whose commune is known; a whole load also drops those of other communes."""
    columns = ("code", "name", "search_key", "commune_id")
    wanted = {
        (row["code"], row["name"], f" {fold(row['name'])}", row["commune"])
        for row in _read("former_communes.csv.xz")
        if row["commune"] in known
    }
    present = {row[1:]: row[0] for row in FormerCommune.objects.values_list("pk", *columns)}
    if whole:
        stale = [key for row, key in present.items() if row not in wanted]
        FormerCommune.objects.filter(pk__in=stale).delete()
    FormerCommune.objects.bulk_create(
        (FormerCommune(**dict(zip(columns, values, strict=True))) for values in sorted(wanted - present.keys())),
        batch_size=BATCH,
    )


def _retire(gone: Collection[str]) -> set[str]:
    """Delete territories that left the file; what pointed to a merged commune points to its heir.

    Returns those without heir that records still use: nothing is unplaced silently.
    """
    heirs = dict(FormerCommune.objects.filter(code__in=gone).values_list("code", "commune_id"))
    for relation in _outside_relations():
        for code, heir in heirs.items():
            _move(relation, code, heir)
    used = {
        code
        for relation in _outside_relations()
        for code in relation.model._base_manager.filter(**{f"{relation.name}__in": gone})
        .order_by()
        .values_list(relation.attname, flat=True)
    }
    leaving = Territory.objects.filter(pk__in=set(gone) - used)
    leaving.update(parent=None, commune=None, epci=None, departement=None, region=None)
    leaving.delete()
    return used


def _outside_relations() -> list[models.ForeignKey]:
    """Every foreign key of the other apps that points to a territory."""
    reverse = Territory._meta.get_fields(include_hidden=True)
    keys = [field.field for field in reverse if isinstance(field, models.ManyToOneRel)]
    return [key for key in keys if key.model not in {Territory, FormerCommune}]


def _move(key: models.ForeignKey, code: str, heir: str) -> None:
    rows = key.model._base_manager.filter(**{key.name: code})
    if key.model._meta.auto_created:  # a many-to-many table: the heir may already be there
        (other,) = (f for f in key.model._meta.fields if f.is_relation and f is not key)
        there = key.model._base_manager.filter(**{key.name: heir}).values(other.attname)
        rows.filter(**{f"{other.attname}__in": there}).delete()
    rows.update(**{key.name: heir})
