"""All resources of a space, by day or week; a booking moved to another time or resource."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.base import clock, list_filters
from maillage.base.errors import DomainError
from maillage.base.zones import get_zone
from maillage.users.permissions import is_member
from spaces.booking import questions, wording
from spaces.booking.clock_fields import TWICE
from spaces.booking.forms import outlay
from spaces.booking.models import Booking
from spaces.booking.pages.booking import BookingPage
from spaces.booking.pages.move import asked_on_timeline, offer_others, where_to
from spaces.booking.pages.planning import DAY, WEEK, PlanningPage
from spaces.booking.permissions import can_move, can_override
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services import booking as services
from spaces.booking.services.refusals import PRICE_CHANGES, UNPROCESSABLE, BookingRefused
from spaces.booking.team_forms import MoveForm
from spaces.booking.views.decisions import back_to
from spaces.booking.views.finding import cannot_read, find_booking, find_staffed_space, nothing_here
from spaces.catalogue.permissions import can_staff


@require_safe
@never_cache
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The planning as a table, which the browser makes a timeline."""
    try:
        shown = _planning(request, slug)
    except Http404:
        if is_member(request.user):
            raise
        return nothing_here(request)
    except list_filters.BadFilters as refusal:
        return cannot_read(request, refusal, back_url=reverse("booking:planning", args=[slug]))
    return render(request, "booking/pages/planning.html", shown.context())


@require_safe
@never_cache
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for the timeline."""
    try:
        return JsonResponse(_planning(request, slug).document())
    except list_filters.BadFilters as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another time or resource: by the form, or by the timeline that wants to know why not."""
    booking = find_booking(request, uuid)
    if not (can_staff(request.user, booking.resource.space) and can_move(request.user, booking)):
        raise PermissionDenied
    may_override = can_override(request.user, booking.resource)
    form = MoveForm(request.POST if request.method == "POST" else None, booking=booking, may_override=may_override)
    question: BookingRefused | None = None
    if form.is_valid():
        try:
            return _moved(request, _move(booking, form, request.user), was=booking)
        except DomainError as refusal:
            if isinstance(refusal, BookingRefused) and refusal.code == PRICE_CHANGES:
                question = refusal
            else:
                form.add_error(None, refusal.message)
    return _not_moved(request, booking, form, question)


def _move(booking: Booking, form: MoveForm, by: Any) -> Booking:
    """Raises DomainError: it may not, or nobody has said yes to what it would take."""
    asked = {name: form.cleaned_data[name] for name in ("resource", "start", "end")}
    reason, agreed = form.cleaned_data.get("override_reason", ""), form.agreed() or Outlay(booking.price_cents or 0)
    return services.move(booking, **asked, by=by, override_reason=reason, agreed=agreed)


def _moved(request: HttpRequest, booking: Booking, *, was: Booking) -> HttpResponse:
    said = where_to(booking, was=was)
    if _is_timeline(request):
        return JsonResponse({"message": said})
    messages.success(request, said)
    return redirect(back_to(request, was))


def _not_moved(request: HttpRequest, booking: Booking, form: MoveForm, question: BookingRefused | None) -> HttpResponse:
    """The form at first, what is wrong with it, or the question whether what it takes is meant."""
    yes = ""
    if question is not None:
        takes = question.detail["takes"]
        form.agree_to(takes)
        yes = wording.yes_move(outlay(takes), booking.currency)
    if _is_timeline(request) and question is not None:
        message = asked_on_timeline(booking, form, question.message)
        asks = {**question.detail, "message": message, "takes": form.data["prix"], "yes": yes}
        return JsonResponse(asks, status=question.status)
    if _is_timeline(request) and form.is_bound:
        return JsonResponse({"message": _why_not(form)}, status=UNPROCESSABLE)
    offer_others(form, by=request.user)
    context = BookingPage(request, booking).context() | {"form": form, "back_url": back_to(request, booking)}
    has_begun = booking.start_at <= clock.now()
    context["rest_url"] = reverse("booking:welcome", args=[booking.resource.space.slug]) if has_begun else ""
    context |= {"question": question.message if question else "", "yes": yes}
    status = question.status if question else UNPROCESSABLE if form.is_bound else 200
    return render(request, "booking/pages/move.html", context, status=status)


def _why_not(form: MoveForm) -> str:
    """For the timeline, which cannot ask back."""
    if any(form.has_error(name, TWICE) for name in ("start", "end")):
        return _("The clock shows this hour twice that night. Move the booking by its form, to say which of the two.")
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _planning(request: HttpRequest, slug: str) -> PlanningPage:
    """Raises Http404 for whoever is not of the team, BadFilters for an address that means nothing."""
    space = find_staffed_space(request, slug)
    reader = list_filters.Reader(request.GET)
    day = reader.one("jour", questions.day) or clock.today(get_zone(space.time_zone))
    view = reader.one("vue", list_filters.only(DAY, WEEK)) or DAY
    reader.finish()
    return PlanningPage(request, space, day, view)


def _is_timeline(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
