"""Bookings of a network document are facts: read by the clock of their place, kept whatever stands around them."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from maillage.base import clock
from maillage.network.document.reading import DocumentError, read
from maillage.network.services.exporting import export_network
from maillage.network.services.importing import import_network
from spaces.booking.models import Block, Booking, BookingPolicy, Occupancy
from spaces.booking.services.availability import availability
from spaces.booking.services.blocks import block
from spaces.booking.services.lapsing import lapse
from spaces.catalogue.models import Resource
from tests.factories.booking import on

EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]


@pytest.fixture(autouse=True)
def _long_after(few_territories):
    """What the documents tell is over."""
    with clock.fixed(datetime(2027, 1, 1, tzinfo=UTC)):
        yield


def document(*resources, bookings=(), blocks=(), events=()):
    space = {
        "slug": "a",
        "opening_hours": [{"days": EVERY_DAY, "opens": "09:00", "closes": "18:00"}],
        "resources": list(resources) or [{"slug": "r"}],
    }
    parts = {"bookings": list(bookings), "blocks": list(blocks), "events": list(events)}
    return {"format": "maillage-network/1", "spaces": [space], **parts}


def span(start, end, resource="a/r", **more):
    """`span("10:00", "11:00")` of Tuesday 16 June."""
    return {"resource": resource, "start": f"2026-06-16T{start}", "end": f"2026-06-16T{end}", **more}


def bring_in(said):
    return import_network(read(json.dumps(said).encode()))


def written_again(said) -> int:
    counts = bring_in(said).counts.values()
    return sum(count["created"] + count["updated"] for count in counts)


def hours(now, slug="r", seats=1):
    """The free starts of that Tuesday, asked at `now`."""
    resource = Resource.objects.select_related("space").get(slug=slug)
    day = date(2026, 6, 16)
    with clock.fixed(datetime.fromisoformat(now)):
        found = availability(resource, from_on=day, until_on=day, duration=60, seats=seats)
    return [start[11:13] for start in found["starts"]]


def test_a_hold_that_is_over_holds_for_who_asks_about_an_instant_before_that():
    bring_in(document(bookings=[span("10:00", "12:00", state="hold", expires="2026-06-16T09:05")]))

    assert hours("2026-06-16T09:04:59+02:00") == ["12", "13", "14", "15", "16", "17"]
    assert hours("2026-06-16T09:05:00+02:00") == ["10", "11", "12", "13", "14", "15", "16", "17"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_hold_that_is_over_gives_way_to_who_booked_after_it(is_first):
    hold = span("10:00", "12:00", state="hold", expires="2026-06-16T09:05")
    booking = span("11:00", "13:00")
    said = document(bookings=[hold, booking] if is_first else [booking, hold])

    bring_in(said)

    assert hours("2026-06-16T09:06+02:00") == ["10", "13", "14", "15", "16", "17"]
    assert written_again(said) == 0


def test_a_hold_is_the_same_once_it_has_been_tidied():
    said = document(bookings=[span("10:00", "12:00", state="hold", expires="2026-06-16T09:05")])
    bring_in(said)
    lapse()

    assert written_again(said) == 0
    assert export_network()["bookings"][0]["expires"] == "2026-06-16T09:05:00+02:00"


def test_a_block_closes_around_the_bookings_that_stand_there():
    said = document(
        {"slug": "hall"},
        {"slug": "r", "parent": "hall"},
        {"slug": "pool", "capacity": 2},
        bookings=[span("10:00", "12:00"), span("10:00", "12:00", "a/pool")],
        blocks=[span("09:00", "15:00", "a/hall"), span("11:00", "13:00", "a/pool")],
    )

    bring_in(said)

    assert hours("2026-06-01T09:00+02:00") == ["15", "16", "17"]
    assert hours("2026-06-01T09:00+02:00", "pool") == ["09", "10", "13", "14", "15", "16", "17"]
    assert written_again(said) == 0


def test_a_booking_is_a_fact_under_a_block_that_was_there_before():
    bring_in(document({"slug": "pool", "capacity": 2}))
    pool = Resource.objects.get()
    start, end = on("9-13")
    block(pool, start=start, end=end, by=None)

    bring_in(document({"slug": "pool", "capacity": 2}, bookings=[span("10:00", "11:00", "a/pool")]))

    assert hours("2026-06-01T09:00+02:00", "pool") == ["13", "14", "15", "16", "17"]
    held = Occupancy.objects.active().order_by("kind", "place", "start_at").values_list("kind", "place", "start_at")
    assert [(kind, place, at.hour + 2) for kind, place, at in held] == [
        ("block", 1, 9),
        ("block", 1, 11),
        ("block", 2, 9),
        ("booking", 1, 10),
    ]
    Booking.objects.get()
    Block.objects.get()


def test_an_event_takes_a_room_under_a_block_of_the_same_document():
    event = {"slug": "e", "space": "a", "resources": ["r"], "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"}
    said = document(blocks=[span("09:00", "13:00")], events=[event])

    bring_in(said)

    assert hours("2026-06-01T09:00+02:00") == ["13", "14", "15", "16", "17"]
    assert written_again(said) == 0


def test_bookings_that_fit_are_never_refused_for_how_they_are_spread():
    said = document(
        {"slug": "pool", "capacity": 2},
        bookings=[
            span(*times.split("-"), "a/pool") for times in ("12:00-13:00", "09:00-10:00", "09:30-10:30", "10:00-12:30")
        ],
    )

    bring_in(said)

    assert hours("2026-06-01T09:00+02:00", "pool") == ["11", "13", "14", "15", "16", "17"]


def test_a_booking_may_last_for_years():
    said = document(bookings=[{"resource": "a/r", "start": "2024-01-01T00:00", "end": "2027-01-01T00:00"}])

    bring_in(said)

    assert hours("2026-06-01T09:00+02:00") == []


def test_a_booking_comes_and_goes_with_its_note():
    said = document(bookings=[span("10:00", "11:00", note="Sans chaises")])

    bring_in(said)

    assert Booking.objects.get().note == "Sans chaises"
    assert export_network()["bookings"][0]["note"] == "Sans chaises"


def test_address_of_a_guest_leaves_with_no_document():
    bring_in(document(bookings=[span("10:00", "11:00", guest="Zoé Passante")]))
    BookingPolicy.objects.create(space=Resource.objects.get().space, name="Sans compte", welcomes_guests=True)
    before = json.dumps(export_network(), default=str)

    Booking.objects.update(guest_email="zoe@example.org", guest_language="en")

    assert json.dumps(export_network(), default=str) == before
    assert "Zoé Passante" in export_network()["bookings"][0]["guest"]
    assert not re.search("welcome|zoe@", before)


def test_bookings_that_overlap_are_named():
    with pytest.raises(DocumentError) as refusal:
        bring_in(document(bookings=[span("10:00", "12:00"), span("11:00", "13:00"), span("12:00", "13:00")]))

    assert [problem.path for problem in refusal.value.problems] == ["bookings[1]"]
