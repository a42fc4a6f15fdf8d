"""Series: looked at date by date, then booked together."""

import pytest

from spaces.booking.models import Booking
from tests.factories.booking import booked, limit, open_room
from tests.factories.catalogue import EVERY_DAY, SpaceFactory
from tests.maillage.api.test_bookings import wish
from tests.maillage.api.test_errors import said

WEEKLY = "FREQ=WEEKLY;COUNT=4"


def test_example_75_preview_says_each_date_and_writes_nothing(caller, stranger, room):
    booked(room, "10-11", day="2026-06-30")

    response = caller(stranger).post("/bookings/preview", wish(rrule=WEEKLY))

    assert response.status_code == 200
    assert response.json() == {
        "dates": [
            {"start": f"{day}T10:00:00+02:00", "end": f"{day}T11:00:00+02:00", "moved": False, "code": code}
            for day, code in [
                ("2026-06-16", None),
                ("2026-06-23", None),
                ("2026-06-30", "already_booked"),
                ("2026-07-07", None),
            ]
        ]
    }
    assert Booking.objects.count() == 1


def test_preview_of_one_date_needs_no_rule_of_repetition(caller, stranger, room):
    (date,) = caller(stranger).post("/bookings/preview", wish("19-20")).json()["dates"]

    assert date["code"] == "closed"


def test_preview_tells_a_date_that_the_clock_moves(caller, stranger):
    open_room(
        hours=("00:00", "24:00"),
        space=SpaceFactory.open(slug="la-centrale", days=EVERY_DAY, hours=("00:00", "24:00")),
        slug="salle-a",
        step=30,
    )
    times = {"start": "2027-03-21T02:30:00+01:00", "end": "2027-03-21T03:00:00+01:00"}

    dates = caller(stranger).post("/bookings/preview", wish(rrule="FREQ=WEEKLY;COUNT=3") | times).json()["dates"]

    assert [(date["start"], date["moved"]) for date in dates] == [
        ("2027-03-21T02:30:00+01:00", False),
        ("2027-03-28T03:30:00+02:00", True),
        ("2027-04-04T02:30:00+02:00", False),
    ]


def test_series_is_booked_whole(caller, stranger, room):
    response = caller(stranger).post("/bookings", wish(rrule=WEEKLY))

    body = response.json()
    assert response.status_code == 201
    assert set(body) == {"series", "bookings"}
    assert [one["start"][:10] for one in body["bookings"]] == ["2026-06-16", "2026-06-23", "2026-06-30", "2026-07-07"]
    assert {one["series"] for one in body["bookings"]} == {body["series"]}
    assert Booking.objects.count() == 4


@pytest.mark.parametrize("on_conflict", [{}, {"on_conflict": "fail"}])
def test_example_75_series_that_clashes_books_nothing_unless_told(caller, stranger, room, on_conflict):
    booked(room, "10-11", day="2026-06-30")

    response = caller(stranger).post("/bookings", wish(rrule=WEEKLY, **on_conflict))

    assert said(response) == (409, "already_booked")
    detail = response.json()["detail"]
    assert [date["code"] for date in detail["dates"]] == [None, None, "already_booked", None]
    assert isinstance(detail["alternatives"], list)
    assert Booking.objects.count() == 1


def test_example_75_series_leaves_out_what_clashes_when_told(caller, stranger, room):
    booked(room, "10-11", day="2026-06-30")

    response = caller(stranger).post("/bookings", wish(rrule=WEEKLY, on_conflict="skip"))

    assert response.status_code == 201
    assert [one["start"][:10] for one in response.json()["bookings"]] == ["2026-06-16", "2026-06-23", "2026-07-07"]


def test_series_beyond_a_quota_is_422(caller, stranger, room):
    limit(room, count=2, period="month")

    assert said(caller(stranger).post("/bookings", wish(rrule=WEEKLY))) == (422, "quota")


@pytest.mark.parametrize("path", ["/bookings", "/bookings/preview"])
@pytest.mark.parametrize(
    ("rrule", "reason"),
    [
        ("FREQ=WEEKLY", "endless"),
        ("FREQ=DAILY;COUNT=9999", "too_many"),
        ("FREQ=YEARLY;COUNT=50", "too_far"),
        ("FREQ=WEEKLY;UNTIL=20200101", "ends_before_start"),
        ("FREQ=SECONDLY;COUNT=3", "unsupported"),
        ("every monday", "malformed"),
    ],
)
def test_rule_that_no_series_can_follow_is_400(caller, stranger, room, path, rrule, reason):
    response = caller(stranger).post(path, wish(rrule=rrule))

    assert said(response) == (400, "bad_rrule")
    assert response.json()["detail"] == {"reason": reason}


def test_preview_is_for_those_signed_in(anonymous, room):
    assert said(anonymous.post("/bookings/preview", wish(rrule=WEEKLY))) == (401, "sign_in")
