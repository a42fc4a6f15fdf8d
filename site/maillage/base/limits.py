"""How much one person or one address may ask in a minute, or in an hour. Counted in the shared cache."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from maillage.base import clock
from maillage.base.api.errors import ApiError
from maillage.base.navigation import API

MINUTE_S, HOUR_S = 60, 3600
SAFE = ("GET", "HEAD", "OPTIONS")


class TooMany(ApiError):
    """Enough for now."""

    status = 429

    def __init__(self, wait_s: int) -> None:
        message = ngettext(
            "Too many requests. Wait for %(count)s second.", "Too many requests. Wait for %(count)s seconds.", wait_s
        )
        super().__init__("too_many_requests", message % {"count": wait_s}, {"retry_after": wait_s})
        self.headers = {"Retry-After": str(wait_s)}


def count(request: HttpRequest, kind: str, *, of: str = "") -> None:
    """Count this request. Raises TooMany beyond `PER_MINUTE` or `PER_HOUR` of its kind (0: no limit).

    `of`: what is counted, whoever asks; else who asks.
    """
    is_hourly = kind in settings.PER_HOUR
    limit, window_s = (settings.PER_HOUR[kind], HOUR_S) if is_hourly else (settings.PER_MINUTE[kind], MINUTE_S)
    if not limit:
        return
    window, passed_s = divmod(int(clock.now().timestamp()), window_s)
    if counted(f"limits:{kind}:{of or _who(request)}:{window}", for_s=2 * window_s) > limit:
        raise TooMany(window_s - passed_s)


def counted(key: str, *, for_s: int) -> int:
    """Count `key` once more: how often that makes within `for_s` of its first time."""
    try:
        cache.add(key, 0, for_s)
        return cache.incr(key)
    except ValueError:  # a full cache has let go of it just now
        return 1
    except RedisError:  # the cache is away, which the health page says: to answer matters more than to count
        return 0


class LimitForms:
    """Counts what is sent through forms, and shows every limit that a page reaches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if request.method in SAFE or request.path.startswith(API):  # which knows tokens, and counts by itself
            return None
        try:
            count(request, "forms")
        except TooMany as refusal:
            return _page(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _page(request, exception) if isinstance(exception, TooMany) else None


def _page(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    response = render(request, "429.html", status=refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def _who(request: HttpRequest) -> str:
    """The person, else where it comes from, as sign-in counts it; behind a socket without a proxy nobody can tell."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "somewhere"
