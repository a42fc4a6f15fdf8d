"""The day board of a space."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.list_filters import BadFilters
from spaces.booking.models import Booking
from spaces.booking.pages.board import BoardPage, as_moving
from spaces.booking.pages.day_board import STRIP_DAYS
from spaces.booking.pages.guests import GuestBookingPage
from spaces.booking.pages.plan import PlanPage
from spaces.booking.pages.reschedule import is_movable
from spaces.booking.pages.week import WEEK_DAYS, WeekPage
from spaces.booking.questions import PLAN, WEEK, BoardQuestion
from spaces.booking.services import guest_links
from spaces.booking.views.finding import cannot_read, dead_link, find_booking, find_space
from spaces.catalogue.models import Space
from spaces.catalogue.permissions import can_see as can_see_space


@require_safe
@cache_control(private=True, no_cache=True)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be booked in a space, day by day."""
    space = find_space(request, slug)
    try:
        asked = BoardQuestion.read(request.GET, space)
    except BadFilters as refusal:
        return never_cache(cannot_read)(request, refusal, back_url=reverse("booking:space", args=[slug]))
    if isinstance(asked.moving, str):
        return _for_guest(request, space, asked, asked.moving)
    return _show(request, space, asked, moving=_moving(request, space, asked.moving))


@never_cache
def _for_guest(request: HttpRequest, space: Space, asked: BoardQuestion, token: str) -> HttpResponse:
    """The same to whoever holds the link of a guest's booking, that they may move; who is signed in is no matter."""
    booking = guest_links.find(token)
    if booking is None or booking.resource.space_id != space.pk or not can_see_space(booking.themselves, space):
        return dead_link(request)
    if not GuestBookingPage(request, booking, token).can_move or booking.start_at <= clock.now():
        return redirect("booking:move_guest", token)  # which says so
    return _show(request, space, asked, moving=booking)


def _show(request: HttpRequest, space: Space, asked: BoardQuestion, *, moving: Booking | None) -> HttpResponse:
    if moving:
        asked = as_moving(asked, moving)
    kind = {WEEK: WeekPage, PLAN: BoardPage if moving else PlanPage}.get(asked.view, BoardPage)
    days = WEEK_DAYS if kind is WeekPage else STRIP_DAYS
    page = kind(request, space, asked, strip_days=days, moving=moving)
    return render(request, "booking/pages/board.html", page.context())


def _moving(request: HttpRequest, space: Space, uuid: UUID | None) -> Booking | None:
    """The booking that is to be given another time: one of this space, which they may move."""
    if uuid is None:
        return None
    booking = find_booking(request, uuid)
    if (
        booking.resource.space_id != space.pk
        or not is_movable(request.user, booking)
        or booking.start_at <= clock.now()
    ):
        raise Http404
    return booking
