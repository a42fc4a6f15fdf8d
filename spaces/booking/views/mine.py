"""My bookings."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.base import clock, dates, list_filters
from maillage.users.requests import MemberRequest
from spaces.booking import wording
from spaces.booking.models import Booking, State
from spaces.booking.views.finding import cannot_read

PER_PAGE = 20
COMING, PAST = "a-venir", "passees"


@require_safe
@login_required
@never_cache
def mine(request: MemberRequest) -> HttpResponse:
    """What I have booked: to come, or over and cancelled."""
    reader, here = list_filters.Reader(request.GET), reverse("booking:mine")
    view = reader.one("vue", list_filters.only(COMING, PAST)) or COMING
    number = reader.one("page", list_filters.page) or 1
    try:
        reader.finish()
    except list_filters.BadFilters as refusal:
        return cannot_read(request, refusal, back_url=here)
    page = Paginator(_bookings(request.user, view), PER_PAGE).get_page(number)
    context = {
        "page": page,
        "items": [_item(booking) for booking in page],
        "is_past": view == PAST,
        "places_url": reverse("catalogue:list"),
        "views": [
            {"label": pgettext("bookings", "To come"), "url": here, "current": view == COMING},
            {"label": pgettext("bookings", "Past and cancelled"), "url": f"{here}?vue={PAST}", "current": view == PAST},
        ],
    }
    return render(request, "booking/pages/mine.html", context)


def _bookings(user: Any, view: str) -> Any:
    """One that was cancelled is over, whatever its date."""
    now, mine = clock.now(), Booking.objects.of(user).for_listing()
    coming = mine.holding(now).filter(end_at__gt=now)
    if view == COMING:
        return coming.order_by("start_at", "pk")
    return mine.exclude(pk__in=coming.values("pk")).order_by("-start_at", "-pk")


def _item(booking: Booking) -> dict[str, Any]:
    """Arguments of the component `row`."""
    space = booking.resource.space
    facts = [wording.places(booking), booking.organisation.name if booking.organisation else ""]
    if booking.series_id and booking.state in State.HOLDING:
        facts.append(_("part of a series"))
    return {
        "url": booking.get_absolute_url(),
        "title": booking.resource.name,
        "identifier": space.uuid,
        "eyebrow": dates.when(booking.start_at, booking.end_at, booking.zone),
        "summary": ", ".join(part for part in (space.name, space.city) if part),
        "status": wording.status(booking),
        "status_kind": wording.status_kind(booking),
        "facts": [fact for fact in facts if fact],
    }
