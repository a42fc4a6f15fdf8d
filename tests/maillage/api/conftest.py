"""Who calls the API in these tests, and one instant for all of them."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from maillage.base import clock
from maillage.users.services import tokens
from tests.factories.booking import open_room
from tests.factories.catalogue import EVERY_DAY, SpaceFactory
from tests.maillage.api import codes

V1 = "/api/v1"


class Caller:
    """A program: nobody's, or with somebody's token."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {}
        if user is not None:
            _token, secret = tokens.create(user, purpose="api")
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        return self._held(self.client.get(V1 + path, query, headers=self.headers | (headers or {})))

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return self._send("patch", path, body, headers)

    def delete(self, path: str, headers: dict[str, str] | None = None) -> Any:
        return self._held(self.client.delete(V1 + path, headers=self.headers | (headers or {})))

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str] | None) -> Any:
        data = "" if body is None else json.dumps(body)
        content = {"data": data, "content_type": "application/json"}
        return self._held(getattr(self.client, method)(V1 + path, headers=self.headers | (headers or {}), **content))

    @staticmethod
    def _held(answer: Any) -> Any:
        """Every refusal of every test has a code that the description gives its call."""
        request = answer.wsgi_request
        if answer.status_code >= 400 and request.method != "HEAD":
            codes.hold(request.method, request.path, answer.status_code, answer.json())
        return answer


@pytest.fixture(autouse=True)
def _now(db):
    with clock.fixed(datetime.fromisoformat("2026-06-01T10:00:00+02:00")) as at:
        yield at


@pytest.fixture
def anonymous() -> Caller:
    return Caller()


@pytest.fixture
def caller():
    """`caller(user)`: a program with a token of theirs."""
    return Caller


@pytest.fixture
def space(owner, teammate):
    """Open every day from 9 to 18; Olive keeps it, Tao is at the desk."""
    return SpaceFactory.open(
        days=EVERY_DAY, hours=("09:00", "18:00"), slug="la-centrale", name="La Centrale", manager=owner, host=teammate
    )


@pytest.fixture
def room(space):
    return open_room(space=space, slug="salle-a", name="Salle A")
