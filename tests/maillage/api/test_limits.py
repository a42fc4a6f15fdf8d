"""Enough is enough, for each on their own."""

from datetime import timedelta

import pytest

from maillage.base import clock
from tests.maillage.api.test_errors import said


@pytest.fixture(autouse=True)
def _few(settings):
    settings.PER_MINUTE = {"anonymous": 2, "reads": 3, "writes": 1}


def test_anonymous_reads_are_limited_by_address(anonymous, caller):
    other = caller()
    other.client.defaults["REMOTE_ADDR"] = "192.0.2.7"

    answers = [anonymous.get("/spaces").status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert other.get("/spaces").status_code == 200


def test_limit_says_when_to_come_back(anonymous, _now):
    with clock.fixed(_now.replace(second=48)):
        for _ in range(2):
            anonymous.get("/spaces")
        response = anonymous.get("/spaces", headers={"Accept-Language": "en"})

    assert said(response) == (429, "too_many_requests")
    assert response["Retry-After"] == "12"
    assert response.json()["detail"] == {"retry_after": 12}
    assert response.json()["message"] == "Too many requests. Wait for 12 seconds."


def test_limit_ends_with_the_minute(anonymous, _now):
    for _ in range(3):
        anonymous.get("/spaces")

    with clock.fixed(_now + timedelta(minutes=1)):
        assert anonymous.get("/spaces").status_code == 200


def test_reads_and_writes_of_a_person_count_apart(caller, stranger, owner, room):
    program = caller(stranger)

    writes = [program.post("/bookings", {}).status_code for _ in range(2)]
    reads = [program.get("/bookings").status_code for _ in range(4)]

    assert writes == [400, 429]
    assert reads == [200, 200, 200, 429]
    assert caller(owner).get("/bookings").status_code == 200


def test_second_token_of_a_person_is_the_same_person(caller, stranger, room):
    for _ in range(3):
        caller(stranger).get("/spaces")

    assert caller(stranger).get("/spaces").status_code == 429


def test_guessing_tokens_is_limited(anonymous):
    answers = [anonymous.get("/spaces", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(3)]

    assert answers == [401, 401, 429]


def test_zero_is_no_limit(anonymous, settings):
    settings.PER_MINUTE = {"anonymous": 0, "reads": 0, "writes": 0}

    assert {anonymous.get("/spaces").status_code for _ in range(20)} == {200}


@pytest.mark.parametrize("address", ["", None])
def test_address_that_nobody_can_tell_is_counted_too(anonymous, address):
    anonymous.client.defaults["REMOTE_ADDR"] = address

    assert [anonymous.get("/spaces").status_code for _ in range(3)] == [200, 200, 429]
