"""Filters of lists: read by the rooms as on their pages, and described here for the documentation."""

from collections.abc import Iterable
from typing import Any, NamedTuple


class Parameter(NamedTuple):
    """One name of the query string. `many`: it can be repeated; `only`: its possible values."""

    name: str
    description: str
    many: bool = False
    only: tuple[str, ...] = ()
    example: str = ""


def documented(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """For `openapi_extra`: what the call understands besides its typed parameters.

    The API refuses any other name, so that these are all there are.
    """
    return {"parameters": [_said(parameter) for parameter in parameters]}


def _said(parameter: Parameter) -> dict[str, Any]:
    value: dict[str, Any] = {"type": "string"}
    if parameter.only:
        value["enum"] = [*parameter.only, ""]  # empty: not asked, as the fields of a form are
    said = {
        "in": "query",
        "name": parameter.name,
        "required": False,
        "description": parameter.description,
        "schema": {"type": "array", "items": value} if parameter.many else value,
    }
    if parameter.example:
        said["example"] = parameter.example
    return said
