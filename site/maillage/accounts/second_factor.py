"""Who looks after what belongs to others signs in with more than a password.

Until their account has a passkey or codes, every page leads them to where these are added. A token was
made by somebody who had passed here, so the API asks nothing more of it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed, PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from maillage.base.navigation import API
from maillage.users.models import User

WHERE_IT_IS_ADDED = "mfa_"  # names of addresses
STILL_OPEN = ("account_logout", "account_reauthenticate", "health")

LOOKS_AFTER_OTHERS = (
    Q(is_superuser=True)
    | Q(groups__permissions__codename="access_admin")
    | Q(user_permissions__codename="access_admin")
    | Q(space_roles__isnull=False)
)


def lacks_second_factor(user: User) -> bool:
    """In the back office or on the team of a space with a password alone. One query."""
    return User.objects.filter(LOOKS_AFTER_OTHERS, pk=user.pk, authenticator=None).exists()


class SecondFactorFirst:
    """Where `SECOND_FACTOR_FOR_STAFF` is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.SECOND_FACTOR_FOR_STAFF:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or _stays_open(request) or not lacks_second_factor(request.user):
            return None
        if request.path.startswith(API):
            raise PermissionDenied
        said = _("You look after what belongs to others: first protect your account with a passkey or codes.")
        messages.warning(request, said)
        return redirect("mfa_index")


def _stays_open(request: HttpRequest) -> bool:
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    has_token = request.path.startswith(API) and "Authorization" in request.headers
    return has_token or name.startswith(WHERE_IT_IS_ADDED) or name in STILL_OPEN
