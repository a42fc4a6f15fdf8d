"""Looking before booking: what `preview` says is what `book` does."""

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, IdempotencyKey
from spaces.booking.services.booking import book
from spaces.booking.services.once import book_once
from spaces.booking.services.previews import preview, refusal_of
from spaces.booking.services.refusals import BookingRefused
from spaces.catalogue.models import Resource
from tests.factories.booking import PersonFactory, at, booked, limit, on, open_room, priced, require_training
from tests.factories.catalogue import ResourceFactory
from tests.spaces.booking.services.conftest import NOW

pytestmark = pytest.mark.django_db


def look(resource, hours="10-12", *, person=None, **more):
    start, end = on(hours)
    return preview(resource, person=person or PersonFactory(), start=start, end=end, **more)


def ends(found) -> list[tuple[str, int | None]]:
    return [(f"{one.end:%H:%M}", one.quote and one.quote.amount_cents) for one in found.ends]


def test_preview_gives_the_price_and_every_free_end(lea):
    room = open_room(hours=("09:00", "18:00"), max_duration=240)
    priced(room, 1200)
    booked(room, "13-14")

    found = look(room, "10-12", person=lea)

    assert found.refusal is None and found.quote.amount_cents == 2400
    assert ends(found) == [("09:00", 1200), ("10:00", 2400), ("11:00", 3600)]  # in UTC


def test_preview_offers_quarters_then_hours():
    room = open_room(step=15, max_duration=300)

    minutes = [(one.end - at("2026-06-16 10:00")).seconds // 60 for one in look(room, "10-11").ends]

    assert minutes == [15, 30, 45, 60, 75, 90, 105, 120, 180, 240, 300]


def test_preview_counts_the_places_left():
    pool = open_room(capacity=5)
    booked(pool, "10-11", seats=2)

    assert (look(pool).most_seats, look(pool, "11-12").most_seats) == (3, 5)


@pytest.mark.parametrize("hours", ["10-12", "11-13", "17-19", "12-12", "12-10"])
def test_preview_refuses_what_book_refuses(lea, hours):
    room = open_room(hours=("09:00", "18:00"))
    booked(room, "11-12")
    start, end = on(hours)

    seen = look(room, hours, person=lea).refusal
    with pytest.raises(BookingRefused) as looked:
        refusal_of(room, person=lea, start=start, end=end)
    with pytest.raises(BookingRefused) as tried:
        book(room, person=lea, by=lea, start=start, end=end)

    assert seen.code == looked.value.code == tried.value.code
    assert seen.detail == looked.value.detail == tried.value.detail


@pytest.mark.parametrize(
    ("hours", "code", "first"),
    [
        ("12-14", "already_booked", "13:00"),
        ("17-19", "closed", "16:00"),
        ("7-9", "closed", "09:00"),
        ("12-16", "too_long", None),
        ("9-10", None, None),
    ],
)
def test_preview_says_what_is_free_instead_where_another_start_would_do(lea, hours, code, first):
    room = open_room(hours=("09:00", "18:00"), max_duration=180)
    booked(room, "12-13")

    found = look(room, hours, person=lea)

    assert (found.refusal and found.refusal.code) == code
    assert next((one["start"][11:16] for one in found.instead), None) == first


def test_start_between_two_that_are_on_offer_comes_with_them(lea):
    start, end = at("2026-06-16 13:30"), at("2026-06-16 15:30")

    found = preview(open_room(), person=lea, start=start, end=end)

    assert found.refusal.code == "off_grid"
    assert {one["start"][11:16] for one in found.instead} >= {"13:00", "14:00"}


def test_nothing_is_offered_instead_to_who_may_not_have_it(lea):
    """Another start would be refused for another reason; a day of which they have all they may is left out."""
    start, end = at("2026-06-16 13:30"), at("2026-06-16 14:30")
    room = open_room()
    limit(room, count=1, period="day")
    booked(room, "9-10", person=lea)

    found = preview(room, person=lea, start=start, end=end).instead
    require_training(room)
    untrained = preview(room, person=lea, start=start, end=end)

    assert {one["start"][:10] for one in found} == {"2026-06-17"}
    assert (untrained.refusal.code, untrained.instead) == ("off_grid", [])


@pytest.mark.parametrize(
    ("of_its_like", "hours", "count"),
    [
        (2, ("13:30", "14:30"), 6),
        (40, ("13:30", "14:30"), 6),
        (10, ("09:00", "10:00"), 32),
        (40, ("09:00", "10:00"), 32),
    ],
)
def test_queries_do_not_grow_with_what_others_may_have(lea, of_its_like, hours, count, django_assert_num_queries):
    """Rooms that are free and ask for a training that she lacks: at most ten are looked at."""
    room = open_room()
    booked(room, "9-10")
    for number in range(of_its_like):
        require_training(ResourceFactory(space=room.space, kind=room.kind, step=5, name=f"Atelier {number}"))
    room = Resource.objects.select_related("space").prefetch_related("prices").get(pk=room.pk)
    start, end = (at(f"2026-06-16 {hour}") for hour in hours)

    with django_assert_num_queries(count):
        assert preview(room, person=lea, start=start, end=end).refusal


def test_preview_writes_nothing(lea):
    look(open_room(), person=lea)

    assert not Booking.objects.exists()


def test_booking_once_keeps_a_refusal_from_being_an_answer(lea):
    room, (start, end) = open_room(), on("10-12")
    in_the_way = booked(room, "10-12")

    with pytest.raises(BookingRefused):
        book_once(room, key="k", person=lea, start=start, end=end)
    in_the_way.occupancy.all().delete()
    in_the_way.delete()

    assert book_once(room, key="k", person=lea, start=start, end=end).is_new
    assert not book_once(room, key="k", person=lea, start=start, end=end).is_new


def test_keys_are_forgotten_after_a_week(lea):
    room = open_room()
    book_once(room, key="k", person=lea, start=on("10-11")[0], end=on("10-11")[1])

    with clock.fixed(NOW.replace(day=23)):
        start, end = on("10-11", "2026-06-24")
        book_once(room, key="l", person=lea, start=start, end=end)

    assert IdempotencyKey.objects.count() == 1
