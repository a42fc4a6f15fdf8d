"""A manager's program answers the requests of a series at once."""

from uuid import uuid4

import pytest

from spaces.booking.models import Booking
from spaces.booking.services.series import book_series
from spaces.booking.services.together import Line, book_together
from tests.factories.booking import PersonFactory, booked, on, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.maillage.api.test_errors import said


@pytest.fixture
def asked(room) -> list[Booking]:
    type(room).objects.update(requires_approval=True, requests_compete=True)
    room.refresh_from_db()
    person = PersonFactory()
    start, end = on("10-11")
    return book_series(room, person=person, by=person, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=3")[1]


def path(asked, verb):
    return f"/bookings/series/{asked[0].series.uuid}/{verb}"


def outcome(response) -> dict:
    found = response.json()
    return {
        "accepted": [one["start"][:10] for one in found["accepted"]],
        "refused": [one["start"][:10] for one in found["refused"]],
        "left": [(one["booking"], one["code"]) for one in found["left"]],
    }


def test_all_that_still_can_be_are_approved(caller, owner, room, asked):
    booked(room, "10-11", day="2026-06-23")

    response = caller(owner).post(path(asked, "approve"))

    assert response.status_code == 200
    assert outcome(response) == {"accepted": ["2026-06-16", "2026-06-30"], "refused": ["2026-06-23"], "left": []}


def test_dates_are_named_as_they_were_read(caller, owner, asked):
    dates = [
        {"booking": str(asked[0].uuid), "sequence": 0},
        {"booking": str(asked[1].uuid), "sequence": 7},
    ]

    response = caller(owner).post(path(asked, "approve"), {"dates": dates})

    left = [(str(asked[1].uuid), "wrong_state")]
    assert outcome(response) == {"accepted": ["2026-06-16"], "refused": [], "left": left}


def test_rule_that_stands_against_all_is_the_answer(caller, owner, room, asked):
    require_training(room)
    program = caller(owner)

    assert said(program.post(path(asked, "approve"))) == (422, "habilitation_missing")
    assert outcome(program.post(path(asked, "approve"), {"override_reason": "Formée hier"}))["left"] == []
    assert said(program.post(path(asked, "approve"))) == (409, "wrong_state")


def test_all_are_refused_with_words(caller, owner, asked):
    assert said(caller(owner).post(path(asked, "refuse"), {"reason": " "})) == (422, "reason_missing")

    response = caller(owner).post(path(asked, "refuse"), {"reason": "Travaux"})

    assert outcome(response)["refused"] == ["2026-06-16", "2026-06-23", "2026-06-30"]
    assert {one["answer"] for one in response.json()["refused"]} == {"Travaux"}


@pytest.mark.parametrize(("verb", "body"), [("approve", {}), ("refuse", {"reason": "Travaux"})])
def test_answers_are_for_managers(caller, stranger, teammate, asked, verb, body):
    assert said(caller(teammate).post(path(asked, verb), body)) == (403, "not_allowed")
    assert said(caller(asked[0].person).post(path(asked, verb), body)) == (403, "not_allowed")
    assert said(caller(stranger).post(path(asked, verb), body)) == (404, "not_found")
    assert set(Booking.objects.values_list("state", flat=True)) == {"pending"}


def test_what_is_named_and_waits_no_more_is_left_and_what_is_not_of_it_is_not_found(caller, owner, asked):
    program = caller(owner)
    program.post(path(asked, "approve"), {"dates": [{"booking": str(asked[0].uuid)}]})

    again = program.post(path(asked, "approve"), {"dates": [{"booking": str(one.uuid)} for one in asked[:2]]})
    other = program.post(path(asked, "approve"), {"dates": [{"booking": str(uuid4())}]})

    assert outcome(again) == {
        "accepted": ["2026-06-23"], "refused": [], "left": [(str(asked[0].uuid), "wrong_state")]
    }  # fmt: skip
    assert said(other) == (404, "not_found")


def test_manager_of_one_place_answers_for_it_whoever_has_the_other(caller, owner, room):
    """Host in another place, he reads what was asked there, and answers nothing of it."""
    room.requires_approval = True
    room.save()
    elsewhere = ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY, host=owner), requires_approval=True)
    person, times = PersonFactory(), dict(zip(("start", "end"), on("10-11"), strict=True))
    _series, asked = book_together([Line(one, **times) for one in (room, elsewhere)], person=person, by=person)

    answered = caller(owner).post(path(asked, "approve"), {})
    other = caller(owner).post(path(asked, "approve"), {"dates": [{"booking": str(asked[1].uuid)}]})

    assert [one["uuid"] for one in answered.json()["accepted"]] == [str(asked[0].uuid)]
    assert said(other) == (403, "not_allowed")
