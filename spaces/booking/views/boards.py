"""The boards of the places that somebody works for."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.base import list_filters
from maillage.users.permissions import is_coordinator
from maillage.users.requests import MemberRequest
from spaces.booking.pages.boards import BoardsPage
from spaces.booking.services.queues import run_by
from spaces.booking.views.finding import cannot_read


@require_safe
@login_required
@never_cache
def boards(request: MemberRequest) -> HttpResponse:
    """Places and what waits in each. Who works for one alone is led to its board, who works for none finds nothing."""
    if not is_coordinator(request.user):
        slugs = run_by(request.user).values_list("slug", flat=True)[:2]
        if len(slugs) == 1:
            return redirect("booking:team", slug=slugs[0])
        if not slugs:
            raise Http404
    reader = list_filters.Reader(request.GET)
    text, number = reader.one("q", list_filters.text) or "", reader.one("page", list_filters.page) or 1
    try:
        reader.finish()
    except list_filters.BadFilters as refusal:
        return cannot_read(request, refusal, back_url=reverse("booking:boards"))
    return render(request, "booking/pages/boards.html", BoardsPage(request, text, number).context())
