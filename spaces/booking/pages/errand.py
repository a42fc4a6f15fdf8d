"""What somebody was about to book when they were asked to sign in: for the sign-in page, which anybody can open."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.text import capfirst
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.list_filters import BadFilters
from maillage.users.permissions import Anyone
from spaces.booking.addresses import form_url
from spaces.booking.questions import Wanted
from spaces.booking.services.policies import welcomes_guests
from spaces.catalogue.models import Resource

FORMS = {"booking:reserve", "booking:repeat"}

Item = dict[str, Any]


def errand(reader: Anyone, address: str) -> Item | None:
    """`{"title", "text", "guest_url"}` of a booking form's address, in any language; None for any other address.

    No more than the form itself would say to `reader`. Two queries, none for an address that is no booking form.
    """
    match, query = _read(address)
    if match is None or match.view_name not in FORMS:
        return None
    found = Resource.objects.visible_to(reader).in_service().select_related("space")
    resource = found.filter(space__slug=match.kwargs["slug"], slug=match.kwargs["resource_slug"]).first()
    wanted = _wanted(query, resource) if resource else None
    if resource is None or wanted is None:
        return None
    when = dates.when(wanted.start, wanted.end)
    is_open = match.view_name == "booking:reserve" and welcomes_guests(resource)
    return {
        "title": _("To book %(resource)s, %(space)s") % {"resource": resource.name, "space": resource.space.name},
        "text": _("%(when)s. Nothing is lost: you come back to it.") % {"when": capfirst(when)},
        "guest_url": form_url(resource, wanted.start, wanted.end, wanted.seats) if is_open else "",
    }


def _read(address: str) -> tuple[ResolverMatch | None, QueryDict]:
    """The page of ours that an address leads to, and what it asks."""
    try:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return None, QueryDict()
        with override(get_language_from_path(parts.path) or settings.LANGUAGE_CODE):
            return resolve(parts.path), QueryDict(parts.query)
    except (Resolver404, ValueError):
        return None, QueryDict()


def _wanted(query: QueryDict, resource: Resource) -> Wanted | None:
    try:
        wanted = Wanted.read(query, resource)
    except BadFilters:
        return None
    return wanted if wanted and wanted.makes_sense else None
