"""Whatever goes wrong under /api/, the answer has one shape and tells nothing of the inside."""

import json

import pytest
from django.test import Client

from tests.maillage.api.broken_urls import SECRET
from tests.maillage.api.conftest import V1

BOOKING = {
    "resource": "la-centrale/salle-a",
    "start": "2026-06-16T10:00:00+02:00",
    "end": "2026-06-16T11:00:00+02:00",
}


def said(response) -> tuple[int, str]:
    """Status and code, of an answer that has the shape of an error and no other."""
    body = response.json()
    assert set(body) == {"code", "message", "detail"}
    assert isinstance(body["message"], str) and body["message"]
    assert isinstance(body["detail"], dict)
    assert response["Content-Type"].startswith("application/json")
    return response.status_code, body["code"]


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v2/spaces", "/api/v1/nothing", "/api/v1/spaces/", "/api/v1/bookings/not-a-uuid", "/api/a%0Ab"],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_unknown_address_is_404_for_every_method(path, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert said(response) == (404, "not_found")


def test_unknown_address_outside_the_api_is_a_page(client):
    response = client.get("/apiculture/")

    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("indicator", ["/indicators", "/indicators/occupancy", "/occurrences/1/registrations"])
def test_rooms_to_come_answer_404(anonymous, indicator):
    assert said(anonymous.get(indicator)) == (404, "not_found")


def test_other_method_is_405_and_says_which_there_are(anonymous):
    response = anonymous.post("/spaces", {})

    assert said(response) == (405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["detail"] == {"allowed": ["GET", "HEAD", "OPTIONS"]}


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("error", (500, "server_error")),
        ("denied", (403, "not_allowed")),
        ("gone", (404, "not_found")),
        ("large", (413, "too_large")),
        ("strange", (400, "malformed")),
    ],
)
@pytest.mark.parametrize("where", ["inside", "outside"])
@pytest.mark.urls("tests.maillage.api.broken_urls")
def test_failure_has_the_shape_and_tells_nothing_wherever_it_happens(what, expected, where):
    response = Client(raise_request_exception=False).get(f"/api/{where}/{what}")

    assert said(response) == expected
    assert SECRET not in response.content.decode()


@pytest.mark.urls("tests.maillage.api.broken_urls")
@pytest.mark.parametrize(("what", "status"), [("error", 500), ("denied", 403), ("gone", 404), ("strange", 400)])
def test_failure_of_a_page_stays_a_page(what, status):
    response = Client(raise_request_exception=False).get(f"/page/{what}")

    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.urls("tests.maillage.api.broken_urls")
def test_failure_is_logged_with_its_cause(caplog):
    Client(raise_request_exception=False).get("/api/inside/error")

    records = [record for record in caplog.records if record.exc_info]
    assert [str(record.exc_info[1]) for record in records] == [SECRET]


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("", "application/json", (400, "malformed")),
        ("{", "application/json", (400, "malformed")),
        ("[" * 100_000, "application/json", (400, "malformed")),
        ('{"seats": ' + "9" * 5000 + "}", "application/json", (400, "malformed")),
        (b'{"note": "\xff"}', "application/json", (400, "malformed")),
        ("[]", "application/json", (400, "malformed")),
        ("null", "application/json", (400, "malformed")),
        ('"text"', "application/json", (400, "malformed")),
        (json.dumps(BOOKING), "text/plain", (415, "not_json")),
        ("resource=la-centrale", "application/x-www-form-urlencoded", (415, "not_json")),
    ],
)
def test_body_that_is_no_json_object_is_refused(caller, stranger, room, body, content_type, expected):
    program = caller(stranger)

    response = program.client.post(f"{V1}/bookings", body, content_type, headers=program.headers)

    assert said(response) == expected


