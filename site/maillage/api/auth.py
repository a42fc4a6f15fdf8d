"""Who asks: a session of the site, or a personal token. Given to the routers when they are mounted."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from maillage.api import limits
from maillage.base.api.errors import ApiError
from maillage.users.models import Token
from maillage.users.permissions import is_member
from maillage.users.services import tokens

SCHEME = "bearer"
LONGEST_SECRET = 200


class SignInFirst(ApiError):
    """Nobody known asks, or with a token that does not count."""

    status = 401
    headers = {"WWW-Authenticate": "Bearer"}


class WrongKey(ApiError):
    """A page of another site may have sent this: the form's key is missing."""

    status = 403


def anybody(request: HttpRequest) -> Any:
    """No account is needed; a token that is given must be good."""
    _identify(request)
    limits.count(request)
    return request.user


def members(request: HttpRequest) -> Any:
    """Only people with an account."""
    _identify(request)
    limits.count(request)
    if not is_member(request.user):
        raise SignInFirst("sign_in", _("Sign in, or send “Authorization: Bearer” with a token made in your account."))
    return request.user


def _identify(request: HttpRequest) -> None:
    """Put the asker on the request: the token's owner, else who is signed in here."""
    if authorization := request.headers.get("Authorization"):
        _use_token(request, authorization)
    elif is_member(request.user) and check_csrf(request):
        raise WrongKey("csrf", _("The CSRF token is missing or wrong."))


def _use_token(request: HttpRequest, authorization: str) -> None:
    scheme, _space, secret = authorization.partition(" ")
    secret = secret.strip()
    is_token = scheme.lower() == SCHEME and secret and len(secret) <= LONGEST_SECRET
    token = Token.objects.find(secret, Token.Purpose.API) if is_token else None
    if token is None:
        limits.count(request)
        raise SignInFirst("bad_token", _("This token is unknown or was revoked. Make another one in your account."))
    tokens.touch(token)
    request.user = token.user
