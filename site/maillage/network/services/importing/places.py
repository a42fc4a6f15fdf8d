"""The network's own settings, and its spaces with their hours."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django.db import transaction
from django.utils.html import escape
from modelsearch.backends import get_search_backends

from maillage.base.rich_text import clean
from maillage.curation.models import State
from maillage.network.document import schema
from maillage.network.services.importing.audiences import import_audiences
from maillage.network.services.importing.hours import Hours, NetworkDates, dated
from maillage.network.services.importing.progress import Progress, but_none, given, readable, repeated, texts
from maillage.network.services.importing.rows import BATCH, OwnedRows
from maillage.territories.services.locating import CommuneResolver, locate
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts
from spaces.catalogue.models import Space

NETWORK_FIELDS = (
    "name",
    "tagline",
    "headline",
    "introduction",
    "contact_email",
    "publisher",
    "publication_director",
    "host",
    "time_zone",
    "language",
    "public_holidays",
)
SPACE_FIELDS = (
    "name",
    "summary",
    "latitude",
    "longitude",
    "time_zone",
    "public_holidays",
    "phone",
    "email",
    "website",
    "access",
    "visibility",
    "state",
)
SPACE_TEXTS = ("summary", "phone", "email", "website", "access")
SCHEMES = {
    "types": Concept.Scheme.SPACE_TYPE,
    "amenities": Concept.Scheme.AMENITY,
    "accessibility": Concept.Scheme.ACCESSIBILITY,
}
FEW = 20


def import_settings(part: schema.Network | None, progress: Progress) -> None:
    """The network's own name, words and dates."""
    if part is None:
        return
    rows = NetworkDates()
    changed = "exceptions" in part.model_fields_set and rows.should_be(None, dated(part.exceptions))
    rows.write()
    import_audiences([(None, part.audiences, ("network", "audiences"))], progress)
    values = texts(given(part, NETWORK_FIELDS, new=False), "contact_email")
    progress.save("network", progress.network, values, also=changed)


def import_spaces(parts: list[schema.Space], progress: Progress) -> None:
    """Spaces and their audiences. A number of queries that does not depend on how many are new or unchanged."""
    for position, slug in repeated(part.slug for part in parts):
        progress.refuse(("spaces", position, "slug"), f"{slug} stands twice in the file")
    Spaces(parts, progress).write()
    saying = [
        (progress.spaces[part.slug], part.audiences, ("spaces", position, "audiences"))
        for position, part in enumerate(parts)
    ]
    import_audiences(saying, progress)


class Spaces:
    """Those of a document, beside those that the network has."""

    def __init__(self, parts: list[schema.Space], progress: Progress) -> None:
        self.progress = progress
        self.parts = {part.slug: part for part in parts}  # the last word on each
        known = Space.objects.filter(slug__in=self.parts).select_related("commune")
        progress.spaces.update({space.slug: space for space in known})
        keys = [space.pk for space in known]
        self.hours = Hours("space", keys)
        self.words = {name: OwnedRows(_through(name), "space", ("concept_id",), keys) for name in SCHEMES}
        self.concepts = {
            name: concepts.ensure(scheme, [code for part in parts for code in getattr(part, name)])
            for name, scheme in SCHEMES.items()
        }

    def write(self) -> None:
        new = [self._new(part) for part in self.parts.values() if part.slug not in self.progress.spaces]
        Space.objects.bulk_create(new, batch_size=BATCH)
        transaction.on_commit(partial(_make_searchable, new))
        self.progress.spaces.update({space.slug: space for space in new})
        made = {space.pk for space in new}
        for part in self.parts.values():
            space = self.progress.spaces[part.slug]
            self._settle(space, part, is_new=space.pk in made)
        self.hours.write()
        for rows in self.words.values():
            rows.write()

    def _new(self, part: schema.Space) -> Space:
        space = Space(slug=part.slug, **self._values(part, is_new=True))
        space.search_text = space.folded_words()
        return space

    def _settle(self, space: Space, part: schema.Space, *, is_new: bool) -> None:
        """Bring a space up to date, and say its rows."""
        changed = self.hours.should_be(space.pk, part, is_new=is_new)
        for name, rows in self.words.items():
            if is_new or name in part.model_fields_set:
                codes = dict.fromkeys(getattr(part, name))
                changed |= rows.should_be(space.pk, [(self.concepts[name][code].pk,) for code in codes])
        if is_new:
            self.progress.count("spaces", "created")
        else:
            values = self._values(part, is_new=False)
            if _has_texts(space, values.get("body", [])):
                del values["body"]  # with its pictures between them
            self.progress.save("spaces", space, values, also=changed)

    def _values(self, part: schema.Space, *, is_new: bool) -> dict[str, Any]:
        values = texts(but_none(given(part, SPACE_FIELDS, new=is_new), "name", "time_zone"), *SPACE_TEXTS)
        if is_new:
            values.setdefault("name", readable(part.slug))
            values.setdefault("time_zone", self.progress.network.time_zone)
        if is_new or "address" in part.model_fields_set:
            values |= self._address(part)
        if "state" in values:
            values["live"] = values["state"] == State.PUBLISHED
        if part.story_html:
            values["body"] = [("text", clean(html)) for html in part.story_html]
        elif part.story:
            values["body"] = [("text", f"<p>{escape(paragraph)}</p>") for paragraph in part.story]
        return values

    def _address(self, part: schema.Space) -> dict[str, Any]:
        address = part.address
        said = {name: getattr(address, name) or "" for name in ("insee", "postal_code", "city")}
        commune = self._locate(**said, latitude=part.latitude, longitude=part.longitude) if any(said.values()) else None
        return {
            "street": address.street or "",
            "postal_code": said["postal_code"],
            "city": said["city"],
            "country": address.country,
            "commune_id": commune and commune.code,
        }

    @cached_property
    def _locate(self) -> Callable[..., Any]:
        """Reading all communes pays from some dozen addresses on."""
        return CommuneResolver().locate if len(self.parts) > FEW else locate


def _has_texts(space: Space, body: list[tuple[str, str]]) -> bool:
    """Whether the texts of a space's page are these already, but for what our editor adds to them."""
    there = [clean(block["value"]) for block in space.body.raw_data if block["type"] == "text"]
    return bool(body) and there == [html for _type, html in body]


def _make_searchable(spaces: list[Space]) -> None:
    """Rows made in bulk tell no search engine of themselves."""
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Space, spaces)


def _through(name: str) -> Any:
    return getattr(Space, name).through
