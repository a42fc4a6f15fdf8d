"""The catalogue for programs: spaces, found as on `/lieux/`."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from maillage.base.api.errors import NotFound
from maillage.base.api.filters import Parameter, documented
from maillage.base.api.paging import Listing, Paging, paginate
from maillage.base.api.values import Concept
from spaces.catalogue import filters
from spaces.catalogue.documents import document, whole
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.search import Search
from spaces.catalogue.services.opening import space_layers
from spaces.catalogue.words import Words

router = Router(tags=["spaces"])

FILTERS = (
    Parameter("q", gettext_noop("Words of the name, town, summary, types or equipment, or of what can be booked.")),
    Parameter("type", gettext_noop("Code of a type of space; any of those given."), many=True),
    Parameter("territoire", gettext_noop("INSEE code of a commune, department or region, or SIREN of an EPCI.")),
    Parameter("equipement", gettext_noop("Code of an equipment; all of those given."), many=True),
    Parameter("ouvert", gettext_noop("“maintenant”: its doors are open at this instant."), only=("maintenant",)),
    Parameter("acces", gettext_noop("“pmr”: one can come in without a step."), only=("pmr",)),
    Parameter("bbox", gettext_noop("west,south,east,north in degrees.")),
    Parameter("pres", gettext_noop("latitude,longitude in degrees: how far each is from there.")),
    Parameter("rayon", gettext_noop("No farther than so many kilometres from “pres”.")),
    Parameter(
        "libre", gettext_noop("Something is free then, on the place’s clock: 2035-06-12T10:00/2035-06-12T11:00.")
    ),
    Parameter(
        "tri", gettext_noop("By name, the nearest first, or the latest change first."), only=tuple(filters.SORTS)
    ),
    Parameter("vue", gettext_noop("Changes nothing here; addresses of the site hold it."), only=tuple(filters.VIEWS)),
)  # fmt: skip


class Address(BaseModel):
    street: str
    postal_code: str
    city: str
    insee: str | None = Field(description=gettext_noop("INSEE code of the commune."))
    country: str


class Photo(BaseModel):
    url: str
    alt: str
    caption: str
    credit: str


class OrganisationName(BaseModel):
    slug: str
    name: str


class Provenance(BaseModel):
    """Where the record comes from: written here, brought in from a list, or fed by a calendar."""

    kind: str
    name: str
    id: str | None


class SpaceDocument(BaseModel):
    """A tiers-lieu, as everybody may know it."""

    slug: str
    uuid: str
    url: str
    name: str
    types: list[Concept]
    summary: str
    address: Address
    latitude: float | None
    longitude: float | None
    time_zone: str
    access: str
    phone: str
    email: str
    website: str
    opening_hours: str = Field(
        description=gettext_noop("In the syntax of OpenStreetMap, dates to come that differ included.")
    )
    amenities: list[Concept]
    accessibility: list[Concept]
    photos: list[Photo]
    organisation: OrganisationName | None
    pivot: str | None = Field(description=gettext_noop("SIRET or RNA number of who runs it."))
    source: Provenance
    verified_at: datetime | None
    updated_at: datetime


class ResourceName(BaseModel):
    """Something to book, in brief."""

    resource: str = Field(description=gettext_noop("space/resource: how the other calls name it."))
    name: str
    kind: str
    people: int | None
    capacity: int
    requires_approval: bool


class OneSpace(SpaceDocument):
    resources: list[ResourceName]


class SpaceList(Listing[SpaceDocument]):
    pass


@router.get(
    "/spaces",
    response=SpaceList,
    summary=gettext_noop("Find spaces"),
    description=gettext_noop("The same filters as the page of spaces, and the same spaces."),
    openapi_extra=documented(FILTERS),
)
def spaces(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    known = Words.load()
    search = Search(filters.read(request.GET, known), Space.objects.listed_for(request.user), known)
    page = paginate(request, whole(search.in_order()), paging)
    layers = space_layers(page.rows)
    return page.of([document(space, layers[space.pk], request.build_absolute_uri) for space in page.rows])


@router.get("/spaces/{slug:slug}", response=OneSpace, summary=gettext_noop("Read one space"))
def space(request: HttpRequest, slug: Path[str]) -> dict[str, Any]:
    found = whole(Space.objects.visible_to(request.user)).filter(slug=slug).first()
    if found is None:
        raise NotFound
    resources = Resource.objects.visible_to(request.user).filter(space=found)
    return {
        **document(found, space_layers([found])[found.pk], request.build_absolute_uri),
        "resources": [_resource(found, resource) for resource in resources],
    }


def _resource(space: Space, resource: Resource) -> dict[str, Any]:
    resource.space = space
    columns = ("name", "kind", "people", "capacity", "requires_approval")
    return {"resource": resource.path, **{name: getattr(resource, name) for name in columns}}
