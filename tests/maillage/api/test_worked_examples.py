"""Worked examples of the rules of booking that name programs, by their numbers. (75: `test_series`.)"""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from threading import Barrier

import pytest

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking
from spaces.booking.services.booking import hold
from tests.factories.booking import PersonFactory, limit, on, open_room, require_training, trained
from tests.maillage.api.conftest import V1
from tests.maillage.api.test_bookings import wish
from tests.maillage.api.test_errors import said

SLOTS = 200


@pytest.mark.storm
@pytest.mark.django_db(transaction=True)
def test_example_70_of_two_requests_one_is_201_and_one_409_every_time(live_server, caller, settings):
    settings.PER_MINUTE = dict.fromkeys(settings.PER_MINUTE, 0)
    room = open_room()
    tomorrow = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    starts = [tomorrow + timedelta(hours=number) for number in range(SLOTS)]
    wishes = [{"resource": room.path, "start": at.isoformat(), "end": (at + timedelta(hours=1)).isoformat()}
              for at in starts]  # fmt: skip
    together = Barrier(2)

    def ask(headers: dict[str, str]) -> Iterator[int]:
        line = HTTPConnection(live_server.thread.host, live_server.thread.port)
        for one in wishes:
            together.wait(60)
            line.request("POST", f"{V1}/bookings", json.dumps(one), headers | {"Content-Type": "application/json"})
            response = line.getresponse()
            response.read()
            yield response.status

    callers = [caller(PersonFactory()).headers for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        answers = zip(*threads.map(lambda headers: list(ask(headers)), callers), strict=True)

    assert Counter(tuple(sorted(pair)) for pair in answers) == {(201, 409): SLOTS}
    assert sorted(Booking.objects.values_list("start_at", flat=True)) == starts


@pytest.mark.parametrize(("at", "answer"), [("10:04:59", (409, "already_booked")), ("10:05:00", (201, None))])
def test_example_72_hold_is_in_the_way_until_the_instant_it_expires(caller, stranger, room, at, answer):
    start, end = on("10-11")
    with clock.fixed(datetime.fromisoformat("2026-06-01T10:00:00+02:00")):
        person = PersonFactory()
        hold(room, person=person, by=person, start=start, end=end, minutes=5)

    with clock.fixed(datetime.fromisoformat(f"2026-06-01T{at}+02:00")):
        response = caller(stranger).post("/bookings", wish())

    assert (response.status_code, response.json().get("code")) == answer


def test_example_79_two_hours_a_day_on_a_machine(caller, stranger, room):
    limit(room, minutes=120)
    other = open_room(space=room.space, slug="salle-b")

    assert said(caller(stranger).post("/bookings", wish("10-13"))) == (422, "quota")
    assert caller(stranger).post("/bookings", wish("10-11")).status_code == 201
    assert caller(stranger).post("/bookings", wish("14-15")).status_code == 201
    assert said(caller(stranger).post("/bookings", wish("16-17"))) == (422, "quota")
    assert caller(stranger).post("/bookings", wish("16-17") | {"resource": other.path}).status_code == 201


def test_example_81_habilitation_holds_through_its_last_day_and_a_reason_is_traced(caller, stranger, owner, room):
    require_training(room, "laser")
    trained(stranger, "laser", valid_until="2026-06-16")

    assert caller(stranger).post("/bookings", wish(day="2026-06-16")).status_code == 201
    assert said(caller(stranger).post("/bookings", wish(day="2026-06-17"))) == (422, "habilitation_expired")
    overridden = caller(owner).post(
        "/bookings", wish(day="2026-06-17", on_behalf_of=stranger.email, override_reason="Accompagnée par Olive")
    )

    assert overridden.status_code == 201
    history = AuditEvent.objects.get(subject_uuid=overridden.json()["uuid"])
    assert (history.actor, history.reason) == (owner, "Accompagnée par Olive")
    assert history.after["overridden"] == ["habilitation_expired"]
