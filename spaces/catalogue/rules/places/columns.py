"""Which column of a list holds which of our fields."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spaces.catalogue.rules.places.geojson import FEATURE_ID, GEOMETRY
from spaces.catalogue.rules.places.problems import PlaceFileError

FIELDS = (
    "name", "external_id", "types", "street", "postal_code", "city", "insee", "country", "latitude",
    "longitude", "coordinates", "phone", "email", "website", "pivot",
)  # fmt: skip
"""The fields that a mapping may name."""

_PLACE = (
    "(?:lieux?|tierslieux?|tl|structures?|etablissements?|equip(?:ements?)?|espaces?|musees?|festivals?|sites?|"
    "places?|spaces?|hubs?|venues?|poi|coworking|fablab)"
)
_OF = "(?:du|dela|des|de|d|l)?"
_IN = "(?:adresse|address|adr|addr|contact|lieu|structure|hub|equip|place|space|geo)?"

PATTERNS: dict[str, tuple[str, ...]] = {
    "name": (
        f"nom{_OF}{_PLACE}", f"{_PLACE}(?:nom|name)", "nom|name",
        f"nom(?:officiel|usuel|complet|fr){_OF}{_PLACE}?", "namefr|officialname",
        f"(?:intitule|libelle|denomination){_OF}{_PLACE}?", "appellation|enseigne", "titre|title|label",
        "raisonsociale",
    ),
    "external_id": (
        f"(?:id|identifiant|uid){_OF}{_PLACE}", f"{_PLACE}(?:id|uid)",
        "id|identifiant|identifiantunique|externalid",
        "identifiantmuseofile|museofile|osmid|idexterne|uid|uuid",
        "reference|ref|recordid",
    ),
    "types": (
        f"(?:type|typologie|categorie){_OF}{_PLACE}", f"{_PLACE}type", "typologies?|typo|types?",
        "categories?|category|nature|natureequipement", "amenity|office",
    ),
    "street": (
        "adresse|address|street|streetaddress", f"adresse(?:postale|{_OF}{_PLACE}|rue|1|ligne1)",
        "addressline1|adr|rue", "voie|adrrue|addressstreet",
    ),
    "street_number": ("adrnumero|numero(?:de|dans)?(?:la)?voie|numvoie|addrhousenumber|housenumber",),
    "street_type": ("typede?voie|typvoie",),
    "street_name": ("adrnomvoie|nom(?:de)?(?:la)?voie|libellevoie|addrstreet",),
    "street_extra": ("complementd?adresse|complementadresse|lieu|adressecomplement",),
    "full_address": (
        "adressecomplete|fulladdress|formattedaddress|adressegeocodee|geocod|resultlabel|geoadresse|adressebrute",
    ),
    "postal_code": (
        f"{_IN}cp|{_IN}codepostal|{_IN}postalcode|{_IN}postcode|{_IN}zip(?:code)?|codpost|cpostal|codepostale",
    ),
    "city": (
        "nomcom(?:mune)?|libcom|libellecommune|nomdelacommune|nomcommuneinsee",
        f"{_IN}commune|{_IN}ville|{_IN}city|{_IN}town|{_IN}localite|municipality|locality",
        f"nom{_OF}ville|communeprincipale.*|nomville", "cominit|villeinitiale", "nomcommetro",
    ),
    "insee": (
        f"{_IN}codeinsee|{_IN}insee|inseecom(?:mune)?|codeinsee(?:dela)?commune|codecommuneinsee|inseecode|refinsee",
        f"depcom|codgeo|codegeo|{_IN}codecommune|comcode|citycode|commcode|codecom|codeofficielcommune|comminsee",
        "inseemetro",
    ),
    "country": (f"codepays|countrycode|{_IN}pays|{_IN}country|nompays|paysiso",),
    "latitude": (
        "lat|latitude",
        f"{_IN}(?:lat|latitude)|(?:lat|latitude)(?:wgs84|dd|gps|y)|wgs84lat|coordlat|resultlatitude",
        "y|coordy|coordonneey|coordonneesy|ywgs84|yl93|ylambert93|ylatitude|coordyl93|geoy|gpsy",
    ),
    "longitude": (
        "lon|lng|long|longitude",
        f"{_IN}(?:lon|lng|long|longitude)|(?:lon|lng|long|longitude)(?:wgs84|dd|gps|x)|wgs84lon|coordlon|"
        "resultlongitude",
        "x|coordx|coordonneex|coordonneesx|xwgs84|xl93|xlambert93|xlongitude|coordxl93|geox|gpsx",
    ),
    "coordinates": (
        "geopoint2d|geopoint|geolocalisation|geolocation|coordonnees|coordinates|coordinate|latlon|latlng|latlong",
        "coordonnees?(?:gps|geo|geographiques?|wgs84)|gps|gpscoordinates|wgs84|geocodage(?:xy)?|wkt|pointgeo|coords?",
    ),
    "coordinates_lon_lat": ("lonlat|lnglat|longlat",),
    "phone": (
        f"{_IN}(?:tel|telephone|phone|phonenumber)(?:1|fixe|public)?|numero{_OF}telephone|notelephone",
        f"{_IN}(?:mobile|portable|telmobile|telephonemobile)",
    ),
    "email": (
        f"{_IN}(?:e?mails?|courriels?|mel)|adresse(?:e?mail|courriel|electronique|mel)|courrielcontact",
        f"(?:e?mail|courriel){_OF}{_PLACE}|mailcontact|emailcontact",
    ),
    "website": (
        f"{_IN}(?:web|siteweb|site|siteinternet|url|website|urlsite|homepage|sitewebs)|lienweb",
        f"(?:siteinternet|siteweb|url|web){_OF}{_PLACE}|lien",
    ),
    "pivot": (
        f"pivot|siretrna|(?:numero|num|code|n)?siret{_OF}{_PLACE}?|siretourna|refsiret|reffrsiret",
        "rna|numerorna|coderna|ridet",
    ),
}  # fmt: skip
"""Patterns of folded names, best first; each must match the whole name."""

_COMPILED = {field: [re.compile(one) for one in patterns] for field, patterns in PATTERNS.items()}
_LAST_RESORT = re.compile(f"{_PLACE}|organismes?")
_LOCATES = ("street", "city", "postal_code", "insee", "full_address", "coordinates", "coordinates_lon_lat")

PARTNERS = {"inseemetro": "nomcommetro"}
"""Codes of a wider area: right for the place only where the town beside them is the place's town."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field is read: indexes of columns, the best first."""

    header: list[str]
    fields: dict[str, list[int]]

    def of(self, field: str) -> list[int]:
        return self.fields.get(field, [])

    def label(self, *fields: str) -> str:
        """The owner's name for the first of these fields that has a column, ours otherwise."""
        return next(iter(self.labels(*fields)), fields[0])

    def labels(self, *fields: str) -> list[str]:
        """The owner's names for all the columns of these fields."""
        return [self.header[index] for field in fields for index in self.of(field)]

    def partner(self, index: int) -> int | None:
        """The column of the town that goes with a code that may be of a wider area."""
        wanted = PARTNERS.get(fold_header(self.header[index]))
        return next((i for i, name in enumerate(self.header) if wanted and fold_header(name) == wanted), None)

    def used(self) -> dict[str, list[str]]:
        """Our field → their columns: what a person checks before importing."""
        return {field: self.labels(field) for field, found in self.fields.items() if found}


