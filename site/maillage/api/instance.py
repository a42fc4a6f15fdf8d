"""The public API, version 1: every room's router, who may ask, and how it answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from events.agenda.api import router as agenda
from maillage.api import auth, errors
from maillage.base.api.errors import ApiError, Malformed
from members.directory.api import router as directory
from spaces.booking.api import bookings, decisions, passes, resources, together
from spaces.catalogue.api import router as catalogue

VERSION = "1.0.0"
JSON = "application/json"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class NotJson(ApiError):
    """The body is something else."""

    status = 415


class JsonOnly(Parser):
    """Bodies are JSON and say so. An empty form is an empty object: clients send one when they have nothing to say."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type in FORMS and not (request.POST or request.FILES):
            return {}
        if request.content_type != JSON:
            raise NotJson("not_json", _("Send JSON, with “Content-Type: application/json”."))
        return super().parse_body(request)


class ReadableJson(JSONRenderer):
    """Letters stay letters."""

    json_dumps_params = {"ensure_ascii": False}


class View(Protocol):
    """A function that answers a call, as the library hands it to decorators."""

    _ninja_operation: Operation

    def __call__(self, request: HttpRequest, **values: Any) -> Any: ...


def known_names_only(view: View) -> Callable[..., Any]:
    """Refuse what the call does not understand in its query string, or understands once and is given twice."""
    operation = view._ninja_operation

    @wraps(view)
    def checked(request: HttpRequest, **values: Any) -> Any:
        once, many = _names(operation)
        problems = []
        for name, given in request.GET.lists():
            if name not in once | many:
                problems.append((name, _("This name is not known here.")))
            elif name in once and len(given) > 1:
                problems.append((name, _("“%(name)s” can be given only once.") % {"name": name}))
        if problems:
            raise Malformed({"name": name, "place": "query", "message": message} for name, message in problems)
        return view(request, **values)

    return checked


def _names(operation: Operation) -> tuple[set[str], set[str]]:
    """The names of the query string: those that are given once, those that can be repeated."""
    names: set[str] = set()
    many: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            names |= set(model.__ninja_flatten_map__)
            many |= set(model.__ninja_collection_fields__)
    for parameter in (operation.openapi_extra or {}).get("parameters", ()):
        names.add(parameter["name"])
        if parameter["schema"]["type"] == "array":
            many.add(parameter["name"])
    return names - many, many


class PublicAPI(NinjaAPI):
    """Calls are named after their function."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = PublicAPI(
    title="Maillage",
    version=VERSION,
    description=gettext_noop(
        "Places, what can be booked there and when, bookings, events and members of the network. Reads need no "
        "account and see what is public. Writes need a session of the site with its CSRF token, or a personal token."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=JsonOnly(),
    renderer=ReadableJson(),
)
errors.handle_all(api)
api.add_decorator(known_names_only)
for _router, _who in (
    (catalogue, auth.anybody),
    (resources, auth.anybody),
    (bookings, auth.members),
    (together, auth.members),
    (decisions, auth.members),
    (passes, auth.members),
    (agenda, auth.anybody),
    (directory, auth.anybody),
):
    api.add_router("", _router, auth=_who)
