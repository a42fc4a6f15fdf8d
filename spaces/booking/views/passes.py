"""My passes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.users.requests import MemberRequest
from spaces.booking.pages.passes import passes_page


@require_safe
@login_required
@never_cache
def passes(request: MemberRequest) -> HttpResponse:
    """What is left, until when, and what became of the rest."""
    return render(request, "booking/pages/passes.html", passes_page(request.user))
