"""Reads of people and organisations, as sentences."""

import math
from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet, Value

from maillage.base.geo import METERS_PER_DEGREE, box_around
from maillage.base.searching import saying
from maillage.curation.models import ListedQuerySet, Visibility
from maillage.territories.models import Territory
from maillage.users.permissions import Anyone, is_coordinator, is_member


class ProfileQuerySet(ListedQuerySet):
    """What people and organisations have in common: words, sectors, a town."""

    model: Any

    @abstractmethod
    def for_export(self) -> Self:
        """With what a document says."""

    def listed_for(self, user: Anyone) -> Self:
        """What the directory shows to `user`: published only, drafts stay on their own pages."""
        levels = [Visibility.PUBLIC, Visibility.MEMBERS] if is_member(user) else [Visibility.PUBLIC]
        return self.published().filter(visibility__in=levels)

    def matching(self, words: Iterable[str], concept_ids: dict[str, list[int]], user: Anyone) -> Self:
        """Each folded word begins a word of what they say of themselves, as `saying`, or of the town that they show
        to `user`, or names a skill or sector.
        """
        found = self
        for word in words:
            match = saying(word) | self._of_town(word, user)
            if named := concept_ids.get(word):
                match |= self._named(named)
            found = found.filter(match)
        return found

    def in_sectors(self, sector_ids: Iterable[int]) -> Self:
        """Those of at least one of these sectors."""
        return self.filter(pk__in=self._with(self.model.sectors.through, sector_ids))

    def _of_town(self, word: str, user: Anyone) -> Q:
        """Read from the town itself: its name, and who shows it, are never those of yesterday."""
        return saying(word, "territory__search_key")

    def _named(self, concept_ids: list[int]) -> Q:
        return Q(pk__in=self._with(self.model.sectors.through, concept_ids))

    def _with(self, through: Any, concept_ids: Iterable[int]) -> QuerySet:
        column = f"{self.model._meta.model_name}_id"
        return through.objects.filter(concept__in=list(concept_ids)).values(column)


class PersonQuerySet(ProfileQuerySet):
    def indexable(self) -> Self:
        """Public people who let search engines show their page: nobody does unless they say so."""
        return self.public().filter(is_indexable=True)

    def editable_by(self, user: Anyone) -> Self:
        """Their own profile; every profile for coordinators."""
        if is_coordinator(user):
            return self
        return self.filter(user=user) if user.is_authenticated else self.none()

    def for_listing(self) -> Self:
        """With what a line of the list shows: town, photo, skills. Three queries in all."""
        return self.select_related("territory", "photo").prefetch_related("skills", "photo__renditions")

    def for_export(self) -> Self:
        return self.select_related("territory", "photo").prefetch_related("skills", "sectors")

    def skilled_in(self, skill_id: int) -> Self:
        return self.filter(pk__in=self._with(self.model.skills.through, [skill_id]))

    def showing(self, field: str, user: Anyone) -> Self:
        """Those who show this field to `user`: searching by it must not tell what they hide."""
        return self.filter(_shown(field, user))

    def available_on(self, day: date, user: Anyone) -> Self:
        """Those who say to `user` that they are free to work on `day`."""
        return self.showing("available_until", user).filter(available_until__gte=day)

    def in_territory(self, territory: Territory, user: Anyone) -> Self:
        return self.showing("territory", user).filter(territory.holding("territory"))

    def near(self, latitude: float, longitude: float, radius_m: float, user: Anyone) -> Self:
        return _near(self.showing("territory", user), latitude, longitude, radius_m)

    def _of_town(self, word: str, user: Anyone) -> Q:
        return super()._of_town(word, user) & _shown("territory", user)

    def _named(self, concept_ids: list[int]) -> Q:
        return super()._named(concept_ids) | Q(pk__in=self._with(self.model.skills.through, concept_ids))


class OrganisationQuerySet(ProfileQuerySet):
    def editable_by(self, user: Anyone) -> Self:
        """Those whose team `user` is in; all for coordinators."""
        if is_coordinator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        team: Any = self.model._meta.get_field("team").related_model
        return self.filter(pk__in=team.objects.filter(user=user).values("organisation"))

    def for_listing(self) -> Self:
        """With what a line of the list shows: town, logo, sectors. Three queries in all."""
        return self.select_related("territory", "logo").prefetch_related("sectors", "logo__renditions")

    def for_export(self) -> Self:
        return self.select_related("territory", "logo").prefetch_related("sectors")

    def in_territory(self, territory: Territory, user: Anyone) -> Self:
        return self.filter(territory.holding("territory"))

    def near(self, latitude: float, longitude: float, radius_m: float, user: Anyone) -> Self:
        return _near(self, latitude, longitude, radius_m)


def _shown(field: str, user: Anyone) -> Q:
    """A condition on people: they show this field to `user`."""
    if is_coordinator(user):
        return Q()
    column = f"{field}_visibility"
    if not is_member(user):
        return Q(**{column: Visibility.PUBLIC})
    return Q(**{f"{column}__in": [Visibility.PUBLIC, Visibility.MEMBERS]}) | Q(user=user)


def _near(found: Any, latitude: float, longitude: float, radius_m: float) -> Any:
    """Those whose town's centre lies within the circle (on a plane: right to 0.5 % for such distances).

    `distance_sq`, in square degrees, is what they are sorted by.
    """
    box = box_around(latitude, longitude, radius_m)
    north = F("territory__latitude") - Value(latitude)
    east = (F("territory__longitude") - Value(longitude)) * Value(math.cos(math.radians(latitude)))
    distance = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    inside = found.filter(territory__latitude__range=(box.south, box.north)).annotate(distance_sq=distance)
    if box.west > box.east:  # across the 180th meridian the box is enough
        return inside.filter(Q(territory__longitude__gte=box.west) | Q(territory__longitude__lte=box.east))
    within = inside.filter(territory__longitude__range=(box.west, box.east))
    return within.filter(distance_sq__lte=(radius_m / METERS_PER_DEGREE) ** 2)
