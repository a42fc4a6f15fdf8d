"""Reads of spaces and resources, as sentences."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, FloatField, OuterRef, Prefetch, Q, Value, When

from maillage.base.geo import METERS_PER_DEGREE, Box, box_around
from maillage.base.searching import beginning, saying
from maillage.curation.models import ListedQuerySet, State
from maillage.territories.models import Territory
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import open_at
from spaces.catalogue.models.team import SpaceTeam


class Asked(NamedTuple):
    """A folded word that somebody searches for, with the words of the vocabulary and the kinds that it names."""

    word: str
    concept_ids: list[int]
    kinds: list[str]


class SpaceQuerySet(ListedQuerySet):
    def managed_by(self, user: Anyone) -> Self:
        """Spaces whose manager `user` is; all for coordinators."""
        if is_coordinator(user):
            return self
        return self._with_role(user, SpaceTeam.Role.MANAGER)

    editable_by = managed_by

    def staffed_by(self, user: Anyone) -> Self:
        """Spaces whose daily board `user` may see: manager or host; all for coordinators."""
        if is_coordinator(user):
            return self
        return self._with_role(user, SpaceTeam.Role.MANAGER, SpaceTeam.Role.HOST)

    def _with_role(self, user: Anyone, *roles: str) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=SpaceTeam.objects.filter(user=user, role__in=roles).values("space"))

    def visible_to(self, user: Anyone) -> Self:
        """What `user` may read: published for them, or of their team in whatever state."""
        if not user.is_authenticated:
            return self.public()
        for_members = Q(state=State.PUBLISHED, visibility__in=["public", "members"])
        return self.filter(for_members | Q(pk__in=self.model.objects.staffed_by(user).values("pk")))

    def listed_for(self, user: Anyone) -> Self:
        """What the catalogue shows to `user`: published only, drafts stay on their own pages."""
        return self.visible_to(user).published()

    def for_listing(self) -> Self:
        """With what a line of the list shows: types and pictures. Three more queries in all."""
        photos = self.model.photos.rel.related_model.objects.select_related("picture")
        photos = Prefetch("photos", photos.prefetch_related("picture__renditions"))
        return self.defer("body").prefetch_related("types", photos)

    def matching(self, words: Iterable[str]) -> Self:
        """Each folded word begins a word of the name, town, postal code or summary, or is the plural of one."""
        return self.filter(_saying(words))

    def saying_or_holding(self, asked: Iterable[Asked]) -> Self:
        """Each word is as in `matching`, or names what a space is, has, or offers to book.

        What is offered is in service: whoever may see the space may see that.
        """
        found = self
        for one in asked:
            found = found.filter(_saying([one.word]) | self._named(one.concept_ids) | self._offering(one))
        return found

    def _named(self, concept_ids: list[int]) -> Q:
        """Spaces of these types, with this equipment or accessible so."""
        if not concept_ids:
            return Q()
        lists = (self.model.types, self.model.amenities, self.model.accessibility)
        rows = (one.through.objects.filter(concept__in=concept_ids).values("space") for one in lists)
        return Q(*(("pk__in", spaces) for spaces in rows), _connector=Q.OR)

    def _offering(self, asked: Asked) -> Q:
        """Spaces with a resource in service of this name or kind, or that says so of itself."""
        resources = self.model.resources.rel.related_model.objects.in_service()
        so_named = _saying([asked.word]) | (Q(kind__in=asked.kinds) if asked.kinds else Q())
        return Q(pk__in=resources.filter(so_named).values("space"))

    def of_types(self, type_ids: Iterable[int]) -> Self:
        """Spaces that are at least one of these."""
        return self.filter(pk__in=self._of_types(type_ids))

    def _of_types(self, type_ids: Iterable[int]) -> models.QuerySet:
        return self.model.types.through.objects.filter(concept__in=list(type_ids)).values("space")

    def equipped_with(self, amenity_id: int) -> Self:
        through = self.model.amenities.through
        return self.filter(pk__in=through.objects.filter(concept=amenity_id).values("space"))

    def accessible_as(self, concept_ids: Iterable[int]) -> Self:
        """Spaces with at least one of these accessibility features."""
        through = self.model.accessibility.through
        return self.filter(pk__in=through.objects.filter(concept__in=list(concept_ids)).values("space"))

    def in_territory(self, territory: Territory) -> Self:
        """Spaces of a commune, or of the communes of something larger."""
        return self.filter(territory.holding("commune"))

    def on_map(self) -> Self:
        return self.filter(latitude__isnull=False)

    def within(self, box: Box) -> Self:
        """Spaces inside a rectangle of the map, its edges included."""
        inside = self.filter(latitude__range=(box.south, box.north))
        if box.west <= box.east:
            return inside.filter(longitude__range=(box.west, box.east))
        return inside.filter(Q(longitude__gte=box.west) | Q(longitude__lte=box.east))

    def near(self, latitude: float, longitude: float, radius_m: float | None = None) -> Self:
        """With `distance_sq_m`, to sort by, and no farther than `radius_m`.

        Plain arithmetic, so that both databases do it: right to 0.2 % up to 500 km.
        """
        found = self.on_map()
        if radius_m is not None:
            found = found.within(box_around(latitude, longitude, radius_m * 1.01))
        found = found.annotate(distance_sq_m=_distance_sq(latitude, longitude))
        return found if radius_m is None else found.filter(distance_sq_m__lte=radius_m**2)

    def nearest_first(self) -> Self:
        """After `near`."""
        return self.order_by("distance_sq_m", "search_text", "pk")

    def open_at(self, instant: datetime) -> Self:
        """Spaces whose doors are open at an instant, each on its own clock.

        Weekly hours, exceptions of the space and of the network count as in `rules.opening`.
        """
        return self.filter(open_at.condition(self, instant))

    def best_match_first(self, words: Sequence[str], said: str = "") -> Self:
        """By name: first those whose name begins with the first word or with all that was `said`,
        then those that say every word of themselves, then those that only hold it.
        """
        if not words:
            return self.by_name()
        begins = beginning(words[0])
        if said:
            begins |= Q(search_text__startswith=f" {said}")
        rank = Case(When(begins, then=0), When(_saying(words), then=1), default=2)
        return self.order_by(rank, "search_text", "pk")

    def by_name(self) -> Self:
        """In the order of the alphabet, whatever accents and capitals: `search_text` begins with the name."""
        return self.order_by("search_text", "pk")

    def claimed(self) -> Self:
        """Spaces that somebody keeps: they have a team, or somebody wrote in them."""
        has_team = Exists(SpaceTeam.objects.filter(space=OuterRef("pk")))
        return self.filter(has_team | Q(latest_revision__isnull=False))

    def mirrors(self) -> Self:
        """Imported spaces that nobody claimed or corrected: their list still has the last word."""
        has_team = Exists(SpaceTeam.objects.filter(space=OuterRef("pk")))
        return self.filter(~has_team, source="import", latest_revision__isnull=True)


class ResourceQuerySet(models.QuerySet):
    def managed_by(self, user: Anyone) -> Self:
        """Resources of the spaces whose manager `user` is; all for coordinators."""
        return self if is_coordinator(user) else self._of_spaces("managed_by", user)

    editable_by = managed_by

    def staffed_by(self, user: Anyone) -> Self:
        """Resources whose planning `user` may see."""
        return self if is_coordinator(user) else self._of_spaces("staffed_by", user)

    def visible_to(self, user: Anyone) -> Self:
        """Resources in service of the spaces that `user` may read, and all of those they staff."""
        spaces = self._space_model.objects.visible_to(user).values("pk")
        staffed = self._space_model.objects.staffed_by(user).values("pk")
        return self.filter(Q(is_active=True, space__in=spaces) | Q(space__in=staffed))

    def bookable(self) -> Self:
        """Offered to people now: in service, in a published space."""
        return self.filter(is_active=True, space__state=State.PUBLISHED)

    def in_service(self) -> Self:
        return self.filter(is_active=True)

    def _of_spaces(self, method: str, user: Anyone) -> Self:
        return self.filter(space__in=getattr(self._space_model.objects, method)(user).values("pk"))

    @property
    def _space_model(self) -> Any:
        return self.model._meta.get_field("space").related_model


def _saying(words: Iterable[str]) -> Q:
    """Each folded word begins a word of the search column, or is the plural of one."""
    return Q(*map(saying, words))


def _distance_sq(latitude: float, longitude: float) -> ExpressionWrapper:
    """Squared metres on a plane laid half-way between the two points."""
    origin = math.radians(latitude)
    north = F("latitude") - Value(latitude)
    half = north * Value(math.pi / 360)  # radians from the origin's parallel to the one half-way
    shrink = Value(math.cos(origin)) - half * Value(math.sin(origin)) - half * half * Value(math.cos(origin) / 2)
    apart = F("longitude") - Value(longitude)
    # The shorter way round: New Caledonia and Wallis lie on either side of the antimeridian.
    shorter = Case(
        When(longitude__gt=longitude + 180, then=apart - Value(360.0)),
        When(longitude__lt=longitude - 180, then=apart + Value(360.0)),
        default=apart,
        output_field=FloatField(),
    )
    east = shorter * shrink
    degrees_sq = north * north + east * east
    return ExpressionWrapper(degrees_sq * Value(METERS_PER_DEGREE**2), output_field=FloatField())
