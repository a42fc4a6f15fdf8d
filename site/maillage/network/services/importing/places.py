"""Spaces with their hours, resources, prices and rules."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import escape
from wagtail.models import Site

from maillage.base.models import Network
from maillage.network.document import schema
from maillage.network.services.importing.hours import import_hours
from maillage.network.services.importing.progress import (
    Location,
    Progress,
    given,
    publish_at_once,
    repeated,
    texts,
)
from maillage.territories.services.locating import locate
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts
from spaces.booking.models import Habilitation, Quota
from spaces.catalogue.models import Resource, Space
from spaces.pricing.models import Price

SPACE_FIELDS = (
    "name",
    "summary",
    "latitude",
    "longitude",
    "time_zone",
    "phone",
    "email",
    "website",
    "access",
)
SPACE_TEXTS = ("summary", "phone", "email", "website", "access")
RESOURCE_FIELDS = (
    "name", "kind", "summary", "people", "capacity", "step", "min_duration", "max_duration", "buffer_before",
    "buffer_after", "block_whole_day", "min_days_before", "max_days_before", "min_notice", "requires_approval",
)  # fmt: skip
SCHEMES = {
    "types": Concept.Scheme.SPACE_TYPE,
    "amenities": Concept.Scheme.AMENITY,
    "accessibility": Concept.Scheme.ACCESSIBILITY,
}


def import_settings(part: schema.Network | None, progress: Progress) -> None:
    """The network's own name and words."""
    if part is None:
        return
    network = Network.for_site(Site.objects.get(is_default_site=True))
    names = ("name", "tagline", "headline", "introduction", "time_zone", "language")
    progress.save("network", network, given(part, names, new=False))


def import_spaces(parts: list[schema.Space], progress: Progress) -> None:
    for position, slug in repeated(part.slug for part in parts):
        progress.refuse(("spaces", position, "slug"), f"{slug} stands twice in the file")
    slugs = [part.slug for part in parts]
    progress.spaces.update({space.slug: space for space in Space.objects.filter(slug__in=slugs)})
    for position, part in enumerate(parts):
        with progress.attempt("spaces", position):
            _import_space(part, progress)
        if part.slug in progress.spaces:
            _import_resources(progress.spaces[part.slug], part.resources, ("spaces", position, "resources"), progress)


def _import_space(part: schema.Space, progress: Progress) -> None:
    space = progress.spaces.get(part.slug) or Space(slug=part.slug)
    is_new = space._state.adding
    values = texts(given(part, SPACE_FIELDS, new=is_new), *SPACE_TEXTS)
    if is_new:
        values["name"] = part.name or _readable(part.slug)
        values["time_zone"] = part.time_zone or "Europe/Paris"
        publish_at_once(space)
    elif values.get("time_zone", "") is None:
        del values["time_zone"]
    for name, scheme in SCHEMES.items():
        if is_new or name in part.model_fields_set:
            values[name] = list(concepts.ensure(scheme, getattr(part, name)).values())
    if is_new or "address" in part.model_fields_set:
        values |= _address(part, space)
    if part.story:
        values["body"] = [("text", f"<p>{escape(paragraph)}</p>") for paragraph in part.story]
    progress.save("spaces", space, values)
    progress.spaces[part.slug] = space
    import_hours(part, progress, "spaces", is_new=is_new, space=space)


def _address(part: schema.Space, space: Space) -> dict[str, Any]:
    address = part.address
    commune = locate(
        insee=address.insee or "", postal_code=address.postal_code or "", city=address.city or "",
        latitude=part.latitude, longitude=part.longitude,
    )  # fmt: skip
    return {
        "street": address.street or "",
        "postal_code": address.postal_code or "",
        "city": address.city or "",
        "country": address.country,
        "commune": commune,
    }


