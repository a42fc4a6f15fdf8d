"""A training given by another space counts for programs, too, once the space recognises it."""

import pytest

from spaces.booking.models import Booking
from spaces.booking.services.recognition import recognise
from tests.factories.booking import require_training, trained
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.maillage.api.test_bookings import wish
from tests.maillage.api.test_errors import said


@pytest.fixture
def elsewhere(room):
    """Teaches the laser as well."""
    require_training(room)
    space = SpaceFactory.open(name="Ailleurs")
    require_training(ResourceFactory(space=space))
    return space


def test_training_of_another_space_counts_once_it_is_recognised(caller, stranger, owner, room, elsewhere):
    given, program = trained(stranger, space=elsewhere), caller(stranger)
    series = wish(rrule="FREQ=DAILY;COUNT=2")

    before = program.post("/bookings/preview", series), program.post("/bookings", wish())
    recognise(room.space, given.habilitation, given_by=[elsewhere], by=owner)
    after = program.post("/bookings/preview", series), program.post("/bookings", wish())

    assert [one["code"] for one in before[0].json()["dates"]] == ["habilitation_missing"] * 2
    assert said(before[1]) == (422, "habilitation_missing")
    assert [one["code"] for one in after[0].json()["dates"]] == [None, None]
    assert after[1].status_code == 201 and Booking.objects.get().person == stranger


def test_recognising_one_space_is_not_recognising_another(caller, stranger, owner, room, elsewhere):
    third = SpaceFactory.open(name="Plus loin")
    given = trained(stranger, space=elsewhere)

    recognise(room.space, given.habilitation, given_by=[third], by=owner)

    assert said(caller(stranger).post("/bookings", wish())) == (422, "habilitation_missing")
    assert not Booking.objects.exists()


def test_recognition_that_is_taken_back_no_longer_counts(caller, stranger, owner, room, elsewhere):
    given, program = trained(stranger, space=elsewhere), caller(stranger)
    recognise(room.space, given.habilitation, given_by=None, by=owner)
    assert program.post("/bookings", wish("10-11")).status_code == 201

    recognise(room.space, given.habilitation, given_by=[], by=owner)

    assert said(program.post("/bookings", wish("11-12"))) == (422, "habilitation_missing")
