"""What becomes certain once it has begun: its person could not come in time, and owes nothing for that."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book
from spaces.booking.services.choosing import accept_together
from spaces.booking.services.guests import GuestWish
from spaces.booking.services.guests import ask as ask_as_guest
from spaces.booking.services.guests import confirm as confirm_as_guest
from spaces.booking.services.keeping import keep
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import approve, confirm, release
from tests.factories.booking import PersonFactory, conditions, on, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db

START, END = on("10-12")


@pytest.fixture(autouse=True)
def _the_day_before():
    with clock.fixed(START - timedelta(days=1)):
        yield


@pytest.fixture
def room(owner):
    """Five minutes after the start, who is not there has lost the place, and owes all of the price."""
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    conditions(space, release_after_min=5, no_show_percent=100, welcomes_guests=True)
    room = ResourceFactory(space=space, step=15)
    priced(room, 1200)
    return room


@pytest.fixture
def lea():
    return PersonFactory()


def after_start(minutes):
    return clock.fixed(START + timedelta(minutes=minutes))


def asked(room, lea) -> Booking:
    room.requires_approval = True
    room.save()
    return book(room, person=lea, by=lea, start=START, end=END)


def lapsed_at_noon(booking) -> tuple[str, int | None]:
    with after_start(110):
        lapse()
    booking.refresh_from_db()
    return booking.state, booking.kept_cents


@pytest.mark.parametrize("minutes", [0, 4, 6, 90])
def test_request_that_is_answered_late_is_nobodys_absence(room, lea, owner, minutes):
    request = asked(room, lea)

    with after_start(minutes):
        approve(request, by=owner)

    assert lapsed_at_noon(request) == (State.CONFIRMED, None)


def test_request_that_is_answered_in_time_lapses_as_ever(room, lea, owner):
    request = asked(room, lea)

    with after_start(-1):
        approve(request, by=owner)

    assert lapsed_at_noon(request) == (State.RELEASED, 2400)


def test_team_may_still_say_that_nobody_came(room, lea, owner):
    request = asked(room, lea)
    with after_start(6):
        approve(request, by=owner)

    with after_start(90):
        release(request, by=owner)

    assert Booking.objects.get().kept_cents == 2400


def test_what_was_kept_is_taken_late(room, lea):
    with after_start(-2):
        kept = keep(room, person=lea, start=START, end=END)

    with after_start(6):
        confirm(kept, by=lea)

    assert lapsed_at_noon(kept) == (State.CONFIRMED, None)


def test_guest_opens_the_mail_late(room):
    wish = GuestWish(name="Zoé", email="zoe@example.org", language="en", start=START, end=END)
    with after_start(-2):
        kept = ask_as_guest(room, wish)

    with after_start(20):
        confirm_as_guest(kept)

    assert lapsed_at_noon(kept) == (State.CONFIRMED, None)


def test_nobody_says_yes_to_what_is_over(room, lea, owner):
    request = asked(room, lea)

    with clock.fixed(END):
        with pytest.raises(BookingRefused) as refusal:
            approve(request, by=owner)
        answered = accept_together([request], by=owner, seen={})

    assert refusal.value.code == "in_the_past"
    assert [why.code for _one, why in answered.left] == ["in_the_past"]
    assert Booking.objects.get().state == State.PENDING