def fold_header(name: str) -> str:
    """A column's name without case, accents, punctuation or what stands in brackets."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe")).lower()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    short = re.sub(r"\(.*?\)|\[.*?\]", "", plain)
    return re.sub(r"[\W_]+", "", short) or re.sub(r"[\W_]+", "", plain)


def recognise(header: Sequence[str]) -> Columns:
    """The columns whose names are usual in open data, in French and in English."""
    ranked: dict[str, list[tuple[int, int]]] = {field: [] for field in PATTERNS}
    for index, name in enumerate(header):
        if name in (GEOMETRY, FEATURE_ID):
            continue
        field, rank = _best(fold_header(name))
        if field:
            ranked[field].append((rank, index))
    fields = {field: [index for _, index in sorted(found)] for field, found in ranked.items()}
    if not fields["name"]:
        fields["name"] = [i for i, one in enumerate(header) if _LAST_RESORT.fullmatch(fold_header(one))]
    if GEOMETRY in header:
        fields["geometry"] = [list(header).index(GEOMETRY)]
    if FEATURE_ID in header:
        fields["external_id"].append(list(header).index(FEATURE_ID))
    return Columns(list(header), fields)


def _best(folded: str) -> tuple[str, int]:
    found = [
        (rank, field)
        for field, patterns in _COMPILED.items()
        for rank, pattern in enumerate(patterns)
        if pattern.fullmatch(folded)
    ]
    rank, field = min(found, default=(0, ""))
    return field, rank


def worth(header: Sequence[str], mapping: Mapping[str, object] | None = None) -> int:
    """How many columns of this header mean something to us."""
    named = {fold_header(name) for wanted in (mapping or {}).values() for name in _names(wanted)}
    known = recognise(header).fields.values()
    return sum(map(len, known)) + sum(fold_header(name) in named for name in header)


def choose(header: Sequence[str], mapping: Mapping[str, object] | None = None) -> Columns:
    """The columns to read: those that `mapping` names, else those that are recognised.

    `mapping` goes from our field to their column (or to a list of columns, the best first; None
    leaves the field out). Raises PlaceFileError when it is wrong, or when the file lacks names or locations.
    """
    columns = recognise(header)
    mapped = {field: _positions(header, wanted) for field, wanted in _checked(header, mapping or {}).items()}
    taken = {index for found in mapped.values() for index in found}
    fields = {
        field: [index for index in found if index not in taken]
        for field, found in columns.fields.items()
        if not _replaced(field, mapped)
    }
    columns = Columns(columns.header, {**fields, **mapped})
    listed = ", ".join(name for name in header if name not in (GEOMETRY, FEATURE_ID)) or "—"
    if not columns.of("name"):
        raise PlaceFileError("no_name_column", columns=listed)
    paired = columns.of("latitude") and columns.of("longitude")
    if not (paired or columns.of("geometry") or any(map(columns.of, _LOCATES))):
        raise PlaceFileError("no_location_column", columns=listed)
    return columns


def _replaced(field: str, mapped: Mapping[str, list[int]]) -> bool:
    """Whether a recognised field gives way to what the mapping says."""
    if field in mapped:
        return True
    if field in ("geometry", "coordinates", "coordinates_lon_lat"):
        return any(mapped.get(name) for name in ("latitude", "longitude", "coordinates"))
    if field in ("latitude", "longitude"):
        return bool(mapped.get("coordinates"))
    return bool(mapped.get("street")) and (field.startswith("street_") or field == "full_address")


def _names(wanted: object) -> list[str]:
    if wanted is None:
        return []
    return [str(name) for name in wanted] if isinstance(wanted, list | tuple) else [str(wanted)]


def _checked(header: Sequence[str], mapping: Mapping[str, object]) -> Mapping[str, object]:
    if unknown := sorted(set(mapping) - set(FIELDS)):
        raise PlaceFileError("mapping_unknown_field", unknown=", ".join(unknown), known=", ".join(FIELDS))
    folded = {fold_header(name) for name in header}
    missing = [
        name
        for wanted in mapping.values()
        for name in _names(wanted)
        if name not in header and fold_header(name) not in folded
    ]
    if missing:
        raise PlaceFileError(
            "mapping_column_missing", missing=", ".join(missing), columns=", ".join(filter(None, header))
        )
    return mapping


def _positions(header: Sequence[str], wanted: object) -> list[int]:
    """Every column of these names: exactly so called, or else so called but for case and accents."""
    found: list[int] = []
    for name in _names(wanted):
        exact = [index for index, column in enumerate(header) if column == name]
        found += exact or [i for i, column in enumerate(header) if fold_header(column) == fold_header(name)]
    return found


def read_mapping(content: bytes) -> dict[str, object]:
    """The mapping in a JSON file. Raises PlaceFileError("mapping_unreadable")."""
    try:
        mapping = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise PlaceFileError("mapping_unreadable") from error
    good = (str, list, type(None))
    if not isinstance(mapping, dict) or not all(isinstance(wanted, good) for wanted in mapping.values()):
        raise PlaceFileError("mapping_unreadable")
    return mapping
