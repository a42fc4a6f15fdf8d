"""The directory for programs: who chose to be public, as anybody sees them."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from maillage.base.api.errors import NotFound
from maillage.base.api.filters import Parameter, documented
from maillage.base.api.paging import Listing, Paging, paginate
from maillage.base.api.values import Concept
from maillage.base.models import Network
from members.directory import filters
from members.directory.models import Organisation, Person
from members.directory.portraits import ANYBODY, portrait
from members.directory.search import Search
from members.directory.words import Words

router = Router(tags=["directory"])

OF_BOTH = (
    Parameter("q", gettext_noop("Words of what they say of themselves, of their town, or of a skill or sector.")),
    Parameter("secteur", gettext_noop("Code of a sector; any of those given."), many=True),
    Parameter("territoire", gettext_noop("INSEE code of a commune, department or region, or SIREN of an EPCI.")),
    Parameter("pres", gettext_noop("latitude,longitude in degrees.")),
    Parameter("rayon", gettext_noop("No farther than so many kilometres from “pres”; 30 unless said.")),
    Parameter("tri", gettext_noop("The order: by name, or the latest change first."), only=tuple(filters.SORTS)),
)
OF_PEOPLE = (
    Parameter("competence", gettext_noop("Code of a skill; all of those given."), many=True),
    Parameter("disponible", gettext_noop("“1”: says to be free to work today."), only=("1",)),
)


class Town(BaseModel):
    code: str
    name: str


class PostalAddress(BaseModel):
    street: str
    postal_code: str
    city: str


class Profile(BaseModel):
    uuid: str
    slug: str
    url: str
    name: str
    presentation: str
    sectors: list[Concept]
    territory: Town | None
    phone: str
    website: str
    updated_at: datetime


class OrganisationDocument(Profile):
    """An association, a company, a collective."""

    kind: Literal["organisation"]
    summary: str
    legal_form: str
    siret: str | None
    rna: str | None
    address: PostalAddress
    email: str


class PersonDocument(Profile):
    """Somebody who chose to be public. What they hide is empty."""

    kind: Literal["person"]
    headline: str
    skills: list[Concept]
    languages: str
    available_until: date | None = Field(description=gettext_noop("The day until which they are free to work."))


class OrganisationList(Listing[OrganisationDocument]):
    pass


class PersonList(Listing[PersonDocument]):
    pass


@router.get(
    "/organisations",
    response=OrganisationList,
    summary=gettext_noop("Find organisations"),
    description=gettext_noop("Public ones, with the filters of the directory’s page that concern organisations."),
    openapi_extra=documented(OF_BOTH),
)
def organisations(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    search = _search(request)
    page = paginate(request, search.in_order(search.organisations()).for_export(), paging)
    return page.of([_document(request, one) for one in page.rows])


@router.get(
    "/people",
    response=PersonList,
    summary=gettext_noop("Find people"),
    description=gettext_noop("Those who chose to be public, with the filters of the directory’s page."),
    openapi_extra=documented(OF_BOTH + OF_PEOPLE),
)
def people(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    search = _search(request)
    page = paginate(request, search.in_order(search.people()).for_export(), paging)
    return page.of([_document(request, one) for one in page.rows])


@router.get("/organisations/{slug:slug}", response=OrganisationDocument, summary=gettext_noop("Read one organisation"))
def organisation(request: HttpRequest, slug: Path[str]) -> dict[str, Any]:
    return _one(request, Organisation.objects.public(), slug)


@router.get("/people/{slug:slug}", response=PersonDocument, summary=gettext_noop("Read one person"))
def person(request: HttpRequest, slug: Path[str]) -> dict[str, Any]:
    return _one(request, Person.objects.public(), slug)


def _search(request: HttpRequest) -> Search:
    known = Words.load()
    return Search(filters.read(request.GET, known), known, ANYBODY, Network.for_request(request).today)


def _one(request: HttpRequest, records: Any, slug: str) -> dict[str, Any]:
    record = records.for_export().filter(slug=slug).first()
    if record is None:
        raise NotFound
    return _document(request, record)


def _document(request: HttpRequest, record: Organisation | Person) -> dict[str, Any]:
    return portrait(record, ANYBODY, Network.for_request(request).today).document(request.build_absolute_uri)
