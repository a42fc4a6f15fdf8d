"""The catalogue as data: GeoJSON and CSV. Its JSON are the documents of its spaces."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from maillage.base.feeds import Absolute, csv_lines, feature_collection, geometry
from maillage.vocabulary.documents import codes_cell
from spaces.catalogue.documents import documents
from spaces.catalogue.models.querysets import SpaceQuerySet
from spaces.catalogue.words import Words

PLACEHOLDER = "placeholder"

COLUMNS = (
    # The national schema of digital-mediation places, in its order…
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "latitude", "longitude", "typologie",
    "telephone", "courriels", "site_web", "horaires", "presentation_resume", "source", "structure_parente", "date_maj",
    # … and what it does not say.
    "slug", "url", "pays", "fuseau_horaire", "equipements", "accessibilite", "verifie_le",
)  # fmt: skip


def geojson(spaces: SpaceQuerySet, words: Words, absolute: Absolute) -> str:
    """Points of the spaces that have one (RFC 7946), light enough for ten thousand. Two queries.

    `id` is the address that never changes; `url` the page in the reader's language.
    """
    rows = spaces.on_map().values_list("pk", "slug", "name", "city", "latitude", "longitude")
    codes = _type_codes(spaces, words)
    url_start, url_end = reverse("catalogue:space", args=[PLACEHOLDER]).split(PLACEHOLDER)
    with override(settings.LANGUAGE_CODE):
        id_start, id_end = absolute(reverse("catalogue:space", args=[PLACEHOLDER])).split(PLACEHOLDER)
    features = [
        {
            "type": "Feature",
            "id": f"{id_start}{slug}{id_end}",
            "geometry": geometry(latitude, longitude),
            "properties": {
                "name": name,
                "city": city,
                "types": codes.get(pk, ()),
                "url": f"{url_start}{slug}{url_end}",
            },
        }
        for pk, slug, name, city, latitude, longitude in rows
    ]
    return feature_collection(features)


def csv_table(spaces: SpaceQuerySet, absolute: Absolute) -> Iterator[str]:
    """One line per space, written as it is read."""
    return csv_lines(COLUMNS, map(_row, documents(spaces, absolute)))


def _row(one: dict[str, Any]) -> list[Any]:
    address = one["address"]
    return [
        one["source"]["id"] or one["uuid"], one["pivot"], one["name"], address["city"], address["postal_code"],
        address["insee"], address["street"], one["latitude"], one["longitude"], codes_cell(one["types"]),
        one["phone"], one["email"], one["website"], one["opening_hours"], one["summary"], one["source"]["name"],
        (one["organisation"] or {}).get("name"), one["updated_at"].date().isoformat(),
        one["slug"], one["url"], address["country"], one["time_zone"], codes_cell(one["amenities"]),
        codes_cell(one["accessibility"]), one["verified_at"] and one["verified_at"].date().isoformat(),
    ]  # fmt: skip


def _type_codes(spaces: SpaceQuerySet, words: Words) -> dict[int, list[str]]:
    pairs = spaces.model.types.through.objects.filter(space__in=spaces.order_by().values("pk"))
    codes: dict[int, list[str]] = {}
    for space_id, concept_id in pairs.values_list("space", "concept").order_by("pk"):
        if concept := words.by_id.get(concept_id):
            codes.setdefault(space_id, []).append(concept.code)
    return codes
