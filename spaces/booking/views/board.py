"""The day board of a space."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.list_filters import BadFilters
from spaces.booking.models import Booking
from spaces.booking.pages.board import BoardPage, as_moving
from spaces.booking.pages.day_board import STRIP_DAYS
from spaces.booking.pages.plan import PlanPage
from spaces.booking.pages.reschedule import is_movable
from spaces.booking.pages.week import WEEK_DAYS, WeekPage
from spaces.booking.questions import PLAN, WEEK, BoardQuestion
from spaces.booking.views.finding import cannot_read, find_booking, find_space
from spaces.catalogue.models import Space


@require_safe
@cache_control(private=True, no_cache=True)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be booked in a space, day by day."""
    space = find_space(request, slug)
    try:
        asked = BoardQuestion.read(request.GET, space)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=reverse("booking:space", args=[slug]))
    moving = _moving(request, space, asked.moving)
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
