"""All resources of a space, by day or week; a booking moved to another time or resource."""

from dataclasses import replace
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
from spaces.booking.forms import CHOICE, LOOK, outlay
from spaces.booking.models import Booking
from spaces.booking.pages.move import MovePage, asked_on_timeline, where_to
from spaces.booking.pages.planning import DAY, WEEK, PlanningPage
from spaces.booking.permissions import can_move, can_override
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services import booking as services
from spaces.booking.services.refusals import UNPROCESSABLE, BookingRefused
from spaces.booking.team_forms import MoveForm
from spaces.booking.views.decisions import back_to
from spaces.booking.views.finding import cannot_read, find_booking, find_instead, find_staffed_space, nothing_here
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
    rights: dict[str, Any] = {"booking": booking, "may_override": can_override(request.user, booking.resource)}
    if CHOICE in request.POST:
        form = MoveForm.chosen(request.POST, **rights)
        form.fields["start"].widget.attrs["autofocus"] = True  # there it stands now
        return _show(MovePage(request, booking, form, back_to(request, booking)))
    if request.method != "POST":
        return _ask(request, booking, rights)
    form = MoveForm(request.POST, **rights)
    form.full_clean()
    page = MovePage(request, booking, form, back_to(request, booking))
    return _show(page) if LOOK in request.POST else _try(page)


def _try(page: MovePage) -> HttpResponse:
    """It is moved; or what is wrong with the form, or the question whether what it takes is meant."""
    request, booking, form = page.request, page.booking, page.form
    if form.is_valid():
        try:
            return _moved(request, _move(booking, form, request.user), was=booking)
        except BookingRefused as refusal:
            page = replace(page, refused=refusal)
        except DomainError as error:
            form.add_error(None, error.message)
    if _is_timeline(request):
        return _why_not(page)
    return _show(page, status=page.question.status if page.question else UNPROCESSABLE)


def _ask(request: HttpRequest, booking: Booking, rights: dict[str, Any]) -> HttpResponse:
    """The form with the time and thing that the address says, as the board does; its own at first."""
    initial: dict[str, Any] = {}
    if "debut" in request.GET:
        resource = find_instead(request, booking, request.GET.get("ressource", ""), reader=request.user)
        try:
            wanted = questions.Wanted.read(request.GET, resource)
        except list_filters.BadFilters as refusal:
            return cannot_read(request, refusal, back_url=booking.get_absolute_url())
        initial = {"resource": resource, "start": wanted.start, "end": wanted.end} if wanted else {}
    return _show(MovePage(request, booking, MoveForm(initial=initial, **rights), back_to(request, booking)))


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


def _show(page: MovePage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/move.html", page.context(), status=status)


def _why_not(page: MovePage) -> HttpResponse:
    """For the timeline: the question whether what it takes is meant, or why not. It cannot ask back."""
    booking, form, refused = page.booking, page.form, page.refused
    if refused and page.question:
        takes = refused.detail["takes"]
        yes = wording.yes_move(outlay(takes), booking.currency)
        message = asked_on_timeline(booking, form, refused.message)
        asks = {**refused.detail, "message": message, "takes": form.telling(takes), "yes": yes}
        return JsonResponse(asks, status=refused.status)
    if any(form.has_error(name, TWICE) for name in ("start", "end")):
        said = _("The clock shows this hour twice that night. Move the booking by its form, to say which of the two.")
    elif refused:
        said = refused.message
    else:
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"message": said}, status=UNPROCESSABLE)


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
