"""The description of the API as a page: what a template needs of it, already read."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

Part = dict[str, Any]

JSON = "application/json"


def calls(schema: Part) -> list[Part]:
    """The calls, by subject."""
    groups: dict[str, Part] = {
        tag["name"]: {"name": tag["name"], "description": tag["description"], "calls": []} for tag in schema["tags"]
    }
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]]["calls"].append(_call(schema, path, method, operation))
    return list(groups.values())


def errors_of(schema: Part) -> list[Part]:
    """Every error, with an example."""
    return [
        {
            "status": status,
            "description": answer["description"],
            "example": _written(answer["content"][JSON]["example"]),
        }
        for status, answer in schema["components"]["responses"].items()
    ]


def _call(schema: Part, path: str, method: str, operation: Part) -> Part:
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    success = next(status for status in operation["responses"] if status.startswith("2"))
    answer = operation["responses"][success]["content"][JSON]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "is_for_members": {} not in operation["security"],
        "parameters": [_parameter(schema, parameter) for parameter in operation["parameters"]],
        "body": list(_fields(schema, body.get("schema", {}))),
        "request": _written(body.get("example")),
        "answer": list(_fields(schema, answer["schema"])),
        "answer_example": _written(answer.get("example")),
        "success": success,
        "errors": _errors(schema, operation),
    }


def _parameter(schema: Part, parameter: Part) -> Part:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "is_required": parameter["required"],
        "kind": _kind(schema, parameter["schema"]),
        "description": parameter.get("description", ""),
    }


def _fields(schema: Part, shape: Part) -> Iterator[Part]:
    """The names of an object, one level deep; those of the first where there are several."""
    shape = _resolved(schema, shape)
    if "anyOf" in shape:
        shape = _resolved(schema, shape["anyOf"][0])
    for name, value in shape.get("properties", {}).items():
        yield {
            "name": name,
            "kind": _kind(schema, value),
            "is_required": name in shape.get("required", ()),
            "description": value.get("description", ""),
        }


def _kind(schema: Part, value: Part) -> str:
    """What a value is, in a few words."""
    if "anyOf" in value:
        return " | ".join(dict.fromkeys(_kind(schema, one) for one in value["anyOf"]))
    if "allOf" in value:
        return _kind(schema, value["allOf"][0])
    value = _resolved(schema, value)
    if "enum" in value:
        return " | ".join(f"“{one}”" for one in value["enum"] if one)
    if "const" in value:
        return f"“{value['const']}”"
    if value.get("type") == "array":
        return _("list of %(kind)s") % {"kind": _kind(schema, value["items"])}
    words = {
        "integer": _("number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "null": "null",
        "object": _("object"),
        "date": _("date"),
        "date-time": _("time with its offset"),
    }
    return words.get(value.get("format", ""), words.get(value.get("type", ""), _("text")))


def _errors(schema: Part, operation: Part) -> list[Part]:
    answers = schema["components"]["responses"]
    return [
        {"status": status, "description": answers[status]["description"]}
        for status in operation["responses"]
        if status in answers
    ]


def _resolved(schema: Part, shape: Part) -> Part:
    if "$ref" not in shape:
        return shape
    return schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]


def _written(example: Any) -> str:
    return "" if example is None else json.dumps(example, ensure_ascii=False, indent=2)
