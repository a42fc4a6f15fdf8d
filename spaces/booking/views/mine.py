"""My bookings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.base import clock, dates, list_filters
from maillage.base.zones import get_zone
from maillage.users.requests import MemberRequest
from spaces.booking import wording
from spaces.booking.forms import LOOK, AbsenceForm
from spaces.booking.given_back import with_passes
from spaces.booking.models import Booking, State, WaitlistEntry
from spaces.booking.pages.absence import FIELD, AbsencePage
from spaces.booking.services.states import cancel_together
from spaces.booking.views.finding import cannot_read

PER_PAGE = 20
COMING, PAST = "a-venir", "passees"
ALL, NONE = "tout", "rien"  # of what an absence meets, to tick


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
    kept = [booking for booking in page if view == COMING and booking.state == State.HOLD]
    context = {
        "page": page,
        "kept": [_kept(booking) for booking in kept],
        "items": [_item(booking) for booking in page if booking not in kept],
        "is_past": view == PAST,
        "waiting": [] if view == PAST else [_waiting(entry) for entry in _entries(request.user)],
        "find_url": reverse("booking:find"),
        "views": [
            {"label": pgettext("bookings", "Upcoming"), "url": here, "current": view == COMING},
            {"label": pgettext("bookings", "Past and cancelled"), "url": f"{here}?vue={PAST}", "current": view == PAST},
        ],
    }
    return render(request, "booking/pages/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def absence(request: MemberRequest) -> HttpResponse:
    """I am away from one day through another: what I had booked, given back in one go."""
    form = AbsenceForm(request.GET if request.GET else None)
    if request.method != "POST":
        page = AbsencePage(request, form)
        return render(request, "booking/pages/absence.html", page.context(), status=422 if form.errors else 200)
    ticked = frozenset(request.POST.getlist(FIELD))
    if LOOK in request.POST:
        page = AbsencePage(request, form, ticked={ALL: None, NONE: frozenset()}.get(request.POST[LOOK], ticked))
        return render(request, "booking/pages/absence.html", page.context())
    page = AbsencePage(request, form, ticked=ticked)
    gone = cancel_together(page.chosen, by=request.user)
    if not gone:
        messages.info(request, _("Nothing was ticked: nothing has changed."))
        return redirect(request.get_full_path())
    said = ngettext(
        "%(count)s booking is cancelled, and its place free for others.",
        "%(count)s bookings are cancelled, and their places free for others.",
        len(gone),
    )
    messages.success(request, with_passes(said % {"count": len(gone)}, gone))
    return redirect("booking:mine")


def _bookings(user: Any, view: str) -> Any:
    """One that was cancelled is over, whatever its date."""
    now, mine = clock.now(), Booking.objects.of(user).for_listing()
    coming = mine.holding(now).filter(end_at__gt=now)
    if view == COMING:
        return coming.kept_first()
    return mine.exclude(pk__in=coming.values("pk")).order_by("-start_at", "-pk")


def _entries(user: Any) -> Any:
    """The waiting lists that they are on."""
    return WaitlistEntry.objects.of(user).waiting(clock.now()).select_related("resource__space").order_by("start_at")


def _waiting(entry: WaitlistEntry) -> dict[str, Any]:
    space = entry.resource.space
    return {
        "resource": entry.resource.name,
        "space": space.name,
        "when": dates.when(entry.start_at, entry.end_at, get_zone(space.time_zone)),
        "url": reverse("booking:leave_waitlist", args=[entry.uuid]),
    }


def _kept(booking: Booking) -> dict[str, str]:
    """What they have yet to take."""
    space = booking.resource.space
    what = (booking.resource.name, wording.places(booking), space.name)
    return {
        "what": ", ".join(part for part in what if part),
        "when": dates.when(booking.start_at, booking.end_at, booking.zone),
        "until": wording.kept_until(booking),
        "url": booking.get_absolute_url(),
    }


def _item(booking: Booking) -> dict[str, Any]:
    """Arguments of the component `row`."""
    space = booking.resource.space
    facts = [wording.places(booking), booking.organisation.name if booking.organisation else ""]
    if booking.series_id and booking.state in State.HOLDING:
        facts.append(_("booked with others"))
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
