"""The description of the API, for programs and as a page."""

import json
import re
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from maillage.api.docs import calls
from maillage.api.examples import RESPONSES
from maillage.api.instance import api
from maillage.api.openapi import description
from maillage.base import clock
from maillage.network.services.demo import PATH as NETWORK

CALLS = {
    "GET /api/v1/spaces", "GET /api/v1/spaces/{slug}",
    "GET /api/v1/resources/{space}/{resource}", "GET /api/v1/resources/{space}/{resource}/availability",
    "GET /api/v1/availability",
    "POST /api/v1/bookings", "POST /api/v1/bookings/preview", "GET /api/v1/bookings",
    "GET /api/v1/bookings/{uuid}", "PATCH /api/v1/bookings/{uuid}", "DELETE /api/v1/bookings/{uuid}",
    "POST /api/v1/bookings/{uuid}/approve", "POST /api/v1/bookings/{uuid}/refuse",
    "POST /api/v1/bookings/{uuid}/check-in",
    "POST /api/v1/bookings/series/{uuid}/approve", "POST /api/v1/bookings/series/{uuid}/refuse",
    "POST /api/v1/bookings/together", "POST /api/v1/bookings/together/preview",
    "GET /api/v1/passes", "GET /api/v1/passes/movements",
    "GET /api/v1/events", "GET /api/v1/events/{slug}", "GET /api/v1/occurrences",
    "GET /api/v1/organisations", "GET /api/v1/organisations/{slug}", "GET /api/v1/people", "GET /api/v1/people/{slug}",
}  # fmt: skip


@pytest.fixture
def schema(anonymous) -> dict:
    return anonymous.get("/openapi.json", headers={"Accept-Language": "en"}).json()


def operations(schema: dict):
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_call_of_the_contract_is_described(schema):
    assert schema["openapi"].startswith("3.1")
    assert {name for name, _operation in operations(schema)} == CALLS


def test_every_call_has_a_name_a_sentence_and_its_errors(schema):
    every = operations(schema)

    assert len({operation["operationId"] for _name, operation in every}) == len(every)
    for name, operation in every:
        assert operation["summary"], name
        assert {"400", "401", "405", "429", "500"} <= set(operation["responses"]), name
        assert ({} in operation["security"]) == ("bookings" not in name and "passes" not in name), name


def test_every_reference_leads_somewhere_and_every_shape_is_used(schema):
    references = set(re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(schema)))
    parts = {(kind, name) for kind in ("schemas", "responses") for name in schema["components"][kind]}

    assert references <= parts
    assert {part for part in parts if part[0] == "schemas"} <= references


@pytest.mark.parametrize("status", RESPONSES)
def test_example_of_an_error_has_its_shape(status):
    assert set(RESPONSES[status][1]) == {"code", "message", "detail"}


def test_examples_are_what_their_calls_take_and_answer(schema):
    import jsonschema_rs

    for name, operation in operations(schema):
        contents = [operation["responses"][status] for status in ("200", "201") if status in operation["responses"]]
        contents += [operation["requestBody"]] if "requestBody" in operation else []
        for content in (content["content"]["application/json"] for content in contents):
            if "example" in content:
                whole = {**content["schema"], "components": schema["components"]}
                errors = list(jsonschema_rs.validator_for(whole).iter_errors(content["example"]))
                assert errors == [], name


def test_description_is_in_the_language_asked_for(anonymous):
    french, english = description("fr"), description("en")

    assert anonymous.get("/openapi.json").json() == json.loads(json.dumps(french))
    assert anonymous.get("/openapi.json", headers={"Accept-Language": "en"}).json() == json.loads(json.dumps(english))
    assert french["paths"].keys() == english["paths"].keys()


def test_page_shows_every_call_and_every_error(client):
    page = client.get("/en/api/v1/docs").content.decode()

    for name in CALLS:
        method, path = name.split()
        assert re.search(rf">{method}</span> <code>{re.escape(path)}</code>", page), name
    for status in RESPONSES:
        assert f'id="error-{status}"' in page


def test_examples_name_what_there_is_in_the_demonstration(client, schema):
    """Whoever copies one must not read that there is nothing."""
    document = json.loads(NETWORK.read_text(encoding="utf-8"))
    resources = {f"{space['slug']}/{one['slug']}" for space in document["spaces"] for one in space["resources"]}
    organisations = {one["slug"] for one in document["organisations"]}
    types = {one for space in document["spaces"] for one in space["types"]}
    page = unescape(client.get("/en/api/v1/docs").content.decode())

    assert set(re.findall(r'"resource": "([^"]*)"', page)) <= resources
    assert set(re.findall(r'"(?:on_behalf_of|organisation)": "([^"]*)"', page)) <= organisations
    assert set(re.findall(r"\?type=([\w-]+)", page)) <= types
    assert set(re.findall(r'"examples": \["([\w-]+/[\w-]+)"\]', json.dumps(schema))) <= resources


def test_examples_are_of_days_to_come(client, schema):
    """Whoever copies one must not read that it is over."""
    shown = client.get("/en/api/v1/docs").content.decode() + json.dumps(schema)

    days = [date.fromisoformat(day) for day in re.findall(r"\b20\d\d-\d\d-\d\d\b", shown)]

    assert days and min(days) > clock.now().date()


@pytest.mark.parametrize("path", ["/api/v1/docs", "/en/api/v1/docs"])
def test_page_asks_nothing_of_other_sites_and_runs_nothing_inline(client, path):
    response = client.get(path)

    found = Loaded()
    found.feed(response.content.decode())
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert found.inline == []
    assert {address.startswith("/static/") for address in found.addresses} == {True}


def test_page_of_the_default_language_has_no_prefix(client):
    assert client.get("/fr/api/v1/docs").status_code == 404
    assert '<html lang="fr"' in client.get("/api/v1/docs", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en"' in client.get("/en/api/v1/docs").content.decode()


def test_page_needs_no_database(client, django_assert_num_queries, schema):
    assert sum(len(group["calls"]) for group in calls(schema)) == len(CALLS)
    client.get("/api/v1/docs")

    with django_assert_num_queries(0):
        Client().get("/api/v1/openapi.json")


def test_every_query_string_of_the_api_is_described_or_refused():
    """The check of names reads the description: a list without filters must not be open to any."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                assert operation.view_func.__wrapped__, operation.path


class Loaded(HTMLParser):
    """What a page loads and runs."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self._is_script = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if tag in ("script", "img", "iframe"):
            self.addresses += [given["src"]] if "src" in given else []
            self.inline += [] if "src" in given else [tag]
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "icon"):
            self.addresses.append(given["href"])
        if tag == "style":
            self.inline.append(tag)