def _import_resources(space: Space, parts: list[schema.Resource], where: Location, progress: Progress) -> None:
    for position, slug in repeated(part.slug for part in parts):
        progress.refuse((*where, position, "slug"), f"{slug} stands twice in this space")
    known = {resource.slug: resource for resource in space.resources.all()}
    for position, part in enumerate(parts):
        with progress.attempt(*where, position):
            known[part.slug] = _import_resource(space, part, position, known.get(part.slug), progress)
    for position, part in enumerate(parts):
        if part.slug in known:
            _import_relations(known, part, (*where, position), progress)
    progress.resources.update({f"{space.slug}/{slug}": resource for slug, resource in known.items()})


def _import_resource(
    space: Space, part: schema.Resource, position: int, found: Resource | None, progress: Progress
) -> Resource:
    resource = found or Resource(space=space, slug=part.slug)
    is_new = resource._state.adding
    values = texts(given(part, RESOURCE_FIELDS, new=is_new), "summary")
    if is_new:
        values |= {"name": part.name or _readable(part.slug), "position": position}
    if is_new or "opening_hours" in part.model_fields_set:
        values["has_own_hours"] = part.opening_hours is not None
    progress.save("resources", resource, values)
    import_hours(part, progress, "resources", is_new=is_new, resource=resource)
    if is_new or "prices" in part.model_fields_set:
        _replace(
            progress,
            is_new,
            resource.prices,
            [_price(price) for price in part.prices],
            Price,
            resource=resource,
        )
    if is_new or "quotas" in part.model_fields_set:
        quotas = [quota.model_dump() for quota in part.quotas]
        _replace(progress, is_new, resource.quotas, quotas, Quota, resource=resource)
    if is_new or "habilitations" in part.model_fields_set:
        _require_habilitations(resource, part.habilitations)
    return resource


def _import_relations(known: dict[str, Resource], part: schema.Resource, where: Location, progress: Progress) -> None:
    """What a resource stands in and takes along, once every resource of the space exists."""
    resource = known[part.slug]
    if "parent" in part.model_fields_set and _known(part.parent, known, (*where, "parent"), progress):
        parent = known[part.parent] if part.parent else None
        if parent is not None and _is_inside(parent, resource):
            progress.refuse((*where, "parent"), f"{part.parent} is {part.slug} itself or stands inside it")
        elif resource.parent_id != (parent.pk if parent else None):
            resource.parent = parent
            with progress.attempt(*where, "parent"):
                resource.save(update_fields=["parent"])
    if "shares" in part.model_fields_set:
        shares = [
            known[slug]
            for number, slug in enumerate(part.shares)
            if _known(slug, known, (*where, "shares", number), progress)
        ]
        with progress.attempt(*where, "shares"):
            resource.shares.set(shares)


def _known(slug: str | None, known: dict[str, Resource], where: Location, progress: Progress) -> bool:
    if slug is not None and slug not in known:
        progress.refuse(where, f"this space has no resource {slug}")
        return False
    return True


def _is_inside(resource: Resource, hall: Resource) -> bool:
    """Whether `resource` is `hall` or stands in it."""
    here: Resource | None = resource
    while here is not None:
        if here.pk == hall.pk:
            return True
        here = here.parent
    return False


def _price(price: schema.Price) -> dict[str, Any]:
    return {"unit": price.unit, "amount_cents": int(price.amount * 100), "vat_rate": price.vat_rate}


def _replace(
    progress: Progress,
    is_new: bool,
    rows: Any,
    wanted: Iterable[dict[str, Any]],
    model: type[Any],
    **owner: Any,
) -> None:
    """Make `rows` say exactly `wanted`, touching nothing when they already do."""
    wanted = list(wanted)
    names = list(wanted[0]) if wanted else ["pk"]
    if sorted(map(str, rows.values(*names))) == sorted(map(str, wanted)):
        return
    rows.all().delete()
    for values in wanted:
        row = model(**owner, **values)
        row.full_clean()
        row.save()
    if not is_new:
        progress.touched("resources")


def _require_habilitations(resource: Resource, codes: list[str]) -> None:
    wanted = [Habilitation.objects.get_or_create(code=code, defaults={"label": _readable(code)})[0] for code in codes]
    resource.habilitations.set(wanted)


def _readable(slug: str) -> str:
    """A name for what came with a slug only."""
    return slug.replace("-", " ").replace("_", " ").capitalize()
