"""R1 to R13, each by its number, as the service keeps them on the real database. R11 is `test_refusals_said`.

The worked examples and the oracle look at each of them in depth; here one reads what a rule says, and that it holds.
"""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import State
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services import states
from spaces.booking.services.availability import availability
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book, hold
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.series import preview_series
from tests.factories.booking import (
    PersonFactory,
    at,
    conditions,
    on,
    open_room,
    priced,
    require_training,
    reserve_for,
    trained,
)
from tests.factories.catalogue import on_dates, open_weekly
from tests.factories.pricing import audience
from tests.spaces.booking.services.asking import ask, refusal
from tests.spaces.booking.services.conftest import NOW

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 6, 16)


def free(resource, on: date = TUESDAY, duration: int = 60) -> list[str]:
    """The free starts of a day, with their offset."""
    found = availability(resource, from_on=on, until_on=on, duration=duration)["starts"]
    return [start.removeprefix(f"{on}T") for start in found]


def test_r1_touching_is_not_overlapping():
    room = open_room()
    ask(room, "10-12")

    assert ask(room, "12-13").state == ask(room, "9-10").state == State.CONFIRMED
    assert refusal(room, "11-12").code == Refusal.ALREADY_BOOKED


def test_r2_hours_are_those_of_the_wall_skipped_ones_too():
    room = open_room(hours=("02:00", "04:00"), min_days_before=0)

    # In spring 2:00 does not exist: with the offset before the gap it is 3:00. In autumn it is the first of the two.
    assert free(room, date(2027, 3, 28)) == ["03:00:00+02:00"]
    assert free(room, date(2026, 10, 25)) == ["02:00:00+02:00", "02:00:00+01:00", "03:00:00+01:00"]


def test_r3_a_duration_is_time_that_passes():
    room = open_room(max_duration=120)
    night = at("2026-10-25 01:00"), at("2026-10-25 03:00")

    start, end = night
    assert end.timestamp() - start.timestamp() == 3 * 3600
    assert refusal(room, "1-3", day="2026-10-25").code == Refusal.TOO_LONG


def test_r4_starts_lie_on_a_grid_from_the_opening_and_stay_there():
    room = open_room(hours=("09:30", "13:00"), step=60)
    ask(room, "9:30-11:30", person=PersonFactory())

    assert free(room) == ["11:30:00+02:00"]
    assert refusal(room, "12-13").code == Refusal.OFF_GRID


def test_r5_the_gap_is_the_larger_buffer_and_a_block_needs_none():
    room = open_room(step=15, min_duration=60, buffer_before=15, buffer_after=30)
    ask(room, "10-12")
    start, end = on("14-15")
    block(room, start=start, end=end, by=None)

    assert refusal(room, "12:15-13:15").code == Refusal.BUFFER
    assert ask(room, "12:30-13:30").state == State.CONFIRMED
    assert ask(room, "15-16").state == State.CONFIRMED


def test_r6_the_step_rounds_the_longest_booking_down():
    room = open_room(step=60, max_duration=150)

    assert ask(room, "10-12").state == State.CONFIRMED
    assert refusal(room, "13-15:30").code == Refusal.TOO_LONG
    with override("en"):
        nothing = refusal(open_room(step=60, min_duration=90, max_duration=100), "10-11:30")
    assert "cannot be booked as it is set up. Tell the team" in nothing.message


def test_r7_the_nearest_exception_wins():
    room = open_room(hours=("09:00", "18:00"), has_own_hours=True)
    open_weekly(room, range(7), ("10:00", "12:00"))
    on_dates(None, TUESDAY)
    on_dates(room.space, TUESDAY, hours=("14:00", "15:00"))

    assert free(room) == ["14:00:00+02:00"]
    on_dates(room, TUESDAY, hours=("16:00", "17:00"))
    assert free(room) == ["16:00:00+02:00"]


