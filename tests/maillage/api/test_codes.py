"""The codes that the description lists are those that our code says no with.

That each answer has a listed code is held for every call of these tests (`conftest.Caller`) and of `test_fuzz`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.api.codes import OF_CALLS
from maillage.api.openapi import description
from maillage.base.errors import DomainError
from spaces.booking.rules.refusals import Refusal
from tests.maillage.api import codes

ROOT = Path(__file__).resolve().parents[3]
SAYING_NO = {"problem", "__init__"}  # `problem(405, "…")`, `super().__init__("…")`


def said() -> set[str]:
    """Every code that something of ours is refused with."""
    errors = SAYING_NO | {kind.__name__ for kind in _kinds(DomainError)}
    paths = [path for room in ("site/maillage", "members", "spaces", "events") for path in (ROOT / room).rglob("*.py")]
    return {code for path in paths for code in _codes(ast.parse(path.read_text(encoding="utf-8")), errors)}


def _kinds(kind: type) -> Iterator[type]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)


def _codes(module: ast.Module, errors: set[str]) -> Iterator[str]:
    named = {
        target.id: line.value.value
        for line in module.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        for target in line.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in errors:
            values = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "code")]
            found = [named.get(one.id) if isinstance(one, ast.Name) else getattr(one, "value", None) for one in values]
            yield from (code for code in found if isinstance(code, str))


@pytest.fixture(scope="module")
def operations() -> dict[str, dict]:
    paths = description("en")["paths"].values()
    return {operation["operationId"]: operation for methods in paths for operation in methods.values()}


def test_every_listed_code_is_one_that_something_is_refused_with(operations):
    listed = {code for one in operations.values() for found in one["x-codes"].values() for code in found}

    assert listed - said() - set(Refusal) == set()


def test_calls_with_codes_of_their_own_are_there(operations):
    assert OF_CALLS.keys() - operations.keys() == set()


def test_every_status_that_refuses_has_its_codes(operations):
    for call, operation in operations.items():
        refusing = {status for status in operation["responses"] if status >= "400"}
        assert operation["x-codes"].keys() == refusing, call


def test_answer_without_a_listed_code_is_found():
    codes.hold("POST", "/api/v1/bookings", 409, {"code": "already_booked"})
    for status, code in ((409, "closed"), (418, "teapot")):
        with pytest.raises(AssertionError):
            codes.hold("POST", "/api/v1/bookings", status, {"code": code})


def test_what_changed_since_is_a_listed_refusal(anonymous):
    assert anonymous.get("/spaces", headers={"If-Match": '"old"'}).json()["code"] == "precondition_failed"
