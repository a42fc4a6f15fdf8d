"""The team makes a tablet the kiosk of its place, and sees to whom it could not let in."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from spaces.booking import wording
from spaces.booking.models import Kiosk, MissedArrival
from spaces.booking.pages.kiosk import ClosingPage, KiosksPage
from spaces.booking.permissions import can_revoke_kiosk
from spaces.booking.services import kiosks as service
from spaces.booking.team_forms import KioskForm
from spaces.booking.views.finding import find_staffed_space

COOKIE = "borne"
KEPT_S = 400 * 24 * 60 * 60  # as long as browsers keep any


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def kiosks(request: HttpRequest, slug: str) -> HttpResponse:
    """Those there are, and one more: this very screen. Whoever opens it is signed out of it."""
    space = find_staffed_space(request, slug)
    form = KioskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _kiosk, secret = service.open_kiosk(space, name=form.cleaned_data["name"], by=request.user)
        logout(request)
        return remember(redirect("booking:kiosk", slug=slug), slug, secret)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = KiosksPage(request, space, form).context()
    return render(request, "booking/pages/kiosks.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revoke(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A tablet that is lost, or needed elsewhere: asked once more where there is no script, then done."""
    space = find_staffed_space(request, slug)
    if not can_revoke_kiosk(request.user, space):
        raise PermissionDenied
    kiosk = get_object_or_404(Kiosk.objects.usable(), space=space, uuid=uuid)
    if request.method != "POST":
        return render(request, "booking/pages/close_kiosk.html", ClosingPage(request, space, kiosk).context())
    service.revoke(kiosk)
    messages.success(request, _("%(kiosk)s is no longer a kiosk.") % {"kiosk": kiosk.name})
    return redirect("booking:kiosks", slug=slug)


@require_POST
def settle(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Somebody of the team has seen to it."""
    space = find_staffed_space(request, slug)
    arrival = get_object_or_404(MissedArrival, booking__resource__space=space, uuid=uuid)
    service.settle(arrival)
    messages.success(request, _("Settled with %(person)s.") % {"person": wording.who(arrival.booking)})
    return redirect("booking:team", slug=slug)


def remember(response: Any, slug: str, secret: str) -> HttpResponse:
    """Keep the secret on the tablet: sent to the kiosk's own addresses only, in each language; read by no script."""
    options: dict[str, Any] = {"samesite": "Strict", "httponly": True, "secure": settings.SESSION_COOKIE_SECURE}
    for language, _name in settings.LANGUAGES:
        with override(language):
            path = reverse("booking:kiosk", args=[slug])
        response.set_cookie(COOKIE, secret, max_age=KEPT_S, path=path, **options)
        response.cookies[path] = response.cookies.pop(COOKIE)  # or the next takes its place
    return response
