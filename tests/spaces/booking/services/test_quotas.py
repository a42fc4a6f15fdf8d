"""Quotas for people, for who has a plan, for organisations, at some hours, of one resource or of its kind."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from maillage.base import clock
from maillage.curation.models import AuditEvent
from members.directory.models import Organisation
from spaces.booking.models import State
from spaces.booking.services.booking import move
from spaces.booking.services.previews import preview, refusal_of, refusals_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.series import book_series, preview_series
from spaces.booking.services.states import check_in
from spaces.booking.services.together import Line
from spaces.catalogue.models import Resource
from tests.factories.booking import PersonFactory, limit, on, open_room
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.pricing import member, plan
from tests.spaces.booking.services.asking import ask, refusal

pytestmark = pytest.mark.django_db

NOON = {"weekdays": "01234", "starts_min": 12 * 60, "ends_min": 14 * 60}


@pytest.fixture
def space(owner):
    return SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner, name="La Centrale")


@pytest.fixture
def rooms(space):
    return [ResourceFactory(space=space, kind="meeting_room", name=name) for name in ("Aneto", "Ossau")]


@pytest.fixture
def troupe():
    return Organisation.objects.create(name="Cie du Pont", slug="cie-du-pont")


# At some hours


def test_limit_holds_inside_its_hours_only():
    room, person = open_room(), PersonFactory()
    limit(room, minutes=120, **NOON)

    assert ask(room, "08-13", person=person).state == State.CONFIRMED
    assert ask(room, "13-18", person=person).state == State.CONFIRMED  # two hours at noon, ten in all
    assert ask(room, "12-13", person=person, day="2026-06-17").state == State.CONFIRMED
    assert refusal(room, "11-14", person=person, day="2026-06-17").code == "quota"
    assert ask(room, "12-16", person=person, day="2026-06-20").state == State.CONFIRMED  # Saturday


def test_refusal_says_which_limit_what_is_left_and_when_it_begins_anew():
    room, person = open_room(name="Laser", step=30), PersonFactory()
    limit(room, minutes=90, **NOON)
    ask(room, "12-12:30", person=person)

    with translation.override("en"):
        error = refusal(room, "12:30-14:30", person=person)
        ask(room, "12:30-13:30", person=person)
        spent = refusal(room, "13:30-15", person=person)
        too_long = refusal(room, "12-14", day="2026-06-17")

    which = "This is more of Laser than one person may book (1 h 30 min a day, Monday to Friday, 12:00–14:00)."
    assert error.message == (
        f"{which} Left before Wednesday 17 June: 1 h. Choose a shorter time, or one from that day on. "
        "Other hours are not limited by it."
    )
    assert error.detail["quota"] == {
        "period": "day", "from": "2026-06-16", "renews_on": "2026-06-17", "left_minutes": 60, "left_count": None,
    }  # fmt: skip
    assert too_long.message == (
        f"{which} Left before Thursday 18 June: 1 h 30 min. Choose a shorter time. Other hours are not limited by it."
    )
    assert spent.message == (
        f"{which} Nothing is left before Wednesday 17 June. Choose a time from that day on. "
        "Other hours are not limited by it."
    )


def test_refusal_of_a_number_of_bookings_says_when_the_next_may_be():
    room, person = open_room(name="Laser"), PersonFactory()
    limit(room, count=1, period="week", audience="members")
    ask(room, "10-11", person=person)

    with translation.override("en"):
        error = refusal(room, "12-13", person=person)

    assert error.message == (
        "This is more of Laser than one person may book (1 booking a week, everyone but the team). "
        "Nothing is left before Monday 22 June. Choose a time from that day on."
    )


def test_booking_is_never_counted_against_itself(space, owner):
    room, person = ResourceFactory(space=space), PersonFactory()
    limit(room, minutes=120, **NOON)
    booking = ask(room, "12-14", person=person)

    moved = move(booking, start=on("11-14")[0], end=on("11-14")[1], by=person)

    with clock.fixed(on("11-12")[0]):
        assert check_in(moved, by=owner).state == State.CHECKED_IN


# For who has a plan


def test_plan_has_limits_of_its_own_across_the_rooms_of_a_place(rooms, space):
    aneto, ossau = rooms
    nomade = plan("Nomade", space=space)
    for room in rooms:
        limit(room, minutes=60)
        limit(room, minutes=600, period="month", plan=nomade, counts_kind=True)
    lea, other = PersonFactory(), PersonFactory()
    member(lea, nomade)

    assert refusal(aneto, "08-10", person=other).code == "quota"
    ask(aneto, "08-14", person=lea)
    ask(ossau, "14-17", person=lea, day="2026-06-17")
    assert refusal(ossau, "08-10", person=lea, day="2026-06-30").code == "quota"
    assert ask(ossau, "08-09", person=lea, day="2026-06-30").state == State.CONFIRMED
    assert ask(aneto, "08-18", person=lea, day="2026-07-01").state == State.CONFIRMED


def test_plan_counts_on_the_first_day_of_the_booking_only_while_it_lasts(rooms, space):
    room, lea = rooms[0], PersonFactory()
    nomade = plan("Nomade", space=space)
    limit(room, minutes=60), limit(room, minutes=300, plan=nomade)
    member(lea, nomade, valid_through=date(2026, 6, 16))

    assert ask(room, "10-15", person=lea).state == State.CONFIRMED
    assert refusal(room, "10-15", person=lea, day="2026-06-17").code == "quota"


def test_dates_of_a_series_go_each_by_the_plan_of_its_day(rooms, space):
    room, lea = rooms[0], PersonFactory()
    nomade = plan("Nomade", space=space)
    limit(room, minutes=60), limit(room, minutes=300, plan=nomade)
    member(lea, nomade, valid_through=date(2026, 6, 17))
    start, end = on("10-13")

    found = preview_series(room, person=lea, by=lea, start=start, end=end, rrule="FREQ=DAILY;COUNT=4")

    assert [one.code for one in found] == [None, None, "quota", "quota"]


# For an organisation


def test_organisation_is_counted_over_all_who_book_for_it(rooms, troupe):
    room = rooms[0]
    limit(room, minutes=180, holder="organisation")
    lea, tao = PersonFactory(), PersonFactory()
    ask(room, "08-10", person=lea, organisation=troupe)

    error = refusal(room, "10-12", person=tao, organisation=troupe)

    assert error.code == "quota" and error.detail["quota"]["left_minutes"] == 60
    assert ask(room, "10-11", person=tao, organisation=troupe).state == State.CONFIRMED
    assert ask(room, "12-18", person=tao).state == State.CONFIRMED  # for themselves


def test_moved_booking_still_counts_for_its_organisation(rooms, troupe):
    room, lea = rooms[0], PersonFactory()
    limit(room, minutes=180, holder="organisation")
    troupe.team.create(user=lea, role="member")
    booking = ask(room, "08-10", person=lea, organisation=troupe)
    ask(room, "12-13", person=PersonFactory(), organisation=troupe)

    moved = move(booking, start=on("09-11")[0], end=on("09-11")[1], by=lea)
    with pytest.raises(BookingRefused) as refused:
        move(moved, start=on("08-11")[0], end=on("08-11")[1], by=lea)
    assert (refused.value.code, moved.organisation) == ("quota", troupe)


def test_booking_of_who_has_left_the_organisation_moves_for_themselves(rooms, troupe):
    lea = PersonFactory()
    booking = ask(rooms[0], "08-10", person=lea, organisation=troupe)

    moved = move(booking, start=on("09-17")[0], end=on("09-17")[1], by=lea)

    moved.refresh_from_db()
    assert moved.organisation is None


def test_looking_beforehand_knows_what_the_organisation_has(rooms, troupe):
    room, lea = rooms[0], PersonFactory()
    limit(room, minutes=180, holder="organisation")
    ask(room, "08-10", person=PersonFactory(), organisation=troupe)
    start, end = on("10-12")
    asked = {"person": lea, "start": start, "end": end}

    seen = [preview(room, **asked, organisation=one).refusal for one in (None, troupe)]
    found = refusals_of([Line(room, start, end)], person=lea, organisation=troupe)

    assert seen[0] is None
    assert {seen[1].code, found[0].code} == {"quota"}
    assert refusals_of([Line(room, start, end)], person=lea) == {}


def test_series_for_an_organisation_stops_where_it_has_enough(rooms, troupe):
    room, lea = rooms[0], PersonFactory()
    limit(room, count=2, period="week", holder="organisation")
    start, end = on("10-12")
    more = {"organisation": troupe, "on_conflict": "skip"}

    _, made = book_series(room, person=lea, by=lea, start=start, end=end, rrule="FREQ=DAILY;COUNT=4", **more)

    assert [booking.start_at.day for booking in made] == [16, 17]


# Staff, queries, the database


def test_manager_goes_beyond_with_a_reason_that_history_keeps(rooms, owner):
    room, lea = rooms[0], PersonFactory()
    limit(room, minutes=60, **NOON)

    booking = ask(room, "12-14", person=lea, by=owner, override_reason="Atelier de rentrée")

    entry = AuditEvent.objects.get(subject_uuid=booking.uuid)
    assert (entry.reason, entry.after["overridden"]) == ("Atelier de rentrée", ["quota"])
    assert refusal(room, "12-14", person=lea, by=owner, day="2026-06-17").code == "quota"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [(None, 5), ({}, 8), (NOON, 8), ({"counts_kind": True}, 8), ({"plan": "Nomade"}, 9)],
)
def test_limit_costs_three_queries_and_none_without(rooms, space, django_assert_num_queries, fields, expected):
    room, lea = rooms[0], PersonFactory()
    if fields is not None:
        named = {"plan": plan(fields["plan"], space=space)} if "plan" in fields else {}
        limit(room, count=1, **fields | named)
    start, end = on("10-11")

    with django_assert_num_queries(expected):
        refusal_of(Resource.objects.select_related("space").get(pk=room.pk), person=lea, start=start, end=end)


def test_database_refuses_a_case_twice_and_what_makes_no_sense(rooms, space):
    room = rooms[0]
    nomade = plan("Nomade", space=space)
    for case in ({}, {"plan": nomade}, NOON, {"holder": "organisation"}, {"counts_kind": True}):
        limit(room, minutes=60, **case)
    for case in ({}, {"plan": nomade}, NOON, {"plan": nomade, "audience": "team"}, {"ends_min": 1441}):
        with pytest.raises(IntegrityError), transaction.atomic():
            limit(room, minutes=90, **case)
