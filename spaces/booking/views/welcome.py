"""The team books for somebody at the desk or on the telephone."""

from dataclasses import replace
from datetime import date
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

from maillage.base import clock, dates, figures
from maillage.base.errors import DomainError
from maillage.base.zones import get_zone
from spaces.booking import pass_wording, wording
from spaces.booking.forms import CHOICE, LOOK
from spaces.booking.models import Booking, State
from spaces.booking.pages.welcome import WelcomePage, propose, stays, usual_of
from spaces.booking.questions import day
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services.once import Booked
from spaces.booking.services.passes import taken_of
from spaces.booking.services.people import find_people
from spaces.booking.services.refusals import CONFLICT, PRICE_CHANGES, UNPROCESSABLE, BookingRefused
from spaces.booking.services.welcome import FreeNow, Guest, free_now, this_moment, welcome
from spaces.booking.team_forms import GUEST, WelcomeForm
from spaces.booking.views.finding import find_staffed_space
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.permissions import can_edit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def welcome_somebody(request: HttpRequest, slug: str) -> HttpResponse:
    """What, until when, for whom, and for how much; then it is booked.

    As the form changes, its cost is looked at again (`LOOK`), or why it would be refused. Sent without that, or at a
    price that has risen since, it is asked once more: nothing is taken of anybody that it had not shown. What is free
    instead comes into the form (`CHOICE`).
    """
    space = find_staffed_space(request, slug)
    named = _named(space, request.GET.get("ressource", ""))
    free = next(iter(free_now([named])), None) if named else None
    rights: dict[str, Any] = {"space": space, "may_override": can_edit(request.user, space)}
    if CHOICE in request.POST:
        chosen = WelcomeForm.chosen(request.POST, **rights)
        form = WelcomeForm(initial=dict(chosen.cleaned_data), **rights)  # what is missing is no error yet
        form.fields["start"].widget.attrs["autofocus"] = True  # there it stands now
        return _show(WelcomePage(request, space, form, guest=_guest(chosen, space)), None)
    if request.method == "POST":
        form = WelcomeForm(request.POST, **rights)
        form.full_clean()
        guest = _guest(form, space)
        page = WelcomePage(request, space, form, guest=guest)
        return _show(page, free) if LOOK in request.POST else _book(page, guest, free)
    usual = usual_of(free) if free else propose(space, named, _asked_day(space, request.GET.get("jour", "")))
    form = WelcomeForm(initial=usual.initial, **rights)
    return _show(WelcomePage(request, space, form, usual=usual), free)


def _book(page: WelcomePage, guest: Guest | None, free: FreeNow | None) -> HttpResponse:
    form, by = page.form, page.request.user
    if guest is None or form.errors:
        return _show(page, free, status=UNPROCESSABLE)
    typed = form.cleaned_data
    resource = typed["resource"]
    resource.space = page.space
    asked: dict[str, Any] = {
        name: typed[name] for name in ("start", "end", "seats", "note", "override_reason") if name in typed
    }
    agreed = form.agreed_for(guest.person)
    asked |= {"with_passes": not form.is_without_passes, "agreed": agreed or Outlay()}
    try:
        booked = welcome(resource, key=typed["cle"] or str(uuid4()), guest=guest, by=by, **asked)
    except DomainError as refusal:
        if refusal.code == PRICE_CHANGES:
            question = refusal.message if agreed else _("This is what it costs. Nothing is booked until you say yes.")
            return _show(replace(page, question=question), free, status=CONFLICT)
        if isinstance(refusal, BookingRefused):
            return _show(replace(page, refused=refusal), None, status=UNPROCESSABLE)
        form.add_error(None, refusal.message)
        return _show(page, None, status=UNPROCESSABLE)
    messages.success(page.request, _said(booked))
    return redirect(_board_of(booked.booking))


def _board_of(booking: Booking) -> str:
    """The team's board of its day."""
    url = reverse("booking:team", args=[booking.resource.space.slug])
    on = dates.local(booking.start_at, booking.zone).date()
    return url if on == clock.today(booking.zone) else f"{url}?{urlencode({'jour': on.isoformat()})}"


def _guest(form: WelcomeForm, space: Space) -> Guest | None:
    """Whom the typed words mean; None where there are none, or once the form asks for more."""
    typed = form.cleaned_data.get("who", "")
    if not typed:
        return None
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


def _named(space: Space, slug: str) -> Resource | None:
    """The resource that the address names."""
    found = Resource.objects.in_service().filter(space=space, slug=slug).first() if slug else None
    if found is not None:
        found.space = space
    return found


def _asked_day(space: Space, asked: str) -> date:
    """The day that the board showed; today for one that is over, or none."""
    today = clock.today(get_zone(space.time_zone))
    try:
        return max(day(asked), today)
    except ValueError:
        return today


def _said(booked: Booked) -> str:
    """What was booked for whom, what their passes pay of it and what is to be paid."""
    booking = booked.booking
    said, taken = [_done(booking)], taken_of([booking])
    if taken:
        said.append(f"{pass_wording.covered(pass_wording.taken_in_all(taken))}.")
    if booking.price_cents:
        amount = {"amount": figures.cents(booking.price_cents, booking.currency)}
        said.append((_("Left to pay on site: %(amount)s.") if taken else _("To pay on site: %(amount)s.")) % amount)
    return " ".join(said)


def _done(booking: Booking) -> str:
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