def test_body_that_is_too_large_is_413(caller, stranger, room, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    program = caller(stranger)

    assert said(program.post("/bookings", {**BOOKING, "note": "x" * 1000})) == (413, "too_large")


@pytest.mark.parametrize(
    ("change", "name", "message"),
    [
        ({"start": None}, "start", "Write a time as “2026-06-16T10:00:00+02:00”."),
        ({"start": 1781596800}, "start", "Write a time as “2026-06-16T10:00:00+02:00”."),
        ({"start": "2026-06-16"}, "start", "Write a time as “2026-06-16T10:00:00+02:00”."),
        ({"start": "2026-06-31T10:00:00Z"}, "start", "Write a time as “2026-06-16T10:00:00+02:00”."),
        (
            {"start": "2026-06-16T10:00:00"},
            "start",
            "Say with which offset: “2026-06-16T10:00:00+02:00”. Elsewhere it is another time.",
        ),
        (
            {"end": "0001-01-01T00:00:00+14:00"},
            "end",
            "This time is beyond any calendar. Choose another year.",
        ),
        (
            {"end": "9999-12-31T23:59:59-14:00"},
            "end",
            "This time is beyond any calendar. Choose another year.",
        ),
        ({"seats": "1"}, "seats", "Write a whole number."),
        ({"seats": 1.5}, "seats", "Write a whole number."),
        ({"seats": True}, "seats", "Write a whole number."),
        ({"seats": 0}, "seats", "Write at least 1."),
        ({"seats": 501}, "seats", "Write at most 500."),
        ({"note": "x" * 1001}, "note", "Write at most 1000 characters."),
        ({"note": "a\x00b"}, "note", "This value holds a character that cannot be read."),
        ({"note": 5}, "note", "Write a text."),
        ({"rrule": ""}, "rrule", "Write a longer text."),
        ({"rrule": "x" * 201}, "rrule", "Write at most 200 characters."),
        ({"on_behalf_of": "x" * 255}, "on_behalf_of", "Write at most 254 characters."),
        ({"on_conflict": "perhaps"}, "on_conflict", "Choose one of: 'fail', 'skip'."),
        ({"color": "red"}, "color", "This name is not known here."),
        ({"resource": "la-centrale"}, "resource", None),
        ({"resource": "la-centrale/salle-a/b"}, "resource", None),
        ({"resource": "../x"}, "resource", None),
    ],
)
def test_value_that_is_not_understood_is_named(caller, stranger, room, change, name, message):
    response = caller(stranger).post("/bookings", BOOKING | change, headers={"Accept-Language": "en"})

    assert said(response) == (400, "malformed")
    (field,) = response.json()["detail"]["fields"]
    assert (field["name"], field["place"]) == (name, "body")
    assert message is None or field["message"] == message


def test_every_value_that_is_wrong_is_named_at_once(anonymous, room):
    response = anonymous.get("/resources/la-centrale/salle-a/availability", **{"from": "soon", "duration": "0"})

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == ["from", "duration"]


@pytest.mark.parametrize(
    "path", ["/spaces", "/events", "/occurrences", "/organisations", "/people", "/availability", "/spaces/la-centrale"]
)
def test_name_that_a_call_does_not_know_is_refused(anonymous, room, path):
    query = {"from": "2026-06-16", "duration": "60"} if path == "/availability" else {}

    response = anonymous.get(path, colour="red", **query)

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == ["colour"]


def test_value_given_twice_is_refused_where_there_can_be_one(anonymous, room):
    response = anonymous.client.get(f"{V1}/availability?from=2026-06-16&from=2026-06-17&duration=60&space=la-centrale")

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == ["from"]


@pytest.mark.parametrize("header", ["", "x" * 201, "clé"])
def test_idempotency_key_that_cannot_be_one_is_refused(caller, stranger, room, header):
    response = caller(stranger).post("/bookings", BOOKING, headers={"Idempotency-Key": header})

    assert said(response) == (400, "malformed")
    (field,) = response.json()["detail"]["fields"]
    assert (field["name"], field["place"]) == ("Idempotency-Key", "header")
