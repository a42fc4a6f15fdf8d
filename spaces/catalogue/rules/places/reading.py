"""Lists of places read: bytes in, places and refused lines out."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from spaces.catalogue.rules.places import columns, tables
from spaces.catalogue.rules.places.columns import Columns
from spaces.catalogue.rules.places.decoding import decode
from spaces.catalogue.rules.places.geojson import read_geojson
from spaces.catalogue.rules.places.names import normalise_city, normalise_name
from spaces.catalogue.rules.places.problems import Problem
from spaces.catalogue.rules.places.record import Place, Record, RecordError

EXTERNAL_ID_MAX = 120
DERIVED = "~"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list holds. `columns` says which of its columns served which field."""

    places: list[Place]
    rejected: list[Problem]
    columns: dict[str, list[str]]

    @property
    def warnings(self) -> list[Problem]:
        """What was put right or left out, in the order of the lines."""
        return [problem for place in self.places for problem in place.warnings]


def read_places(content: bytes, *, mapping: Mapping[str, object] | None = None, country: str = "FR") -> Reading:
    """The places of a CSV or GeoJSON list, in its order, each with its line and its key.

    `mapping` names columns (see `columns.choose`); `country` is the one of places that name none.
    Raises PlaceFileError when the list as a whole cannot be read.
    """
    text = decode(content)
    if text.lstrip()[:1] in ("{", "["):
        table = read_geojson(text)
        if not table.rows:
            return Reading([], [], {})
    else:
        table = tables.read_csv(text, partial(columns.worth, mapping=mapping))
    chosen = columns.choose(table.header, mapping)
    places, rejected = [], []
    for row in table.rows:
        try:
            places.append(_place(row, chosen, country))
        except RecordError as error:
            rejected.append(error.problem)
    return Reading(with_keys(places), rejected, chosen.used())


def _place(row: tables.Row, chosen: Columns, country: str) -> Place:
    if row.problem:
        raise RecordError(Problem(row.line, "", row.problem, row.params))
    return Record(row, chosen, country).place()


def with_keys(places: Iterable[Place]) -> list[Place]:
    """Places with the key that finds them again in the next version of their list.

    It is the list's own identifier. Where there is none, or where one identifier stands for different
    places, it is drawn from the name and the location, behind "~".
    """
    places = list(places)
    digests = defaultdict(set)
    for place in places:
        if place.external_id:
            digests[place.external_id].add(_digest(place))
    return [replace(place, key=_key(place, len(digests[place.external_id]) > 1)) for place in places]


def is_derived(key: str) -> bool:
    """Whether a key was drawn from what the list says, for want of an identifier of its own."""
    return DERIVED in key


def _key(place: Place, is_ambiguous: bool) -> str:
    if not place.external_id:
        return DERIVED + _digest(place)
    if is_ambiguous:
        return f"{place.external_id[: EXTERNAL_ID_MAX - 17]}{DERIVED}{_digest(place)[:16]}"
    if len(place.external_id) > EXTERNAL_ID_MAX:
        return DERIVED + hashlib.sha256(place.external_id.encode()).hexdigest()[:32]
    return place.external_id


def _digest(place: Place) -> str:
    where = ["", ""]
    if place.latitude is not None and place.longitude is not None:
        where = [f"{place.latitude:.4f}", f"{place.longitude:.4f}"]
    town = normalise_city(place.city) or place.insee or place.postal_code
    facts = [normalise_name(place.name), town, normalise_name(place.street), *where]
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()[:32]
