"""The team books for somebody at the desk or on the telephone."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base import clock, dates
from maillage.base.errors import DomainError
from maillage.base.instants import local_day, midnight, to_local
from maillage.base.zones import get_zone
from spaces.booking import wording
from spaces.booking.models import Booking, State
from spaces.booking.pages.welcome import WelcomePage, stays
from spaces.booking.questions import after, day
from spaces.booking.services.once import Booked
from spaces.booking.services.people import find_people
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.services.welcome import FreeNow, Guest, free_now, this_moment, welcome
from spaces.booking.team_forms import GUEST, WelcomeForm
from spaces.booking.views.finding import find_staffed_space
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.permissions import can_edit
from spaces.catalogue.services.opening import space_layers

USUAL_MIN = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def welcome_somebody(request: HttpRequest, slug: str) -> HttpResponse:
    """What, until when, for whom; then it is booked."""
    space = find_staffed_space(request, slug)
    free = _free_now(space, request.GET.get("ressource", ""))
    rights: dict[str, Any] = {"space": space, "may_override": can_edit(request.user, space)}
    if request.method == "POST":
        form = WelcomeForm(request.POST, **rights)
        return _book(WelcomePage(request, space, form, is_now=free is not None), free)
    form = WelcomeForm(initial=_usual(space, request, free), **rights)
    return _show(WelcomePage(request, space, form, is_now=free is not None), free)


def _book(page: WelcomePage, free: FreeNow | None) -> HttpResponse:
    form, space, by = page.form, page.space, page.request.user
    if not form.is_valid() or (guest := _guest(form, space)) is None:
        return _show(page, free, status=UNPROCESSABLE)
    typed = form.cleaned_data
    resource = typed["resource"]
    resource.space = space
    try:
        booked = welcome(
            resource,
            key=typed["cle"] or str(uuid4()),
            guest=guest,
            start=typed["start"],
            end=typed["end"],
            by=by,
            seats=typed["seats"],
            note=typed["note"],
            override_reason=typed.get("override_reason", ""),
        )
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _show(WelcomePage(page.request, space, form), None, status=UNPROCESSABLE)
    messages.success(page.request, _said(booked))
    return redirect(_board_of(booked.booking))


def _board_of(booking: Booking) -> str:
    """The team's board of its day."""
    url = reverse("booking:team", args=[booking.resource.space.slug])
    on = dates.local(booking.start_at, booking.zone).date()
    return url if on == clock.today(booking.zone) else f"{url}?{urlencode({'jour': on.isoformat()})}"


def _guest(form: WelcomeForm, space: Space) -> Guest | None:
    """Whom the typed words mean; None once the form asks for more."""
    typed = form.cleaned_data["who"]
    found = find_people(space, typed)
    if "@" in typed:
        if not found:
            form.add_error("who", _("No account has this address. Write a name to book for somebody without one."))
            return None
        return Guest(person=found[0])
    form.ask_who(found)
    chosen = form.data.get("person", "")
    if not found or chosen == GUEST:
        return Guest(name=typed)
    for person in found:
        if str(person.uuid) == chosen:
            return Guest(person=person)
    form.add_error("person", _("Choose one of these people."))
    return None


def _free_now(space: Space, slug: str) -> FreeNow | None:
    """The resource that the address names, if somebody could sit down at it."""
    found = Resource.objects.in_service().filter(space=space, slug=slug).first() if slug else None
    if found is None:
        return None
    found.space = space
    return next(iter(free_now([found])), None)


def _usual(space: Space, request: HttpRequest, free: FreeNow | None) -> dict[str, Any]:
    """An hour from now, or as long as it is free; of a day to come, an hour from when it opens."""
    start, opens = dates.local(this_moment(), get_zone(space.time_zone)), _opens(space, request.GET.get("jour", ""))
    if opens is not None and free is None:
        start = opens
    ends = stays(start, free.until_at) if free else []
    end = next((end for end, _said in ends if wording.minutes(start, end) == USUAL_MIN), ends[-1][0] if ends else None)
    end = end or after(start, USUAL_MIN)
    return {"start": start, "end": end, "resource": free.resource.pk if free else None}


def _opens(space: Space, asked: str) -> datetime | None:
    """When the doors open on the day that the board showed; None for today, for days that are over, for no day."""
    zone = get_zone(space.time_zone)
    try:
        on = day(asked)
    except ValueError:
        return None
    if on <= clock.today(zone):
        return None
    runs = space_layers([space])[space.pk].runs(on, on)
    return to_local(next((run.start for run in runs if local_day(run.start, zone) == on), midnight(on, zone)), zone)


def _said(booked: Booked) -> str:
    booking = booked.booking
    said = {"resource": booking.resource.name, "person": wording.who(booking)}
    said["when"] = dates.when(booking.start_at, booking.end_at, booking.zone)
    if booking.state == State.CHECKED_IN:
        return _("%(resource)s: %(person)s is there.") % said
    if booking.state == State.PENDING:
        return _("%(resource)s: the request of %(person)s waits for a manager’s answer.") % said
    return _("%(resource)s is booked for %(person)s: %(when)s.") % said


def _show(page: WelcomePage, free: FreeNow | None, *, status: int = 200) -> HttpResponse:
    if free is not None:
        start = dates.local(this_moment(), get_zone(page.space.time_zone))
        page.form.only_until(stays(start, free.until_at))
    context = page.context() | {"resource": free.resource if free else None}
    return render(page.request, "booking/pages/welcome.html", context, status=status)
