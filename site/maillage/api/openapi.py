"""The description of the API (OpenAPI 3.1), in the language of the request."""

import json
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from maillage.api.codes import codes_of
from maillage.api.examples import EXAMPLES, RESPONSES
from maillage.api.instance import api
from maillage.base.api.errors import MALFORMED

Part = dict[str, Any]

JSON = "application/json"
ERROR = {"$ref": "#/components/schemas/Error"}
SAID = ("description", "summary")
SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": gettext_noop("A personal token, made and revoked in your account."),
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": gettext_noop(
            "Signed in on the site. Writes add the header X-CSRFToken with the value of that cookie."
        ),
    },
}
TAGS = {
    "spaces": gettext_noop("The places of the network"),
    "resources": gettext_noop("What can be booked there, and when"),
    "bookings": gettext_noop("Bookings, for those signed in"),
    "passes": gettext_noop("What you have paid in advance"),
    "agenda": gettext_noop("Events and their dates"),
    "directory": gettext_noop("People and organisations"),
}
MEMBERS_ONLY = frozenset({"bookings", "passes"})


@cache
def description(language: str) -> Part:
    """The whole description: made once a process and language."""
    with override(language):
        schema = _translated(dict(api.get_openapi_schema(path_prefix="/api/v1/")))
        schema["tags"] = [{"name": name, "description": _(text)} for name, text in TAGS.items()]
        schema["components"]["securitySchemes"] = _translated(SECURITY)
        schema["components"]["responses"] = {
            name: _response(_(text), example) for name, (text, example) in RESPONSES.items()
        }
    schema["info"] |= {"title": api.title, "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}}
    for shape in schema["components"]["schemas"].values():
        shape.pop("description", None)  # said for readers of the code
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    schema["servers"] = [{"url": "/"}]
    schema["components"]["schemas"] = _used(schema) | {"Error": _error()}
    return schema


def _complete(path: str, method: str, operation: Part) -> None:
    """Who may call, and every way in which it may answer."""
    is_for_members = not MEMBERS_ONLY.isdisjoint(operation["tags"])
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # its schema has them; here they would be named
    operation["security"] = [{"token": []}, {"session": []}] + ([] if is_for_members else [{}])
    statuses = _statuses(path, method, is_for_members)
    codes = codes_of(operation["operationId"], statuses, is_for_members=is_for_members, writes=method != "get")
    for status in codes:
        operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
    operation["x-codes"] = {status: sorted(found) for status, found in codes.items()}
    operation["responses"] = {str(status): said for status, said in operation["responses"].items()}
    if example := EXAMPLES.get(operation["operationId"]):
        _show(operation, example)


def _statuses(path: str, method: str, is_for_members: bool) -> set[str]:
    """With which it may say no."""
    statuses = {"400", "401", "405", "429", "500"}
    if "{" in path or is_for_members:
        statuses.add("404")
    if is_for_members:
        statuses.add("403")
    return statuses | ({"412"} if method == "get" else {"409", "413", "415", "422"})


def _used(schema: Part) -> Part:
    """The shapes that something refers to: those of query strings are taken apart."""
    text = json.dumps(schema)
    shapes = schema["components"]["schemas"]
    return {name: shape for name, shape in shapes.items() if f'"#/components/schemas/{name}"' in text}


def _show(operation: Part, example: Part) -> None:
    """Put the example of a request and of its answer where they belong."""
    if "request" in example:
        operation["requestBody"]["content"][JSON]["example"] = example["request"]
    success = next(status for status in operation["responses"] if status.startswith("2"))
    operation["responses"][success]["content"][JSON]["example"] = example["answer"]


def _error() -> Part:
    return {
        "type": "object",
        "required": ["code", "message", "detail"],
        "properties": {
            "code": {"type": "string", "examples": [MALFORMED]},
            "message": {"type": "string"},
            "detail": {"type": "object"},
        },
        "additionalProperties": False,
    }


def _response(text: str, example: Part) -> Part:
    return {"description": text, "content": {JSON: {"schema": ERROR, "example": example}}}


def _translated(part: Any) -> Any:
    """The same with its sentences in the language in use, without the titles that the library makes up."""
    if isinstance(part, list):
        return [_translated(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _(" ".join(value.split())) if name in SAID and isinstance(value, str) and value else _translated(value)
        for name, value in part.items()
        if not (name == "title" and isinstance(value, str))
    }
