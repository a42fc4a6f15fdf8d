"""Decisions about a list made into rows: new spaces, changed mirrors, in batches."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.text import slugify
from modelsearch.backends import get_search_backends

from maillage.base import clock
from maillage.base.words import fold
from maillage.curation.models import Source, State
from maillage.curation.services.slugs import first_free
from maillage.territories.services.locating import CommuneResolver
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts
from spaces.catalogue.models import Space
from spaces.catalogue.rules.places.plan import Decision, Verdict
from spaces.catalogue.rules.places.record import Place
from spaces.catalogue.rules.time_zones import zone_of

BATCH = 500
SLUG_MAX = 80

FIELDS = (
    "name", "street", "postal_code", "city", "country", "commune_id", "latitude", "longitude", "time_zone", "phone",
    "email", "website", "pivot", "external_id",
)  # fmt: skip
"""What a list says of its mirrors, and may change. Everything else belongs to people."""


class ImportedRows:
    """What the decisions change. Nothing is written before `write`."""

    def __init__(self, decisions: Sequence[Decision], *, source: str) -> None:
        self.source = source
        self.decisions = decisions
        self.created: list[Space] = []
        self.updated: list[Space] = []
        self.unchanged = 0
        self._retyped: list[Space] = []
        self._slugs: dict[int, str] = {}  # line → address of the record that it stands for
        self._types: dict[int, list[str]] = {}  # id(space) → codes of types
        for decision in decisions:
            self._settle(decision)

    def slug_of(self, decision: Decision) -> str:
        """The address of the record that a possible duplicate looks like."""
        if decision.known is not None:
            return decision.known.slug
        return self._slugs[decision.twin.line] if decision.twin else ""

    def write(self) -> None:
        """Rows, types and search index, in a number of queries that grows by the batch, not by the line."""
        Space.objects.bulk_create(self.created, batch_size=BATCH)
        fields = ["commune" if name == "commune_id" else name for name in FIELDS]
        Space.objects.bulk_update(self.updated, [*fields, "search_text", "updated_at"], batch_size=BATCH)
        self._write_types([*self.created, *self._retyped])
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Space, [*self.created, *self.updated])

    def _settle(self, decision: Decision) -> None:
        place = decision.place
        match decision.verdict:
            case Verdict.CREATE:
                space = self._new(place)
                self.created.append(space)
                self._types[id(space)] = list(place.types)
                self._slugs[place.line] = space.slug
            case Verdict.SAME if decision.known:
                self._slugs[place.line] = decision.known.slug
                self._refresh(place, self._mirrors.get(decision.known.slug))
            case _:
                self._slugs[place.line] = self.slug_of(decision)

    def _new(self, place: Place) -> Space:
        space = Space(
            **self._facts(place),
            slug=self._free_slug(place),
            source=Source.IMPORT,
            source_name=self.source,
            state=State.PUBLISHED,
            live=True,
            first_published_at=clock.now(),
            last_published_at=clock.now(),
        )
        space.search_text = space.folded_words()
        return space

    def _refresh(self, place: Place, mirror: Space | None) -> None:
        """Bring a mirror up to date; a record that somebody keeps is theirs."""
        if mirror is None:
            self.unchanged += 1
            return
        facts = self._facts(place)
        changed = any(getattr(mirror, name) != value for name, value in facts.items())
        is_retyped = sorted(place.types) != sorted(self._type_codes(mirror))
        if not (changed or is_retyped):
            self.unchanged += 1
            return
        for name, value in facts.items():
            setattr(mirror, name, value)
        mirror.search_text = mirror.folded_words()
        mirror.updated_at = clock.now()
        self.updated.append(mirror)
        if is_retyped:
            self._retyped.append(mirror)
            self._types[id(mirror)] = list(place.types)

    def _facts(self, place: Place) -> dict[str, Any]:
        commune = self._commune(place)
        zone = zone_of(
            country=place.country,
            insee=commune or place.insee,
            postal_code=place.postal_code,
            latitude=place.latitude,
            longitude=place.longitude,
        )
        said = {name: getattr(place, name) for name in FIELDS if hasattr(place, name)}
        return {**said, "commune_id": commune, "time_zone": zone, "external_id": place.key}

    def _commune(self, place: Place) -> str | None:
        if place.country not in ("FR", ""):
            return None
        located = self._resolver.locate(
            insee=place.insee,
            postal_code=place.postal_code,
            city=place.city,
            latitude=place.latitude,
            longitude=place.longitude,
        )
        return located.code if located else None

    def _free_slug(self, place: Place) -> str:
        """« la-centrale-pau », with a number when that is somebody's."""
        name, town = (slugify(fold(text)) for text in (place.name, place.city))
        base = f"{name}-{'' if town in name else town}"[: SLUG_MAX - 5].strip("-") or "lieu"
        slug = first_free(base, self._taken)
        self._taken.add(slug)
        return slug

    def _write_types(self, spaces: Sequence[Space]) -> None:
        codes = {code for space in spaces for code in self._types[id(space)]}
        known = concepts.ensure(Concept.Scheme.SPACE_TYPE, sorted(codes))
        through = Space.types.through
        through.objects.filter(space__in=[space.pk for space in self._retyped]).delete()
        through.objects.bulk_create(
            (
                through(space_id=space.pk, concept_id=known[code].pk)
                for space in spaces
                for code in self._types[id(space)]
            ),
            batch_size=BATCH,
        )

    def _type_codes(self, mirror: Space) -> list[str]:
        return [concept.code for concept in mirror.types.all()]

    @cached_property
    def _mirrors(self) -> dict[str, Space]:
        """The records of this list that nobody keeps, by address."""
        mirrors = Space.objects.mirrors().filter(source_name=self.source).prefetch_related("types")
        return {space.slug: space for space in mirrors.defer("body")}

    @cached_property
    def _taken(self) -> set[str]:
        return set(Space.objects.values_list("slug", flat=True))

    @cached_property
    def _resolver(self) -> CommuneResolver:
        return CommuneResolver()
