"""Every answer of `/api/` that is an error has one shape: `{"code", "message", "detail"}`."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from maillage.api.messages import sentence
from maillage.base.api.errors import Field, Malformed, NotFound
from maillage.base.errors import DomainError, NotAllowed

logger = logging.getLogger("django.request")

BAD_FILTER = "bad_filter"
# Refused by services for what the request itself says, whatever else is true.
MALFORMED_CODES = frozenset({"malformed", "wrong_order", "too_many_days", "bad_rrule"})


def problem(
    status: int, code: str, message: str, detail: dict[str, Any] | None = None, headers: dict[str, str] | None = None
) -> JsonResponse:
    """An error as the API says it."""
    body = {"code": code, "message": str(message), "detail": detail or {}}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def refusal(error: DomainError) -> JsonResponse:
    """What a rule, a service or the API itself says no with."""
    if error.code == BAD_FILTER:
        filters = error.detail["filters"]
        error = Malformed(Field(name=one["name"], place="query", message=one["message"]) for one in filters)
    detail = dict(error.detail)
    status = _status(error)
    if status == 409:
        detail.setdefault("alternatives", [])
    return problem(status, error.code, error.message, detail, getattr(error, "headers", None))


def _status(error: DomainError) -> int:
    if isinstance(error, NotAllowed):
        return 403
    if error.code in MALFORMED_CODES:
        return 400
    return getattr(error, "status", 422)


def not_found() -> JsonResponse:
    return refusal(NotFound())


def forbidden() -> JsonResponse:
    return refusal(NotAllowed(_("You may not do this. Ask who runs the place or the network.")))


def not_allowed(response: HttpResponse) -> JsonResponse:
    """The address is there, the method is not."""
    methods = response["Allow"]
    message = _("This address answers %(methods)s only.") % {"methods": methods}
    return problem(405, "method_not_allowed", message, {"allowed": methods.split(", ")}, {"Allow": methods})


def precondition_failed() -> JsonResponse:
    """`If-Match` asks for something else than what is there."""
    return problem(412, "precondition_failed", _("This has changed since you read it. Read it again."))


def too_large() -> JsonResponse:
    return problem(413, "too_large", _("This request is too large. Send less at once."))


def bad_request() -> JsonResponse:
    return refusal(Malformed(message=_("This request cannot be understood.")))


def broken() -> JsonResponse:
    """Something of ours went wrong: nothing of it leaves."""
    return problem(500, "server_error", _("Something went wrong on our side. Try again later."))


def handle_all(api: NinjaAPI) -> None:
    """Teach `api` to answer every exception in the one shape."""
    handlers = {
        DomainError: lambda request, error: refusal(error),
        ValidationError: lambda request, error: refusal(Malformed(map(_field, error.errors))),
        HttpError: _unreadable,
        RequestDataTooBig: lambda request, error: too_large(),
        SuspiciousOperation: lambda request, error: bad_request(),
        Http404: lambda request, error: not_found(),
        PermissionDenied: lambda request, error: forbidden(),
        Exception: _unforeseen,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _unforeseen(request: HttpRequest, error: Exception) -> JsonResponse:
    """Logged and reported as Django does, without its page."""
    got_request_exception.send(sender=None, request=request)
    logger.error("Internal Server Error: %s", request.path, exc_info=error, extra={"status_code": 500})
    return broken()


def _unreadable(request: HttpRequest, error: HttpError) -> JsonResponse:
    """A body that is not JSON; the library hides what our own parser said about it."""
    if isinstance(error.__cause__, DomainError):
        return refusal(error.__cause__)
    return refusal(Malformed([{"name": "", "place": "body", "message": _("The body is not valid JSON.")}]))


def _field(error: dict[str, Any]) -> Field:
    """("body", "asked", "start") → the value `start` of the body."""
    place, *path = error["loc"]
    if place == "body" or len(path) > 1:
        path = path[1:]  # the name that our own code gives to the whole
    if place != "body":
        path = path[:1]  # one of several values has its number after the name
    return {"name": ".".join(map(str, path)), "place": place, "message": sentence(error)}
