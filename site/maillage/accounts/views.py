"""Somebody's own corner: overview, settings, access keys, private calendar address, their data."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.documents import personal_data
from maillage.accounts.forms import ProfileForm, TokenForm
from maillage.accounts.overview import overview
from maillage.accounts.services import calendar
from maillage.accounts.services.erasure import erase
from maillage.base.errors import DomainError
from maillage.users.models import Token
from maillage.users.requests import MemberRequest
from maillage.users.services import tokens
from spaces.booking.wording import queues_said
from spaces.catalogue.models import Space


@login_required
def home(request: MemberRequest) -> HttpResponse:
    """What concerns me today."""
    found = overview(request.user)
    queue = "" if found.queues is None else queues_said(found.queues)
    return render(request, "accounts/pages/home.html", {"overview": found, "queue": queue})


@login_required
@never_cache
def settings(request: MemberRequest) -> HttpResponse:
    """Name and language, sign-in, access keys, calendar address."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        with translation.override(form.save().language):
            messages.success(request, _("Your settings are saved."))
            return redirect("accounts:settings")
    return render(request, "accounts/pages/settings.html", _settings_context(request, form=form))


@login_required
@require_POST
@never_cache
@reauthentication_required
def create_token(request: MemberRequest) -> HttpResponse:
    """Make an access key and show its secret, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/pages/settings.html", _settings_context(request, token_form=form), status=422)
    _token, secret = tokens.create(request.user, purpose=Token.Purpose.API, label=form.cleaned_data["label"])
    return render(request, "accounts/pages/settings.html", _settings_context(request, new_secret=secret))


@login_required
@require_POST
def revoke_token(request: MemberRequest, pk: int) -> HttpResponse:
    """End one of my keys."""
    tokens.revoke(get_object_or_404(request.user.tokens.usable(), pk=pk))
    messages.success(request, _("This access no longer works."))
    return redirect("accounts:settings")


@login_required
@require_POST
@never_cache
def create_calendar_address(request: MemberRequest) -> HttpResponse:
    """Make the private address of my calendar and show it, this once."""
    secret = calendar.new_address(request.user)
    address = request.build_absolute_uri(reverse("accounts:calendar", args=[secret]))
    plannings = [
        (space, request.build_absolute_uri(reverse("booking:planning_calendar", args=[space.slug, secret])))
        for space in Space.objects.filter(team__user=request.user).order_by("name", "pk")
    ]
    context = _settings_context(request, calendar_address=address, plannings=plannings)
    return render(request, "accounts/pages/settings.html", context)


@login_required
@never_cache
@require_safe
def my_data(request: MemberRequest) -> HttpResponse:
    """All that the site keeps of me, as a file."""
    response = JsonResponse(
        personal_data(request.user, request.build_absolute_uri),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="maillage.json"'
    return response


@login_required
@never_cache
@reauthentication_required
def erase_account(request: MemberRequest) -> HttpResponse:
    """Ask once more, then erase who I am."""
    if request.method != "POST":
        return render(request, "accounts/pages/erase.html")
    try:
        erase(request.user)
    except DomainError as refusal:
        return render(request, "accounts/pages/erase.html", {"refusal": refusal.message}, status=422)
    logout(request)
    messages.success(request, _("Your account is erased. Thank you for having been here."))
    return redirect("home:home")


def _settings_context(request: MemberRequest, **more: object) -> dict[str, object]:
    usable = list(request.user.tokens.usable())
    return {
        "form": ProfileForm(instance=request.user),
        "token_form": TokenForm(),
        "keys": [token for token in usable if token.purpose == Token.Purpose.API],
        "calendar": next((token for token in usable if token.purpose == Token.Purpose.CALENDAR), None),
        **more,
    }
