"""The day board of a space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.base.list_filters import BadFilters
from spaces.booking.pages.board import BoardPage
from spaces.booking.questions import BoardQuestion
from spaces.booking.views.finding import cannot_read, find_space


@require_safe
@cache_control(private=True, no_cache=True)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be booked in a space, day by day."""
    space = find_space(request, slug)
    try:
        asked = BoardQuestion.read(request.GET, space)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=reverse("booking:space", args=[slug]))
    return render(request, "booking/pages/board.html", BoardPage(request, space, asked).context())
