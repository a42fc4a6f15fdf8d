"""A space as programs read it: one shape for `/lieux.json`, `/lieux/<slug>.json` and the API."""

from collections.abc import Iterator
from typing import Any

from maillage.base import clock
from maillage.base.feeds import Absolute
from maillage.vocabulary.documents import concept_documents
from spaces.catalogue.models import Space
from spaces.catalogue.models.querysets import SpaceQuerySet
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.rules.osm_hours import osm_hours
from spaces.catalogue.services.opening import space_layers

BATCH = 500


def documents(spaces: SpaceQuerySet, absolute: Absolute) -> Iterator[dict[str, Any]]:
    """One document per space, in order, in batches of a constant number of queries."""
    every = list(spaces.values_list("pk", flat=True))
    for start in range(0, len(every), BATCH):
        keys = every[start : start + BATCH]
        found = {space.pk: space for space in whole(Space.objects.filter(pk__in=keys))}
        layers = space_layers(found.values())
        yield from (document(found[key], layers[key], absolute) for key in keys if key in found)


def whole(spaces: SpaceQuerySet) -> SpaceQuerySet:
    """With all that a document says."""
    return spaces.for_listing().select_related("commune", "organisation").prefetch_related("amenities", "accessibility")


def document(space: Space, layers: OpeningLayers, absolute: Absolute) -> dict[str, Any]:
    """What everybody may know of a space. Hours in the syntax of OpenStreetMap."""
    return {
        "slug": space.slug,
        "uuid": str(space.uuid),
        "url": absolute(space.get_absolute_url()),
        "name": space.name,
        "types": concept_documents(space.types.all()),
        "summary": space.summary,
        "address": _address(space),
        "latitude": space.latitude,
        "longitude": space.longitude,
        "time_zone": space.time_zone,
        "access": space.access,
        "phone": space.phone,
        "email": space.email,
        "website": space.website,
        "opening_hours": said_hours(layers),
        "amenities": concept_documents(space.amenities.all()),
        "accessibility": concept_documents(space.accessibility.all()),
        "photos": [_photo(photo, absolute) for photo in space.photos.all()],
        "organisation": _organisation(space),
        "pivot": space.pivot or None,
        "source": {"kind": space.source, "name": space.source_name, "id": space.external_id or None},
        "verified_at": space.verified_at,
        "updated_at": space.updated_at,
    }


def said_hours(layers: OpeningLayers) -> str:
    """The space's own hours and what replaces them: public holidays, dates to come."""
    today = clock.today(layers.zone)
    own = layers.levels[-1]
    to_come = (dated for dated in own.dated if dated.last_on >= today)
    return osm_hours(own.weekly or (), to_come, closes_on_holidays=layers.closes_on_holidays)


def _address(space: Space) -> dict[str, Any]:
    return {
        "street": space.street,
        "postal_code": space.postal_code,
        "city": space.city,
        "insee": space.commune_id,
        "country": space.country,
    }


def _photo(photo: Any, absolute: Absolute) -> dict[str, Any]:
    picture = photo.picture
    return {
        "url": absolute(picture.file.url),
        "alt": picture.description,
        "caption": photo.caption,
        "credit": picture.credit,
    }


def _organisation(space: Space) -> dict[str, str] | None:
    organisation = space.public_organisation
    if organisation is None:
        return None
    return {"slug": organisation.slug, "name": organisation.name}
