"""What can be booked, by which rules, and when. Reads that need no account."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router
from pydantic import Field

from maillage.base.api.errors import NotFound, bad_value
from maillage.base.api.paging import Paging, paginate
from maillage.base.api.values import Text
from maillage.users.permissions import Anyone
from spaces.booking.api.schemas.resources import (
    Availability,
    AvailabilityAsked,
    AvailabilityList,
    ExplainedAvailability,
    ResourceDocument,
)
from spaces.booking.documents import resource_document, with_rules
from spaces.booking.services.availability import availability, many
from spaces.catalogue.models import Resource, Space

router = Router(tags=["resources"])


class ManyAsked(AvailabilityAsked):
    """Of which resources."""

    space: list[Text] = Field(
        default=[], max_length=100, description=gettext_noop("Address (slug) of a space; any of those given.")
    )
    kind: list[Resource.Kind] = Field(default=[], description=gettext_noop("Any of those given."))


class ManyAtOnce(Paging):
    """A region's worth on one page: the queries are the same for one."""

    limit: int = Field(default=500, ge=1, le=500, description=gettext_noop("How many items a page holds."))


@router.get(
    "/resources/{slug:space}/{slug:resource}",
    response=ResourceDocument,
    exclude_unset=True,
    by_alias=True,
    summary=gettext_noop("Read a resource and its rules"),
)
def resource(request: HttpRequest, space: Path[str], resource: Path[str]) -> dict[str, Any]:
    found = find(request.user, f"{space}/{resource}", with_rules(Resource.objects.all()))
    return {
        "resource": found.path,
        "url": request.build_absolute_uri(found.get_absolute_url()),
        "space": found.space.slug,
        "time_zone": found.space.time_zone,
        **resource_document(found),
    }


@router.get(
    "/resources/{slug:space}/{slug:resource}/availability",
    response=ExplainedAvailability | Availability,
    summary=gettext_noop("When can it be booked?"),
    description=gettext_noop("The starts that are free on these days of the place, both included."),
)
def resource_availability(
    request: HttpRequest, space: Path[str], resource: Path[str], asked: Query[AvailabilityAsked]
) -> dict[str, Any]:
    return availability(find(request.user, f"{space}/{resource}"), **_question(asked))


@router.get(
    "/availability",
    response=AvailabilityList,
    exclude_unset=True,
    summary=gettext_noop("When can any of these be booked?"),
    description=gettext_noop("The same question to many resources at once: those of a space, of a kind, or all."),
)
def availability_of_many(request: HttpRequest, asked: Query[ManyAsked], paging: Query[ManyAtOnce]) -> dict[str, Any]:
    resources = Resource.objects.visible_to(request.user).in_service().filter(_spaces(request.user, asked.space))
    if asked.kind:
        resources = resources.filter(kind__in=asked.kind)
    in_order = resources.select_related("space").order_by("space__slug", "position", "name", "pk")
    page = paginate(request, in_order, paging)
    answers = many(page.rows, **_question(asked))
    return page.of([{"resource": one.path, **answers[one.pk]} for one in page.rows])


def find(user: Anyone, path: str, resources: Any = None) -> Resource:
    """The resource called `space/resource`, for whom may see it; raises NotFound for others."""
    space, _slash, slug = path.partition("/")
    resources = Resource.objects.select_related("space") if resources is None else resources
    found = resources.visible_to(user).filter(space__slug=space, slug=slug).first()
    if found is None:
        raise NotFound(detail={"resource": path})
    return found


def _question(asked: AvailabilityAsked) -> dict[str, Any]:
    return {
        "from_on": asked.from_,
        "until_on": asked.until or asked.from_,
        "duration": asked.duration,
        "seats": asked.seats,
        "explain": asked.explain,
    }


def _spaces(user: Anyone, slugs: list[str]) -> Q:
    if not slugs:
        return Q()
    known = dict(Space.objects.visible_to(user).filter(slug__in=slugs).values_list("slug", "pk"))
    for slug in slugs:
        if slug not in known:
            raise bad_value("space", _("There is no place “%(value)s”.") % {"value": slug})
    return Q(space__in=list(known.values()))
