"""Taking back a mistaken "arrived" or "did not come"."""

import pytest

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import State
from spaces.booking.services.booking import book
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import check_in, release, undo
from tests.factories.booking import PersonFactory, at, booked, on, open_room

pytestmark = pytest.mark.django_db

TEN_PAST = "2026-06-16 10:10"


def seen(act, owner):
    room = open_room(space=None)
    booking = booked(room, "10-12")
    with clock.fixed(at(TEN_PAST)):
        return act(booking, by=owner)


def test_arrival_is_taken_back(coordinator):
    arrived = seen(check_in, coordinator)

    with clock.fixed(at("2026-06-16 10:19")):
        expected = undo(arrived, by=coordinator)

    expected.refresh_from_db()
    assert (expected.state, expected.checked_in_at) == (State.CONFIRMED, None)
    assert expected.occupancy.filter(active=True).exists()
    assert AuditEvent.objects.filter(subject_uuid=expected.uuid, action="undone").get().actor == coordinator


def test_absence_is_taken_back_with_its_place(coordinator):
    gone = seen(release, coordinator)

    with clock.fixed(at("2026-06-16 10:12")):
        undo(gone, by=coordinator)
        with pytest.raises(BookingRefused) as taken:
            start, end = on("11-12")
            person = PersonFactory()
            book(gone.resource, person=person, by=person, start=start, end=end)

    assert taken.value.code == "already_booked"


def test_absence_stays_when_somebody_has_the_place(coordinator):
    gone = seen(release, coordinator)
    booked(gone.resource, "11-12")

    with clock.fixed(at("2026-06-16 10:12")), pytest.raises(BookingRefused) as taken:
        undo(gone, by=coordinator)

    gone.refresh_from_db()
    assert (taken.value.code, gone.state) == ("already_booked", State.RELEASED)


@pytest.mark.parametrize("act", [check_in, release])
def test_after_ten_minutes_it_stays(coordinator, act):
    done = seen(act, coordinator)

    with clock.fixed(at("2026-06-16 10:20")), pytest.raises(BookingRefused) as late:
        undo(done, by=coordinator)

    assert late.value.code == "too_late"


def test_what_nobody_has_seen_cannot_be_undone(coordinator):
    with pytest.raises(BookingRefused) as refusal:
        undo(booked(open_room(), "10-12"), by=coordinator)

    assert refusal.value.code == "too_late"
