"""A day of a pass is a calendar day: what is taken for it, who rides on it, and when it comes back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from maillage.base import clock
from spaces.booking.models import Booking
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.passes import costs_instead, costs_together
from spaces.booking.services.previews import preview
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.series import book_series
from spaces.booking.services.states import cancel, cancel_together
from spaces.booking.services.together import Line, book_together
from spaces.booking.services.wall_clocks import keep_wall_clocks
from spaces.pricing.models import HeldDay, LedgerEntry
from spaces.pricing.services import ledger, lots
from spaces.pricing.services.audiences import Belonging
from tests.factories.booking import conditions, on, open_room, priced
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import carnet, days_left, gives, member, plan
from tests.spaces.booking.services.six_desks import person, room

__all__ = ["person", "room"]

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY = "2026-06-16", "2026-06-17"


@pytest.fixture
def membership(person, room):
    """Five days."""
    return carnet(person, room.space, 5, "days", name="Carnet 5 jours")


def left(membership):
    return days_left(membership, on("10-12")[0].date())


def booked(room, person, hours, day=TUESDAY, **more):
    start, end = on(hours, day)
    return book(room, person=person, by=person, start=start, end=end, **more)


def moved(booking, hours, day=TUESDAY, *, by=None):
    start, end = on(hours, day)
    return move(booking, start=start, end=end, by=by or booking.person)


def movements():
    said = LedgerEntry.objects.exclude(kind="grant").order_by("pk").values_list("kind", "amount", "used_on")
    return [(kind, amount, used_on and used_on.day) for kind, amount, used_on in said]


def test_day_is_paid_once_for_what_is_booked_on_it_one_after_another(room, person, membership):
    bookings = [booked(room, person, hours) for hours in ("9-12", "14-17", "12-14")]

    assert left(membership) == [4]
    assert [one.price_cents for one in bookings] == [0, 0, 0]
    assert [one.policy["passes"][0]["amount"] for one in bookings] == [1, 0, 0]
    assert movements() == [("spend", -1, 16)]


def test_two_things_at_one_moment_are_two_days(room, person, membership):
    booked(room, person, "9-12")
    booked(room, person, "11-14")
    booked(room, person, "14-17", seats=2)

    assert left(membership) == [3]
    booked(room, person, "15-16")
    assert left(membership) == [2]


def test_preview_says_that_the_day_is_paid(room, person, membership):
    booked(room, person, "9-12")
    start, end = on("14-17")

    seen = preview(room, person=person, start=start, end=end)

    assert [(part.amount, part.left) for part in seen.use.parts] == [(0, 4)]
    assert (seen.quote.amount_cents, seen.whole.amount_cents) == (0, 3600)


def test_day_stays_taken_as_long_as_somebody_is_on_it(room, person, membership):
    first, second = booked(room, person, "9-12"), booked(room, person, "14-17")

    cancel(first, by=person)
    assert left(membership) == [4]
    cancel(second, by=person)

    assert left(membership) == [5]
    assert [(kind, amount) for kind, amount, _day in movements()] == [
        ("spend", -1),
        ("give_back", 1), ("spend", -1),
        ("give_back", 1),
    ]  # fmt: skip
    whose = LedgerEntry.objects.exclude(kind="grant").order_by("pk").values_list("booking", flat=True)
    assert list(whose) == [first.uuid, first.uuid, second.uuid, second.uuid]


def test_nothing_comes_back_for_who_took_nothing(room, person, membership):
    first, second = booked(room, person, "9-12"), booked(room, person, "14-17")

    cancel(second, by=person)
    assert left(membership) == [4]
    cancel_together([first], by=person)

    assert left(membership) == [5]


def test_used_up_pass_still_pays_for_the_day_that_it_has_paid(room, person, membership):
    ledger.adjust(
        membership, membership.plan.entitlements.get(), -4, on=date(2026, 6, 1), reason="Carnet papier", by=person
    )
    booked(room, person, "9-12")

    riding, beside, other_day = (booked(room, person, *when) for when in (("14-17",), ("10-11",), ("9-12", WEDNESDAY)))

    assert [one.price_cents for one in (riding, beside, other_day)] == [0, 1200, 3600]
    assert left(membership) == [0]


def test_day_that_the_conditions_keep_is_paid_for_who_comes_back(room, person, membership):
    """Even at the hours of what they had cancelled: it is no longer there."""
    conditions(room.space, (100_000, 100))
    cancel(booked(room, person, "9-12"), by=person)
    assert left(membership) == [4]

    again = booked(room, person, "10-17")

    assert (again.price_cents, left(membership)) == (0, [4])
    assert movements() == [("spend", -1, 16)]


def test_late_cancellation_keeps_its_day_beside_what_stands_at_the_same_time(room, person, membership, coordinator):
    conditions(room.space, (100_000, 100))
    first, second = booked(room, person, "9-12"), booked(room, person, "9-12")

    cancel(first, by=person)
    assert left(membership) == [3]
    third = booked(room, person, "10-11")
    assert left(membership) == [3]

    for one, back in ((third, 3), (second, 4)):
        cancel(one, by=coordinator)
        assert left(membership) == [back]


def test_who_books_and_cancels_again_gets_no_kept_day_back(room, person, membership, coordinator):
    conditions(room.space, (100_000, 100))
    first, _second = booked(room, person, "9-12"), booked(room, person, "9-12")
    cancel(first, by=person)

    for _time in range(2):
        cancel(booked(room, person, "9-12"), by=coordinator)

    assert left(membership) == [3]


def test_late_cancellation_of_who_rides_keeps_the_day_that_others_had_paid(room, person, membership, coordinator):
    first = booked(room, person, "9-12")
    conditions(room.space, (100_000, 100))
    second = booked(room, person, "14-17")

    cancel(second, by=person)
    assert left(membership) == [4]
    cancel(first, by=person)  # in time: it was made before there were conditions

    assert left(membership) == [4]


def test_part_that_is_kept_of_several_days_is_the_first_ones(room, person, membership):
    conditions(room.space, (100_000, 50))
    start, end = on("9-18")[0], on("9-18", "2026-06-19")[1]
    cancel(book(room, person=person, by=person, start=start, end=end), by=person)

    assert left(membership) == [3]
    assert movements()[-2:] == [("give_back", 1, 18), ("give_back", 1, 19)]
    booked(room, person, "9-12", WEDNESDAY)
    assert left(membership) == [3]


def test_moving_to_another_day_leaves_the_day_to_who_is_still_on_it(room, person, membership):
    first, second = booked(room, person, "9-12"), booked(room, person, "14-17")
    start, end = on("9-12", WEDNESDAY)
    seen = preview(room, person=person, start=start, end=end, besides=first)

    first = moved(first, "9-12", WEDNESDAY)

    assert [(part.amount, part.left) for part in seen.use.parts] == [(1, 3)]
    assert (left(membership), first.policy["passes"][0]["amount"]) == ([3], 1)
    moved(second, "14-17", WEDNESDAY)
    assert left(membership) == [4]
    moved(first, "15-16", WEDNESDAY)
    assert left(membership) == [3]


def test_other_things_that_it_could_have_cost_nothing_on_a_day_that_others_keep(room, person, membership):
    booking, other = booked(room, person, "9-12"), open_room(space=room.space)
    priced(other, 1200)
    start, end = on("9-12")
    asked = [Request.to_move(booking, by=person, resource=one, start=start, end=end) for one in (other, room)]

    before = costs_instead(asked, Belonging(person, room.space))
    booked(room, person, "14-17")
    after = costs_instead(asked, Belonging(person, room.space))

    assert [[cost.use.amounts for cost in costs] for costs in (before, after)] == [[{"days": 1}] * 2, [{"days": 0}] * 2]


def test_preview_of_a_move_gives_its_own_day_back_first(room, person, membership):
    booking = booked(room, person, "9-12")
    start, end = on("14-17")

    seen = preview(room, person=person, start=start, end=end, besides=booking)

    assert [(part.amount, part.left) for part in seen.use.parts] == [(1, 4)]
    moved(booking, "14-17")
    assert left(membership) == [4]


def test_late_move_within_the_day_is_free_whoever_paid_it(room, person, membership):
    conditions(room.space, (2880, 100))
    first, second = booked(room, person, "9-12"), booked(room, person, "14-17")

    with clock.fixed(first.start_at - timedelta(hours=30)):
        moved(first, "10-13")
        moved(second, "15-18")

    assert left(membership) == [4]


def test_late_move_to_a_day_that_is_paid_already_is_for_the_team(room, person, membership, coordinator):
    """Else whoever cancels late would first move to such a day, and lose nothing."""
    conditions(room.space, (2880, 100))
    booking, _other = booked(room, person, "9-12"), booked(room, person, "14-17", "2026-06-25")

    with clock.fixed(booking.start_at - timedelta(hours=30)):
        with pytest.raises(BookingRefused) as refused:
            moved(booking, "9-12", "2026-06-25")
        assert (refused.value.code, left(membership)) == ("too_late", [3])
        moved(booking, "9-12", "2026-06-25", by=coordinator)

    assert left(membership) == [4]


def test_cancelling_keeps_the_day_that_was_due_before_the_move(room, person, membership):
    conditions(room.space, (2880, 100))
    booking = booked(room, person, "9-12")

    with clock.fixed(booking.start_at - timedelta(hours=30)):
        later = moved(booking, "9-12", "2026-06-25")
        assert (later.terms.floor_days, left(membership)) == (1, [4])
        cancel(later, by=person)

    assert left(membership) == [4]
    assert HeldDay.objects.get().used_on == date(2026, 6, 25)


def test_hold_whose_time_is_up_leaves_the_day_to_who_stays(room, person, membership):
    start, end = on("9-12")
    hold(room, person=person, by=person, start=start, end=end)
    other = booked(room, person, "14-17")

    lapse(at=clock.now() + timedelta(hours=1))

    assert left(membership) == [4]
    cancel(other, by=person)
    assert left(membership) == [5]


def test_basket_of_one_day_takes_one_day(room, person, membership):
    lines = [Line(room, *on(hours)) for hours in ("9-12", "14-17", "10-11")]
    seen = costs_together([line.asked_by(person) for line in lines], Belonging(person, room.space))

    book_together(lines, person=person, by=person)

    assert [part.amount for cost in seen for part in cost.use.parts] == [1, 0, 1]
    assert left(membership) == [3]


def test_series_takes_each_of_its_days_once(room, person, membership):
    booked(room, person, "9-12", WEDNESDAY)
    start, end = on("14-17")

    book_series(room, person=person, by=person, start=start, end=end, rrule="FREQ=DAILY;COUNT=3")

    assert left(membership) == [2]
    assert [day for _kind, _amount, day in movements()] == [17, 16, 18]


def test_pass_of_several_places_pays_a_date_once(person):
    rooms = [open_room(), open_room(), open_room(space=SpaceFactory.open(time_zone="Indian/Reunion"))]
    days = plan("Réseau", reach="network")
    gives(days, 5, unit="days")
    membership = member(person, days)
    for each in rooms:
        priced(each, 1200)

    booked(rooms[0], person, "9-12")
    booked(rooms[1], person, "14-17")
    assert left(membership) == [4]
    booked(rooms[1], person, "11-13")
    assert left(membership) == [3]


def test_day_is_that_of_the_place_that_is_booked(person):
    """23:00 in Paris is the next day on Réunion."""
    there = open_room(space=SpaceFactory.open(days=range(7), hours=("00:00", "24:00"), time_zone="Indian/Reunion"))
    priced(there, 1200)
    days = plan("Réseau", reach="network")
    gives(days, 5, unit="days")
    member(person, days)

    booked(there, person, "23-24")

    assert HeldDay.objects.get().used_on == date(2026, 6, 17)


def test_new_clock_of_the_place_moves_what_is_held_with_the_booking(room, person, membership):
    booking = booked(room, person, "11-13")
    Booking.objects.update(policy=booking.policy | {"tzdata": "2020.1", "offset_min": 60})

    assert keep_wall_clocks() == []

    held, booking = HeldDay.objects.get(), Booking.objects.get()
    assert (held.start_at, held.end_at) == (booking.start_at, booking.end_at) == on("10-12")
    assert (held.used_on, left(membership)) == (date(2026, 6, 16), [4])


def test_booking_of_before_keeps_the_day_that_was_its_own(room, person, membership):
    """Its movement names no day: it comes back with it, and nobody rides on it."""
    old = uuid4()
    booking = booked(room, person, "9-12")
    ledger.give_up(booking.uuid)
    source = lots.sources([membership.pk], date(2026, 6, 1))[0]
    LedgerEntry.objects.create(
        membership=membership, entitlement=source.entitlement, kind="spend", amount=-1, lot=source.grant, booking=old
    )
    assert left(membership) == [4]

    booked(room, person, "14-17")
    assert left(membership) == [3]
    ledger.give_back(old)

    assert left(membership) == [4]


def test_day_is_paid_in_the_same_queries_however_many_ride_on_it(room, person, membership, django_assert_num_queries):
    booked(room, person, "9-10")
    held = [membership.pk]
    with django_assert_num_queries(4):
        lots.sources(held, date(2026, 6, 16), room, since=date(2026, 6, 16))
    for hours in ("10-11", "12-13", "15-16"):
        booked(room, person, hours)

    with django_assert_num_queries(4):
        lots.sources(held, date(2026, 6, 16), room, since=date(2026, 6, 16))
    with django_assert_num_queries(3):
        lots.sources(held, date(2026, 6, 16), room)
