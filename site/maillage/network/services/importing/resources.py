"""What can be booked in the spaces of a document: rules, hours, prices, what stands in what and takes what along."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from maillage.network.document import schema
from maillage.network.document.sound_parts import Location
from maillage.network.services.importing.hours import Hours
from maillage.network.services.importing.progress import Progress, but_none, given, readable, repeated, texts
from maillage.network.services.importing.rows import BATCH, OwnedRows, Values
from spaces.booking.models import Admission, Habilitation, Quota
from spaces.booking.services.refreshing import refresh_occupancy
from spaces.catalogue.models import Resource, Space, Spot
from spaces.pricing.models import Audience, Plan, Price

RESOURCE_FIELDS = (
    "name", "kind", "summary", "features", "people", "capacity", "step", "min_duration", "max_duration",
    "buffer_before", "buffer_after", "block_whole_day", "min_days_before", "max_days_before", "min_notice",
    "requires_approval", "requests_compete", "is_active",
)  # fmt: skip
SPOT = ("x", "y", "width", "height")
QUOTA = (
    "audience", "period", "plan_id", "holder", "counts_kind", "weekdays", "starts_min", "ends_min", "minutes", "count",
)  # fmt: skip
PRICE = (
    "unit", "amount_cents", "vat_rate", "audience_id", "valid_from", "valid_through", "weekdays", "starts_min",
    "ends_min",
)  # fmt: skip

Place = tuple[Space, list[schema.Resource], Location]
Named = dict[tuple[int | None, str], int]  # keys by space and slug


def import_resources(parts: list[schema.Space], progress: Progress) -> None:
    """The resources of these spaces, which exist. A number of queries that does not depend on how many there are."""
    places: list[Place] = [
        (progress.spaces[part.slug], part.resources, ("spaces", position, "resources"))
        for position, part in enumerate(parts)
    ]
    resources = Resources(places, progress)
    for place in places:
        resources.add(*place)
    resources.write()


class Resources:
    """Those of a document, beside those that its spaces have."""

    def __init__(self, places: list[Place], progress: Progress) -> None:
        self.progress = progress
        self.new: list[Resource] = []
        self.said: list[tuple[Resource, schema.Resource, Location]] = []
        self.reshaped: dict[int, Resource] = {}  # one of each space where what stands needs other places now
        self.known = _known({space.pk: space for space, _, _ in places})
        keys = [resource.pk for there in self.known.values() for resource in there.values()]
        self.may_be_booked = {space_id for space_id, there in self.known.items() if there}
        self.hours = Hours("resource", keys)
        self.quotas = OwnedRows(Quota, "resource", QUOTA, keys)
        self.prices = OwnedRows(Price, "resource", PRICE, keys)
        self.required = OwnedRows(Habilitation.resources.through, "resource", ("habilitation_id",), keys)
        self.admissions = OwnedRows(Admission, "resource", ("audience_id",), keys)
        self.audiences = _named(
            Audience, places, lambda part: [*part.audiences, *(price.audience for price in part.prices)]
        )
        self.plans = _named(Plan, places, lambda part: [quota.plan for quota in part.quotas])
        self.shares = OwnedRows(Resource.shares.through, "from_resource", ("to_resource_id",), keys)
        self.spots = OwnedRows(Spot, "resource", SPOT, keys)
        self.habilitations = _habilitations(
            {code for _, parts, _ in places for one in parts for code in one.habilitations}
        )

    def add(self, space: Space, parts: list[schema.Resource], where: Location) -> None:
        """Say the resources of a space."""
        there = self.known[space.pk]
        twice = dict(repeated(part.slug for part in parts))
        for position, part in enumerate(parts):
            if position in twice:
                self.progress.refuse((*where, position, "slug"), f"{part.slug} stands twice in this space")
                continue
            if part.slug not in there:
                there[part.slug] = Resource(
                    space=space, slug=part.slug, position=position, **_values(part, is_new=True)
                )
                self.new.append(there[part.slug])
            self.said.append((there[part.slug], part, (*where, position)))

    def write(self) -> None:
        for resource in self.new:
            resource.search_text = resource.folded_words()
        Resource.objects.bulk_create(self.new, batch_size=BATCH)
        self.progress.resources |= {one.path: one for there in self.known.values() for one in there.values()}
        made = {resource.pk for resource in self.new}
        inside = [resource for resource, part, where in self.said if self._move_inside(resource, part, where)]
        Resource.objects.bulk_update(inside, ["parent"], batch_size=BATCH)
        for resource, part, where in self.said:
            self._settle(resource, part, where, is_new=resource.pk in made)
        for rows in (self.hours, self.quotas, self.prices, self.admissions, self.required, self.shares, self.spots):
            rows.write()
        for space_id in self.reshaped.keys() & self.may_be_booked:
            refresh_occupancy(self.reshaped[space_id])

    def _settle(self, resource: Resource, part: schema.Resource, where: Location, *, is_new: bool) -> None:
        """Bring a resource up to date, and say its rows."""
        changed = self.hours.should_be(resource.pk, part, is_new=is_new)
        said = part.model_fields_set
        if is_new or "quotas" in said:
            changed |= self.quotas.should_be(resource.pk, self._quotas(resource, part, where))
        if is_new or "prices" in said:
            changed |= self.prices.should_be(resource.pk, self._prices(resource, part, where))
        if is_new or "audiences" in said:
            changed |= self.admissions.should_be(resource.pk, self._admissions(resource, part, where))
        if is_new or "habilitations" in said:
            required = [(self.habilitations[code].pk,) for code in dict.fromkeys(part.habilitations)]
            changed |= self.required.should_be(resource.pk, required)
        if is_new or "spot" in said:
            changed |= self.spots.should_be(
                resource.pk, [tuple(getattr(part.spot, name) for name in SPOT)] if part.spot else []
            )
        if is_new or "shares" in said:
            is_other = self.shares.should_be(resource.pk, self._shares(resource, part, where))
            changed |= is_other
            if is_other and not is_new:
                self.reshaped[resource.space_id] = resource
        if is_new:
            self.progress.count("resources", "created")
        else:
            self.progress.save("resources", resource, _values(part, is_new=False), also=changed)

    def _move_inside(self, resource: Resource, part: schema.Resource, where: Location) -> bool:
        """Put a resource where it stands; true when that is elsewhere than before."""
        there = self.known[resource.space_id]
        if "parent" not in part.model_fields_set or not self._is_known(part.parent, there, (*where, "parent")):
            return False
        parent = there[part.parent] if part.parent else None
        if parent is not None and resource.pk in _around(parent, there):
            message = f"{part.parent} is {part.slug} itself or stands inside it"
            self.progress.refuse((*where, "parent"), message)
            return False
        if resource.parent_id == (parent.pk if parent else None):
            return False
        resource.parent = parent
        self.reshaped[resource.space_id] = resource
        return True

    def _shares(self, resource: Resource, part: schema.Resource, where: Location) -> list[Values]:
        there = self.known[resource.space_id]
        known = [
            slug for number, slug in enumerate(part.shares) if self._is_known(slug, there, (*where, "shares", number))
        ]
        return [(there[slug].pk,) for slug in dict.fromkeys(known)]

    def _prices(self, resource: Resource, part: schema.Resource, where: Location) -> list[Values]:
        rows: dict[Values, Values] = {}
        for number, price in enumerate(part.prices):
            audience = self._audience(resource.space_id, price.audience, (*where, "prices", number, "audience"))
            days = "".join(map(str, sorted(set(price.days))))
            when = (audience, price.valid_from, price.valid_through, days, price.starts, price.ends)
            if (price.unit, *when) in rows:
                self.progress.refuse((*where, "prices", number), f"a second price per {price.unit} for the same case")
            rows[price.unit, *when] = (price.unit, int(price.amount * 100), price.vat_rate, *when)
        return list(rows.values())

    def _admissions(self, resource: Resource, part: schema.Resource, where: Location) -> list[Values]:
        found = [
            self._audience(resource.space_id, slug, (*where, "audiences", number))
            for number, slug in enumerate(part.audiences)
        ]
        return [(audience,) for audience in dict.fromkeys(found) if audience is not None]

    def _quotas(self, resource: Resource, part: schema.Resource, where: Location) -> list[Values]:
        rows: dict[Values, Values] = {}
        for number, quota in enumerate(part.quotas):
            at = (*where, "quotas", number)
            plan = self._key(self.plans, "a plan", resource.space_id, quota.plan, (*at, "plan"))
            days = "".join(map(str, sorted(set(quota.days))))
            case = (quota.audience, quota.period, plan, quota.holder, quota.counts_kind, days, quota.starts, quota.ends)
            if case in rows:
                self.progress.refuse(at, f"a second quota per {quota.period} for the same case")
            rows[case] = (*case, quota.minutes, quota.count)
        return list(rows.values())

    def _audience(self, space_id: int, slug: str | None, where: Location) -> int | None:
        return self._key(self.audiences, "an audience", space_id, slug, where)

    def _key(self, known: Named, what: str, space_id: int, slug: str | None, where: Location) -> int | None:
        if slug is None:
            return None
        found = known.get((space_id, slug)) or known.get((None, slug))
        if found is None:
            self.progress.miss(where, f"neither this space nor the network has {what} {slug}")
        return found

    def _is_known(self, slug: str | None, there: dict[str, Resource], where: Location) -> bool:
        if slug is not None and slug not in there:
            self.progress.miss(where, f"this space has no resource {slug}")
            return False
        return True


def _known(spaces: dict[int, Space]) -> dict[int, dict[str, Resource]]:
    """The resources that these spaces have, by slug."""
    known: dict[int, dict[str, Resource]] = {pk: {} for pk in spaces}
    for resource in Resource.objects.filter(space__in=spaces).order_by():
        resource.space = spaces[resource.space_id]
        known[resource.space_id][resource.slug] = resource
    return known


def _around(resource: Resource, there: dict[str, Resource]) -> set[int]:
    """The keys of a resource and of all that it stands in."""
    by_key = {one.pk: one for one in there.values()}
    found: set[int] = set()
    here: Resource | None = resource
    while here is not None and here.pk not in found:
        found.add(here.pk)
        here = by_key.get(here.parent_id) if here.parent_id else None
    return found


def _values(part: schema.Resource, *, is_new: bool) -> dict[str, Any]:
    values = texts(but_none(given(part, RESOURCE_FIELDS, new=is_new), "name"), "summary")
    if is_new:
        values.setdefault("name", readable(part.slug))
    if is_new or "opening_hours" in part.model_fields_set:
        values["has_own_hours"] = part.opening_hours is not None
    return values


def _named(
    model: type[Audience] | type[Plan], places: list[Place], names: Callable[[schema.Resource], list[str | None]]
) -> Named:
    """The keys of those that the resources may name, by space and slug. No query where none does."""
    if not any(any(names(part)) for _, parts, _ in places for part in parts):
        return {}
    found = model.objects.filter(Q(space=None) | Q(space__in=[space.pk for space, _, _ in places]))
    return {(space, slug): pk for space, slug, pk in found.values_list("space", "slug", "pk")}


def _habilitations(codes: set[str]) -> dict[str, Habilitation]:
    """By code; those that are missing are added."""
    known = {one.code: one for one in Habilitation.objects.filter(code__in=codes)}
    missing = [Habilitation(code=code, label=readable(code)) for code in sorted(codes - known.keys())]
    return known | {one.code: one for one in Habilitation.objects.bulk_create(missing)}
