"""Series: looked at date by date, then booked together."""

import pytest

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, BookingSeries, State
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.series import book_series, preview_series
from tests.factories.booking import PersonFactory, at, booked, limit, on, open_room

pytestmark = pytest.mark.django_db

FOUR_WEEKS = "FREQ=WEEKLY;COUNT=4"


def asked(rrule=FOUR_WEEKS, hours="10-12", person=None, day="2026-06-16"):
    person = person or PersonFactory()
    start, end = on(hours, day)
    return {"person": person, "by": person, "start": start, "end": end, "rrule": rrule}


def codes(found) -> list[str | None]:
    return [one.code for one in found]


def test_example_75_preview_says_which_date_clashes_when_the_third_does():
    room = open_room()
    booked(room, "11-13", day="2026-06-30")

    found = preview_series(room, **asked())

    assert codes(found) == [None, None, "already_booked", None]
    assert [one.start.isoformat() for one in found] == [
        f"2026-{day}T10:00:00+02:00" for day in ("06-16", "06-23", "06-30", "07-07")
    ]
    assert not Booking.objects.filter(state=State.CONFIRMED, source="web").exists()


def test_example_75_skip_books_three_when_the_third_clashes():
    room = open_room()
    booked(room, "11-13", day="2026-06-30")

    series, bookings = book_series(room, **asked(), on_conflict="skip")

    assert [booking.start_at.day for booking in bookings] == [16, 23, 7]
    assert list(series.bookings.order_by("start_at")) == bookings


def test_example_75_fail_books_none_when_the_third_clashes():
    room = open_room()
    booked(room, "11-13", day="2026-06-30")

    with pytest.raises(BookingRefused) as refusal:
        book_series(room, **asked())

    assert (refusal.value.code, refusal.value.status) == ("already_booked", 409)
    assert [date["code"] for date in refusal.value.detail["dates"]] == [None, None, "already_booked", None]
    assert (Booking.objects.count(), BookingSeries.objects.count()) == (1, 0)


def test_series_is_booked_when_every_date_is_free():
    series, bookings = book_series(open_room(), **asked())

    assert (series.rrule, len(bookings), {booking.series for booking in bookings}) == (FOUR_WEEKS, 4, {series})


def test_series_refuses_even_with_skip_when_no_date_is_free():
    room = open_room()
    booked(room, "10-12")
    booked(room, "10-12", day="2026-06-23")

    with pytest.raises(BookingRefused):
        book_series(room, **asked("FREQ=WEEKLY;COUNT=2"), on_conflict="skip")


def test_preview_counts_the_dates_before_against_the_quota():
    room = open_room()
    limit(room, minutes=240, period="week")

    found = preview_series(room, **asked("FREQ=DAILY;COUNT=4", day="2026-06-16"))

    assert codes(found) == [None, None, "quota", "quota"]


def test_series_books_what_the_preview_said_when_the_quota_is_short():
    room = open_room()
    limit(room, minutes=240, period="week")

    _, bookings = book_series(room, **asked("FREQ=DAILY;COUNT=4"), on_conflict="skip")

    assert [booking.start_at.day for booking in bookings] == [16, 17]


def test_preview_flags_the_date_that_the_clock_moves():
    room = open_room(step=30)
    with clock.fixed(at("2027-03-01 08:00")):
        start, end = at("2027-03-21 02:30"), at("2027-03-21 03:30")
        person = PersonFactory()
        found = preview_series(room, person=person, by=person, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=2")

    assert [(one.start.isoformat(), one.moved) for one in found] == [
        ("2027-03-21T02:30:00+01:00", False),
        ("2027-03-28T03:30:00+02:00", True),
    ]


def test_preview_refuses_dates_that_run_into_each_other():
    room = open_room()

    found = preview_series(room, **{**asked("FREQ=DAILY;COUNT=2"), "end": on("10-12", "2026-06-17")[1]})

    assert codes(found) == [None, "already_booked"]


@pytest.mark.parametrize(
    ("rrule", "reason"),
    [
        ("FREQ=WEEKLY", "endless"),
        ("FREQ=SECONDLY;COUNT=3", "unsupported"),
        ("nonsense", "malformed"),
        ("FREQ=DAILY;COUNT=5000", "too_many"),
        ("FREQ=DAILY;UNTIL=20200101", "ends_before_start"),
    ],
)
def test_series_says_why_when_the_rule_cannot_be_followed(rrule, reason):
    with pytest.raises(DomainError) as error:
        preview_series(open_room(), **asked(rrule))

    assert (error.value.code, error.value.detail) == ("bad_rrule", {"reason": reason})
