"""What surrounds every answer of `/api/`: language, methods, "nothing new", other sites' scripts."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_request, override

from maillage.api import errors

View = Callable[..., HttpResponse]
FOR_SCRIPTS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Idempotency-Replayed, Location, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def door(view: View) -> View:
    """`view` as the API answers.

    Scripts of any site may read (`*` never comes with cookies: they see what is public, or their token's).
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = get_language_from_request(request)
        with override(language):
            response = _answer(view, request, *args, **kwargs)
        for name, value in {"Content-Language": language, **FOR_SCRIPTS}.items():
            response.headers[name] = value
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie"))
        return response

    entered.csrf_exempt = True  # type: ignore[attr-defined]  # sessions are asked for it in `auth`
    return entered


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return _options(view, request, *args, **kwargs)
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"  # the server leaves the body out
    response = view(request, *args, **kwargs)
    if isinstance(response, HttpResponseNotAllowed):
        response["Allow"] = _methods(response)
        response = errors.not_allowed(response)
    if request.method == "GET" and response.status_code == 200:
        response = _unless_known(request, response)
    if is_head:
        request.method = "HEAD"
    return response


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 for who has it already. Kept by nobody without asking: what is free changes at any time."""
    is_personal = "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES
    patch_cache_control(response, no_cache=True, **({"private": True} if is_personal else {}))
    response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
    known = get_conditional_response(request, etag=response["ETag"], response=response) or response
    return errors.precondition_failed() if known.status_code == 412 else known


def _options(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Which methods there are; nobody needs to be known for that."""
    answered = view(request, *args, **kwargs)
    if not isinstance(answered, HttpResponseNotAllowed):
        return answered
    methods = _methods(answered)
    return HttpResponse(status=204, headers={"Allow": methods, "Access-Control-Allow-Methods": methods, **PREFLIGHT})


def _methods(response: HttpResponse) -> str:
    """Those of the call, and those that come with them."""
    methods = set(response["Allow"].split(", "))
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods | {"OPTIONS"}))
