"""Refusals that only programs meet: the request itself makes no sense, or asks for nothing that is there."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from maillage.base.errors import DomainError

MALFORMED = "malformed"


class Field(TypedDict):
    """One value that was not understood: its name, where it stood (query, body, path, header), and why."""

    name: str
    place: str
    message: str


class ApiError(DomainError):
    """A refusal that knows its HTTP status and the headers that go with it."""

    status = 400
    headers: dict[str, str] = {}


class Malformed(ApiError):
    """The request is not written as the documentation says. `detail["fields"]` names what."""

    def __init__(self, fields: Iterable[Field] = (), *, message: str = "") -> None:
        fields = list(fields)
        super().__init__(MALFORMED, message or _said(fields), {"fields": fields})


class NotFound(ApiError):
    """Nothing there that the asker may see."""

    status = 404

    def __init__(self, message: str = "", detail: dict[str, Any] | None = None) -> None:
        super().__init__("not_found", message or _("There is nothing here that you may see."), detail)


def bad_value(name: str, message: str, *, place: str = "query") -> Malformed:
    """One value alone is wrong."""
    return Malformed([{"name": name, "place": place, "message": message}])


def _said(fields: list[Field]) -> str:
    sentences = dict.fromkeys(f"{field['name'] or field['place']}: {field['message']}" for field in fields)
    return _("Correct the request. %(reasons)s") % {"reasons": " ".join(sentences)}
