"""How much one person or one address may ask in a minute. Counted in the shared cache."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from maillage.base import clock
from maillage.base.api.errors import ApiError
from maillage.users.permissions import is_member

WINDOW_S = 60
SAFE = ("GET", "HEAD", "OPTIONS")


class TooMany(ApiError):
    """Enough for this minute."""

    status = 429

    def __init__(self, wait_s: int) -> None:
        message = ngettext(
            "Too many requests. Wait for %(count)s second.", "Too many requests. Wait for %(count)s seconds.", wait_s
        )
        super().__init__("too_many_requests", message % {"count": wait_s}, {"retry_after": wait_s})
        self.headers = {"Retry-After": str(wait_s)}


def count(request: HttpRequest) -> None:
    """Count this request. Raises TooMany beyond `API_PER_MINUTE` of its kind (0: no limit)."""
    if not is_member(request.user):
        kind, who = "anonymous", _address(request)
    else:
        kind, who = ("reads" if request.method in SAFE else "writes"), str(request.user.pk)
    limit = settings.API_PER_MINUTE[kind]
    if not limit:
        return
    window, passed_s = divmod(int(clock.now().timestamp()), WINDOW_S)
    key = f"api:{kind}:{who}:{window}"
    try:
        cache.add(key, 0, 2 * WINDOW_S)
        asked = _increased(key)
    except RedisError:  # the cache is away, which the health page says: to answer matters more than to count
        return
    if asked > limit:
        raise TooMany(WINDOW_S - passed_s)


def _address(request: HttpRequest) -> str:
    """Where it comes from, as sign-in counts it; behind a socket without a trusted proxy nobody can tell."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "somewhere"


def _increased(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:  # a full cache has let go of it just now
        return 1
