"""The same request twice is done once."""

import json
import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from maillage.base import clock
from maillage.users.services import tokens
from spaces.booking.models import Booking, IdempotencyKey
from tests.factories.booking import booked
from tests.factories.directory import OrganisationFactory
from tests.maillage.api.conftest import V1
from tests.maillage.api.test_bookings import wish
from tests.maillage.api.test_errors import said

KEY = {"Idempotency-Key": "one"}


def test_same_key_and_body_repeat_the_first_answer(caller, stranger, room):
    program = caller(stranger)

    first = program.post("/bookings", wish(), headers=KEY)
    again = program.post("/bookings", wish(), headers=KEY)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Booking.objects.count() == 1


def test_same_body_written_otherwise_is_the_same(caller, stranger, room):
    program = caller(stranger)
    first = program.post("/bookings", wish(), headers=KEY)

    turned = json.dumps(dict(reversed(wish().items())), indent=2)
    again = program.client.post(f"{V1}/bookings", turned, "application/json", headers=program.headers | KEY)

    assert again.json() == first.json()


def test_series_is_repeated_too(caller, stranger, room):
    program = caller(stranger)

    answers = [program.post("/bookings", wish(rrule="FREQ=DAILY;COUNT=2"), headers=KEY) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Booking.objects.count() == 2


def test_refusal_is_repeated_even_when_the_place_is_free_again(caller, stranger, room):
    other = booked(room, "10-11")
    program = caller(stranger)

    first = program.post("/bookings", wish(), headers=KEY)
    Booking.objects.filter(pk=other.pk).delete()
    again = program.post("/bookings", wish(), headers=KEY)

    assert said(first) == said(again) == (409, "already_booked")
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("change", [{"note": "autre"}, {"end": "2026-06-16T12:00:00+02:00"}, {"seats": 1}])
def test_same_key_with_another_body_is_409(caller, stranger, room, change):
    program = caller(stranger)
    program.post("/bookings", wish(), headers=KEY)

    response = program.post("/bookings", wish() | change, headers=KEY)

    assert said(response) == (409, "idempotency_mismatch")
    assert Booking.objects.count() == 1


def test_keys_of_two_people_are_apart(caller, stranger, owner, room):
    assert caller(stranger).post("/bookings", wish("10-11"), headers=KEY).status_code == 201
    assert caller(owner).post("/bookings", wish("11-12"), headers=KEY).status_code == 201


@pytest.mark.parametrize("change", [{"seats": "x"}, {"resource": "la-centrale/nothing"}, {"on_behalf_of": "autre"}])
def test_request_that_reaches_no_rule_uses_no_key(caller, stranger, owner, room, change):
    OrganisationFactory.published(slug="autre", owner=owner)
    program = caller(stranger)

    assert program.post("/bookings", wish() | change, headers=KEY).status_code in (400, 403, 404)
    assert program.post("/bookings", wish(), headers=KEY).status_code == 201


def test_key_is_forgotten_after_a_week(caller, stranger, room, _now):
    program = caller(stranger)
    program.post("/bookings", wish("10-11"), headers=KEY)

    with clock.fixed(_now + timedelta(days=7, minutes=1)):
        program.post("/bookings", wish("11-12"), headers={"Idempotency-Key": "two"})
        response = program.post("/bookings", wish("12-13"), headers=KEY)

    assert response.status_code == 201
    assert IdempotencyKey.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keys", [["same"] * 8, [f"key-{number}" for number in range(8)], [None] * 8])
def test_many_at_once_book_once(stranger, room, keys):
    _token, secret = tokens.create(stranger, purpose="api")

    answers = at_once([(secret, key) for key in keys])

    expected = {201: 8} if keys[0] == "same" else {201: 1, 409: 7}
    assert Counter(status for status, _body in answers) == expected
    assert Booking.objects.count() == 1
    if keys[0] == "same":
        assert len({body for _status, body in answers}) == 1


def at_once(callers: list[tuple[str, str | None]]) -> list[tuple[int, str]]:
    """What each is answered, all of them sent in the same instant."""
    together, answers = threading.Barrier(len(callers)), []

    def send(secret: str, key: str | None) -> None:
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        together.wait(60)
        try:
            with clock.fixed(datetime.fromisoformat("2026-06-01T10:00:00+02:00")):
                answer = Client().post(f"{V1}/bookings", json.dumps(wish()), "application/json", headers=headers)
            answers.append((answer.status_code, answer.content.decode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=caller) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
