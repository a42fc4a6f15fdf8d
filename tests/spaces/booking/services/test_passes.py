"""Passes pay for bookings: what is taken, from where, and what comes back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.services.arriving import arrive
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.passes import costs_together
from spaces.booking.services.previews import preview
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel, refuse, release, undo
from spaces.booking.services.together import Line, book_together
from spaces.pricing.services import lots
from spaces.pricing.services.audiences import Belonging
from tests.factories.booking import PersonFactory, conditions, on, open_room, priced
from tests.factories.pricing import carnet, gives, member, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def room():
    """12 € an hour."""
    room = open_room()
    priced(room, 1200)
    return room


@pytest.fixture
def membership(person, room):
    """Ten hours."""
    return carnet(person, room.space, 600, name="Carnet 10 h")


def left(membership):
    return [source.left for source in lots.sources([membership.pk], on("10-12")[0].date())]


def booked(room, person, hours="10-12", **more):
    start, end = on(hours)
    return book(room, person=person, by=person, start=start, end=end, **more)


def test_booking_takes_from_a_pass_and_costs_nothing(room, person, membership):
    start, end = on("10-14")
    seen = preview(room, person=person, start=start, end=end)

    booking = booked(room, person, "10-14")

    assert [(part.amount, part.left) for part in seen.use.parts] == [(240, 360)]
    assert seen.quote.amount_cents == booking.price_cents == booking.vat_cents == 0
    assert booking.policy["passes"] == [{"plan": "Carnet 10 h", "unit": "minutes", "amount": 240}]
    assert left(membership) == [360]


def test_pass_is_left_alone_where_its_person_pays_on_site(room, person, membership):
    start, end = on("10-14")
    seen = preview(room, person=person, start=start, end=end, with_passes=False)

    booking = booked(room, person, "10-14", with_passes=False)

    assert seen.quote.amount_cents == seen.whole.amount_cents == booking.price_cents == 4800
    assert [(part.amount, part.left) for part in seen.offered.use.parts] == [(240, 360)]
    assert (seen.use.parts, booking.policy.get("passes"), left(membership)) == ((), None, [600])


def test_what_is_paid_on_site_stays_so_wherever_it_moves(room, person, membership):
    booking = booked(room, person, "10-12", with_passes=False)
    start, end = on("14-17")
    seen = preview(room, person=person, start=start, end=end, besides=booking)

    moved = move(booking, start=start, end=end, by=person)

    assert seen.quote.amount_cents == moved.price_cents == 3600
    assert (moved.pays_with_passes, left(membership)) == (False, [600])


def test_what_a_pass_does_not_cover_is_paid(room, person, membership):
    booked(room, person, "0-9")

    booking = booked(room, person, "10-12")

    assert (booking.price_cents, booking.vat_cents) == (1200, 200)
    assert [line["count"] for line in booking.policy["price"]] == [60]
    assert left(membership) == [0]


def test_pass_is_left_alone_where_it_makes_nothing_cheaper(room, person, membership):
    priced(room, 1200, unit="day")
    booked(room, person, "0-9")

    booking = booked(room, person, "10-18")  # an hour less still costs a day

    assert booking.price_cents == 1200
    assert "passes" not in booking.policy
    assert left(membership) == [60]


def test_free_room_takes_nothing(person, membership, room):
    room.prices.all().delete()

    assert booked(room, person).price_cents is None
    assert left(membership) == [600]


def test_pass_of_somebody_pays_for_nobody_else(room, membership):
    assert booked(room, PersonFactory()).price_cents == 2400
    assert left(membership) == [600]


def test_moving_takes_anew_what_the_new_time_needs(room, person, membership):
    booking = booked(room, person, "10-12")
    start, end = on("14-19")
    seen = preview(room, person=person, start=start, end=end, besides=booking)

    moved = move(booking, start=start, end=end, by=person)

    assert [(part.amount, part.left) for part in seen.use.parts] == [(300, 300)]
    assert (moved.price_cents, left(membership)) == (0, [300])


@pytest.mark.parametrize(("by_team", "back"), [(False, 540), (True, 600)])
def test_cancelling_gives_back_less_what_the_conditions_keep(room, person, membership, coordinator, by_team, back):
    conditions(room.space, (100_000, 50))
    booking = booked(room, person)

    cancel(booking, by=coordinator if by_team else person)

    assert left(membership) == [back]


def test_cancelling_keeps_what_was_due_of_the_pass_before_the_move(room, person, membership):
    """Two hours, half of them due: one hour, though the new time takes four."""
    conditions(room.space, (2880, 50))
    booking = booked(room, person)
    start = booking.start_at + timedelta(days=10)

    with clock.fixed(booking.start_at - timedelta(hours=30)):
        moved = move(booking, start=start, end=start + timedelta(hours=4), by=person)
        assert (moved.terms.floor_minutes, moved.terms.floor_cents, left(membership)) == (60, 0, [360])
        with pytest.raises(BookingRefused):
            move(moved, start=start, end=start + timedelta(minutes=60), by=person)
        cancel(moved, by=person)

    assert left(membership) == [540]


def test_two_passes_have_each_its_own_given_back(room, person, membership):
    monthly = plan("Abonnement", space=room.space)
    gives(monthly, 60, every="month")
    of_month = member(person, monthly)

    booking = booked(room, person, "10-14")

    assert [one["amount"] for one in booking.policy["passes"]] == [60, 180]
    assert (left(of_month), left(membership)) == ([0], [420])
    cancel(booking, by=person)
    assert (left(of_month), left(membership)) == ([60], [600])


def test_pass_in_days_covers_a_day_and_has_it_again(room, person):
    priced(room, 6000, unit="day")
    days = plan("Carnet 5 jours", space=room.space)
    gives(days, 5, unit="days")
    membership = member(person, days)

    booking = booked(room, person, "9-18")

    assert (booking.price_cents, left(membership)) == (0, [4])
    cancel(booking, by=person)
    assert left(membership) == [5]


def test_refused_request_gives_all_back(room, person, membership, coordinator):
    room.requires_approval = True
    room.save()
    booking = booked(room, person)
    assert left(membership) == [480]

    refuse(booking, by=coordinator, reason="Complet")

    assert left(membership) == [600]


def test_hold_whose_time_is_up_gives_all_back(room, person, membership):
    start, end = on("10-12")
    hold(room, person=person, by=person, start=start, end=end)
    assert left(membership) == [480]

    lapse(at=clock.now() + timedelta(hours=1))

    assert left(membership) == [600]


def test_absence_keeps_its_share_until_it_was_a_mistake(room, person, membership, coordinator):
    conditions(room.space, no_show_percent=100)
    policy = room.space.policies.get()
    policy.no_show_percent = 50
    policy.save()
    booking = booked(room, person)
    with clock.fixed(on("10:30-12")[0]):
        release(booking, by=coordinator)
        assert left(membership) == [540]

        booking.refresh_from_db()
        undo(booking, by=coordinator)

    assert left(membership) == [480]


def test_what_was_spent_elsewhere_meanwhile_is_due_once_it_stands_again(room, person, membership, coordinator):
    """Else one lot would have paid for both."""
    mistaken = booked(room, person, "8-16")
    with clock.fixed(on("8:30-12")[0]):
        release(mistaken, by=coordinator)
        other = booked(room, person, "16-20")

        mistaken.refresh_from_db()
        undo(mistaken, by=coordinator)

    mistaken.refresh_from_db()
    assert (other.price_cents, mistaken.price_cents, left(membership)) == (0, 2400, [0])
    assert [part["amount"] for part in mistaken.policy["passes"]] == [360]


def test_ordinary_booking_asks_once_whether_there_are_passes(room, person):
    start, end = on("10-12")
    with CaptureQueriesContext(connection) as queries:
        book(room, person=person, by=person, start=start, end=end)

    asked = [query["sql"] for query in queries if '"pricing_' in query["sql"] and '"pricing_price"' not in query["sql"]]
    assert len(asked) == 1


def test_who_came_before_the_place_was_given_back_has_used_their_hours(room, person, membership):
    conditions(room.space, release_after_min=30)
    booking = booked(room, person)
    with clock.fixed(booking.start_at + timedelta(minutes=40)):
        lapse()
        assert left(membership) == [600]
        booking.refresh_from_db()

        arrive(booking, by=None, at=booking.start_at, where="Entrée")

    assert left(membership) == [480]


def test_request_that_nobody_answered_gives_all_back_once_it_is_over(room, person, membership):
    type(room).objects.update(requires_approval=True)
    room.refresh_from_db()
    booking = booked(room, person)

    with clock.fixed(booking.end_at - timedelta(minutes=1)):
        lapse()
        assert left(membership) == [480]
    with clock.fixed(booking.end_at):
        lapse()
        lapse()

    assert left(membership) == [600]


def test_late_move_to_what_takes_nothing_of_the_pass_is_for_the_team(room, person, membership, coordinator):
    conditions(room.space, (2880, 50))
    booking = booked(room, person)
    free = open_room(space=room.space)
    away = {"resource": free, "start": booking.start_at, "end": booking.end_at}

    with clock.fixed(booking.start_at - timedelta(hours=30)):
        with pytest.raises(BookingRefused) as refused:
            move(booking, **away, by=person)
        assert (refused.value.code, left(membership)) == ("too_late", [480])
        move(booking, **away, by=coordinator)

    assert left(membership) == [600]


def at_each(room, *hours):
    return [Line(room, *on(span)) for span in hours]


def test_what_is_booked_together_costs_what_was_shown(room, person, membership):
    """One lot for all: what one takes of it is no longer there for the next."""
    lines = at_each(room, "8-12", "12-16", "16-20")
    seen = costs_together([line.asked_by(person) for line in lines], Belonging(person, room.space))

    _series, bookings = book_together(lines, person=person, by=person)

    assert [cost.quote.amount_cents for cost in seen] == [one.price_cents for one in bookings] == [0, 0, 2400]
    assert [part.amount for cost in seen for part in cost.use.parts] == [240, 240, 120]
    assert left(membership) == [0]


def test_each_month_of_what_is_booked_together_has_its_own_lot(room, person):
    monthly = plan("Chaque mois", space=room.space)
    gives(monthly, 120, every="month")
    member(person, monthly)
    times = [on("10-12", day) for day in ("2026-06-29", "2026-06-30", "2026-07-01")]

    seen = costs_together([Line(room, *time).asked_by(person) for time in times], Belonging(person, room.space))

    assert [cost.quote.amount_cents for cost in seen] == [0, 2400, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_passes_are_read_once_for_all_that_is_booked_together(room, person, membership, count):
    requests = [line.asked_by(person) for line in at_each(room, "8-9", "9-10", "10-11")[:count]]
    belonging = Belonging(person, room.space)
    list(room.prices.all())

    with CaptureQueriesContext(connection) as captured:
        costs_together(requests, belonging)

    prices = sum('FROM "pricing_price"' in query["sql"] for query in captured.captured_queries)
    assert len(captured) - prices == 4
