"""Who asks: somebody signed in (views that ask for a login say so in their signature), or the key in an address."""

from django.http import Http404, HttpRequest

from maillage.users.models import Token, User
from maillage.users.services import tokens


class MemberRequest(HttpRequest):
    """A request whose sender is known; only ever named in signatures, below `login_required` and its like."""

    user: User


def calendar_token(secret: str) -> Token:
    """The key of a private calendar address, with its user; 404 once it is revoked."""
    found = Token.objects.find(secret, Token.Purpose.CALENDAR)
    if found is None:
        raise Http404
    tokens.touch(found)
    return found
