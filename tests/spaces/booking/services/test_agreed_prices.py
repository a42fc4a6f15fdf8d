"""What somebody was shown is the most that is left to pay of what they book; else nothing at all is written."""

import pytest
from django.core import mail

from spaces.booking.models import Booking, BookingSeries, IdempotencyKey, Occupancy
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services.booking import book, hold
from spaces.booking.services.once import book_once, book_together_once
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.together import Line, NotAllBooked, book_together
from spaces.pricing.models import LedgerEntry
from tests.factories.booking import PersonFactory, booked, on, open_room, priced
from tests.factories.pricing import carnet

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]

START, END = on("10-12")


@pytest.fixture
def lea():
    return PersonFactory(language="en")


@pytest.fixture
def room():
    """12 € an hour."""
    room = open_room()
    priced(room, 1200)
    return room


@pytest.fixture(name="carnet")
def _carnet(lea, room):
    """One hour, and no more."""
    return carnet(lea, room.space, 60, name="Carnet 1 h")


def lines(room) -> list[Line]:
    return [Line(room, *on("10-12")), Line(room, *on("14-15"))]


def alone(make):
    return lambda room, lea, **more: make(room, person=lea, start=START, end=END, by=lea, **more)


WAYS = pytest.mark.parametrize(
    ("make", "cents"),
    [
        (alone(book), 2400),
        (alone(hold), 2400),
        (lambda room, lea, **more: book_together(lines(room), person=lea, by=lea, **more), 3600),
    ],
    ids=["book", "hold", "together"],
)


@WAYS
def test_what_costs_more_is_refused_and_leaves_nothing(room, lea, make, cents):
    with pytest.raises(BookingRefused) as error:
        make(room, lea, agreed=Outlay(cents - 1))

    refused = error.value
    assert (refused.code, refused.status, refused.detail) == (
        "price_changes",
        409,
        {"price_cents": cents, "takes": f"{cents}+0+0"},
    )
    assert not any(model.objects.exists() for model in (Booking, BookingSeries, Occupancy))
    assert mail.outbox == []


@WAYS
@pytest.mark.parametrize("more", [0, 1, None])
def test_what_costs_as_much_or_less_is_booked(room, lea, make, cents, more):
    make(room, lea, agreed=None if more is None else Outlay(cents + more))

    assert sum(one.price_cents for one in Booking.objects.all()) == cents


@WAYS
def test_what_passes_leave_to_pay_is_what_counts(room, lea, carnet, make, cents):
    for seen in (Outlay(cents - 1200 - 1, 60), Outlay(cents - 1200, 59), Outlay(cents)):
        with pytest.raises(BookingRefused):
            make(room, lea, agreed=seen)
        assert not LedgerEntry.objects.exists() and not Booking.objects.exists()

    make(room, lea, agreed=Outlay(cents - 1200, 60))

    assert sum(one.price_cents for one in Booking.objects.all()) == cents - 1200


def test_what_is_sold_to_nobody_costs_nothing(lea):
    assert book(open_room(), person=lea, start=START, end=END, by=lea, agreed=Outlay(0)).price_cents is None


@pytest.mark.parametrize("is_alone", [True, False])
def test_form_that_was_refused_is_sent_again_with_its_key_and_then_answered_by_it(room, lea, is_alone):
    def send(cents):
        if is_alone:
            return book_once(room, key="k", person=lea, start=START, end=END, agreed=Outlay(cents))
        return book_together_once(lines(room), key="k", person=lea, agreed=Outlay(cents))

    with pytest.raises(BookingRefused):
        send(0)
    assert not IdempotencyKey.objects.exists()

    first, again = send(3600), send(0)
    assert (first.is_new, again.is_new, again[0]) == (True, False, first[0])


def test_line_that_cannot_be_had_is_said_before_any_price(room, lea):
    booked(room, "11-12")

    with pytest.raises(NotAllBooked) as error:
        book_together(lines(room), person=lea, by=lea, agreed=Outlay(0))

    assert list(error.value.refusals) == [0]
