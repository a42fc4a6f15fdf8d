"""A booking repeated: how often, each date with its choices, then all of them at once; and what becomes of them."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.base import ical
from maillage.base.errors import DomainError
from maillage.base.list_filters import BadFilters
from maillage.users.permissions import is_member
from spaces.booking.addresses import BoardAddress
from spaces.booking.forms import LOOK, RepeatForm, TogetherForm
from spaces.booking.given_back import with_passes
from spaces.booking.models import Booking
from spaces.booking.pages.repeat import Chosen, RepeatDatesPage, RepeatPage, name_of
from spaces.booking.pages.series import SeriesPage
from spaces.booking.questions import BoardQuestion, Wanted
from spaces.booking.rules.repeating import Rhythm
from spaces.booking.services.calendar_entries import calendar_file
from spaces.booking.services.once import BookedTogether, book_together_once, made_together
from spaces.booking.services.refusals import CONFLICT, UNPROCESSABLE, BookingRefused
from spaces.booking.services.states import cancel_together
from spaces.booking.services.together import NotAllBooked
from spaces.booking.views.finding import cannot_read, find_resource, sign_in

Choices = dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def repeat(request: HttpRequest, slug: str, resource_slug: str) -> HttpResponse:
    """How often; with an answer, every date of it. The address holds the question, the form the choices."""
    resource = find_resource(request, slug, resource_slug)
    board = BoardAddress(resource.space, BoardQuestion(resource=resource.slug))
    try:
        wanted = Wanted.read(request.GET, resource)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=board.having())
    if wanted is None:
        return redirect(board.having())
    if not is_member(request.user):
        return sign_in(request.get_full_path())
    is_asked = "rythme" in request.GET
    first_on = wanted.start.date()
    form = RepeatForm(request.GET if is_asked else None, initial={"rythme": Rhythm.WEEK}, first_on=first_on)
    if not is_asked or "changer" in request.GET or not form.is_valid():
        return _ask(RepeatPage(request, resource, wanted, form=form), status=UNPROCESSABLE if form.errors else 200)
    chosen = {"sans_forfait": not wanted.with_passes}
    typed = TogetherForm(request.POST if request.method == "POST" else None, user=request.user, initial=chosen)
    parts: dict[str, Any] = {"form": form, "booking_form": typed}
    try:
        if request.method == "POST":
            return _book(request, RepeatDatesPage(request, resource, wanted, chosen=_chosen(request), **parts), parts)
        return _show(RepeatDatesPage(request, resource, wanted, **parts))
    except BookingRefused as refusal:
        messages.error(request, refusal.message)
        return redirect(board.having(day=first_on))
    except DomainError as refusal:  # a rhythm that no series can follow
        form.add_error(None, refusal.message)
        return _ask(RepeatPage(request, resource, wanted, form=form), status=UNPROCESSABLE)


def _chosen(request: HttpRequest) -> Chosen:
    return Chosen({name: str(value) for name, value in request.POST.items() if name.startswith("date-")})


def _book(request: HttpRequest, page: RepeatDatesPage, parts: dict[str, Any]) -> HttpResponse:
    if LOOK in request.POST:
        return _again(page, parts, problem="", status=200)
    if not page.booking_form.is_valid():
        return _show(page, status=UNPROCESSABLE)
    if page.has_lost:
        return _lost(request, page, parts)
    if not page.accepted:
        return _again(page, parts, problem=_("No date is chosen. Tick one at least."), status=UNPROCESSABLE)
    try:
        return _done(request, page)
    except NotAllBooked as refusal:
        names = [name_of(page.previews[index]) for index, _offer in page.accepted]
        refusals = {names[number]: one for number, one in refusal.refusals.items()}
        chosen = Chosen(page.chosen.values, refusals)
        return _again(page, parts, chosen=chosen, problem=refusal.message, status=refusal.status)
    except BookingRefused as refusal:  # it takes more than they were shown
        return _again(page, parts, problem=refusal.message, status=refusal.status, asks=True)


def _lost(request: HttpRequest, page: RepeatDatesPage, parts: dict[str, Any]) -> HttpResponse:
    """To themselves, where they had sent the same form already; else to somebody who was quicker."""
    if made := made_together(request.user, key=page.booking_form.cleaned_data["cle"], asked=page.asked):
        return _show_made(request, page, made)
    problem = _("Somebody was quicker for what is marked below. Nothing was booked: choose again, then book.")
    if page.has_too_much:
        problem = _("What is marked below is more than may be booked. Nothing was booked: choose again, then book.")
    return _again(page, parts, problem=problem, status=CONFLICT)


def _done(request: HttpRequest, page: RepeatDatesPage) -> HttpResponse:
    typed = page.booking_form.cleaned_data
    booked = book_together_once(
        page.lines,
        key=typed["cle"] or str(uuid4()),
        asked=page.asked,
        person=request.user,
        rrule=page.rrule,
        note=typed["note"],
        organisation=typed.get("organisation"),
        with_passes=not typed["sans_forfait"],
        agreed=page.booking_form.agreed,
    )
    return _show_made(request, page, booked)


def _show_made(request: HttpRequest, page: RepeatDatesPage, booked: BookedTogether) -> HttpResponse:
    messages.success(request, _said(is_new=booked.is_new, waits=page.resource.requires_approval))
    return redirect(booked.series)


def _said(*, is_new: bool, waits: bool) -> str:
    if not is_new:
        return _("You had sent this form already: here are your bookings.")
    if waits:
        return _("Your requests have been sent. The team answers by e-mail.")
    return _("It is booked. An e-mail with a calendar file is on its way.")


def _again(page: RepeatDatesPage, parts: dict[str, Any], *, problem: str, status: int, **changes: Any) -> HttpResponse:
    """The same choices, looked at anew."""
    form = page.booking_form.again(page.request.user)
    parts = parts | {"chosen": page.chosen, "booking_form": form, "problem": problem} | changes
    return _show(RepeatDatesPage(page.request, page.resource, page.wanted, **parts), status=status)


def _ask(page: RepeatPage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/repeat.html", page.context(), status=status)


def _show(page: RepeatDatesPage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/repeat_dates.html", page.context(), status=status)


@require_safe
@login_required
@never_cache
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was booked together."""
    return render(request, "booking/pages/series.html", _find(request, uuid).context())


@require_safe
@login_required
@never_cache
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Those of it that hold as a file for calendar programs: the one that goes with the mail."""
    file = calendar_file(_find(request, uuid).holding)
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name)}
    return HttpResponse(file.content, content_type=ical.CONTENT_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, then give back what is to come."""
    found = _find(request, uuid)
    if request.method != "POST":
        if not found.coming:
            return redirect(found.series)
        return render(request, "booking/pages/cancel_series.html", found.to_cancel())
    if gone := cancel_together(found.coming, by=request.user):
        done = _("The bookings are cancelled, and their places free for others.")
        messages.success(request, with_passes(done, gone))
    else:
        messages.info(request, _("There was nothing left to cancel."))
    return redirect(found.series)


def _find(request: HttpRequest, uuid: UUID) -> SeriesPage:
    bookings = Booking.objects.visible_to(request.user).for_listing().filter(series__uuid=uuid)
    found = list(bookings.order_by("start_at", "pk"))
    if not found or found[0].series is None:
        raise Http404
    return SeriesPage(request, found[0].series, found)