def test_r8_days_before_count_from_midnight_notice_from_the_instant():
    tomorrow = {"day": "2026-06-02"}
    assert ask(open_room(min_days_before=1), "0-1", **tomorrow).state == State.CONFIRMED  # 14 hours ahead
    assert refusal(open_room(min_notice=1440), "0-1", **tomorrow).code == Refusal.TOO_SOON
    assert ask(open_room(max_days_before=1), "10-11", **tomorrow).state == State.CONFIRMED  # to the second
    assert refusal(open_room(max_days_before=1), "11-12", **tomorrow).code == Refusal.TOO_FAR


def test_r9_a_series_is_on_the_wall_and_skips_what_a_month_does_not_have():
    room, person = open_room(), PersonFactory()
    first = at("2026-08-31 09:00"), at("2026-08-31 10:00")

    def said(rrule):
        dates = preview_series(room, person=person, by=person, start=first[0], end=first[1], rrule=rrule)
        return [one.start.isoformat() for one in dates]

    assert said("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3") == [
        "2026-08-31T09:00:00+02:00",
        "2026-10-31T09:00:00+01:00",
        "2026-12-31T09:00:00+01:00",
    ]
    assert said("FREQ=MONTHLY;BYDAY=-1MO;COUNT=2")[1] == "2026-09-28T09:00:00+02:00"
    assert said("FREQ=MONTHLY;BYDAY=5MO;COUNT=2")[1] == "2026-11-30T09:00:00+01:00"


def test_r10_a_whole_day_is_kept():
    room = open_room(block_whole_day=True)
    ask(room, "10-12")

    assert free(room) == [] and refusal(room, "20-21").code == Refusal.ALREADY_BOOKED
    assert free(room, date(2026, 6, 17))[0] == "00:00:00+02:00"


def test_r12_the_server_judges_at_hold_confirmation_and_check_in_and_staff_give_a_reason(owner):
    laser = open_room()
    laser.space.team.create(user=owner, role="manager")
    require_training(laser)
    person = PersonFactory()
    start, end = on("10-12")

    def refused(deed, **more):
        with pytest.raises(BookingRefused) as error:
            deed(**more)
        return error.value.code

    asked = {"person": person, "by": person, "start": start, "end": end}
    assert refused(lambda: hold(laser, **asked)) == Refusal.HABILITATION_MISSING
    grant = trained(person)
    kept = hold(laser, **asked)
    grant.delete()
    assert refused(lambda: states.confirm(kept, by=person)) == Refusal.HABILITATION_MISSING
    trained(person)
    states.confirm(kept, by=person)
    person.habilitation_grants.all().delete()
    with clock.fixed(start):
        assert refused(lambda: states.check_in(kept, by=owner)) == Refusal.HABILITATION_MISSING
        states.check_in(kept, by=owner, override_reason="Sous surveillance")
    assert AuditEvent.objects.latest("pk").reason == "Sous surveillance"


def test_r12_holds_for_the_audience_as_for_a_training(owner):
    studio = open_room()
    studio.space.team.create(user=owner, role="manager")
    members = audience(space=studio.space)
    reserve_for(studio, members)
    person = PersonFactory()
    start, end = on("10-12")
    asked = {"person": person, "start": start, "end": end}

    for by in (person, owner):
        with pytest.raises(BookingRefused) as error:
            book(studio, by=by, **asked)
        assert error.value.code == Refusal.NOT_ALLOWED

    book(studio, by=owner, override_reason="Journée d’essai", **asked)
    line = AuditEvent.objects.latest("pk")
    assert (line.reason, line.after["overridden"]) == ("Journée d’essai", [Refusal.NOT_ALLOWED])


def test_r13_a_booking_keeps_what_held_when_it_was_made():
    room = open_room(buffer_after=30)
    priced(room, 1200)
    conditions(room.space, (1440, 50))
    booking = ask(room, "10-12")
    room.prices.update(amount_cents=9900)
    room.space.policies.all().delete()
    room.buffer_after = 0
    room.save()

    booking.refresh_from_db()
    assert (booking.price_cents, booking.buffer_after) == (2400, 30)
    assert [tier.kept_percent for tier in booking.terms.tiers] == [50]
    with clock.fixed(NOW + timedelta(days=15, hours=-2)):
        assert states.cancel(booking, by=booking.person).kept_cents == 1200
