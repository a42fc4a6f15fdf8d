from datetime import date, datetime

import pytest

from maillage.base.zones import get_zone
from spaces.booking.rules.entitlements import (
    Grant,
    Had,
    Holder,
    Quota,
    QuotaPeriod,
    Usage,
    first_exceeded,
    habilitation_refusal,
    quota_usages,
)

PARIS = get_zone("Europe/Paris")
TWO_HOURS_A_DAY = Quota(QuotaPeriod.DAY, minutes=120)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def times(*spans: str) -> list[tuple[datetime, datetime]]:
    """`times("2026-06-16 09:00-10:00")`; the end may have a date of its own: "2026-06-16 23:00-2026-06-17 01:00"."""
    found = []
    for one in spans:
        day, rest = one.split(" ", 1)
        start, end = rest.split("-", 1)
        found.append((at(f"{day} {start}"), at(end if " " in end else f"{day} {end}")))
    return found


def usages(quotas, asked, used=(), levels=()) -> list[Usage]:
    had = [one if isinstance(one, Had) else Had(*times(one)[0]) for one in used]
    return quota_usages(quotas, times(*asked), used=had, audiences=levels, zone=PARIS)


def over_quota(quotas, asked, used=(), audiences=()):
    return "quota" if first_exceeded(usages(quotas, asked, used, [audiences])) else None


def unhabilitated(start: str, end: str, *grants: Grant, required=("laser",)):
    return habilitation_refusal(required, grants, start_at=at(start), end_at=at(end), zone=PARIS)


# Quotas


def test_example_79_two_hours_a_day_on_a_machine():
    slots = ("2026-06-16 09:00-10:00", "2026-06-16 11:00-12:00", "2026-06-16 14:00-15:00")
    assert over_quota([TWO_HOURS_A_DAY], slots) == "quota"
    assert over_quota([TWO_HOURS_A_DAY], slots[1:2], used=slots[:1]) is None
    assert over_quota([TWO_HOURS_A_DAY], slots[2:], used=slots[:2]) == "quota"


def test_quota_of_another_day_is_another():
    assert over_quota([TWO_HOURS_A_DAY], ["2026-06-17 09:00-11:00"], used=["2026-06-16 09:00-11:00"]) is None


def test_quota_does_not_look_at_days_already_over_it_elsewhere():
    used = ["2026-06-16 09:00-14:00"]  # before the quota existed
    assert over_quota([TWO_HOURS_A_DAY], ["2026-06-17 09:00-10:00"], used=used) is None


def test_minutes_across_midnight_count_on_the_day_they_are_spent():
    night = ["2026-06-16 22:00-2026-06-17 02:00"]
    assert over_quota([TWO_HOURS_A_DAY], night) is None
    assert over_quota([TWO_HOURS_A_DAY], night, used=["2026-06-17 09:00-09:01"]) == "quota"
    assert over_quota([TWO_HOURS_A_DAY], night, used=["2026-06-15 09:00-11:00"]) is None


def test_booking_that_ends_at_midnight_does_not_touch_the_next_day():
    used = ["2026-06-17 09:00-14:00"]  # before the quota existed
    assert over_quota([TWO_HOURS_A_DAY], ["2026-06-16 22:00-2026-06-17 00:00"], used=used) is None
    assert over_quota([TWO_HOURS_A_DAY], ["2026-06-16 22:30-2026-06-17 00:01"], used=used) == "quota"


def test_bookings_count_on_the_day_they_start():
    once_a_day = Quota(QuotaPeriod.DAY, count=1)
    night = "2026-06-16 22:00-2026-06-17 02:00"
    assert over_quota([once_a_day], ["2026-06-17 09:00-10:00"], used=[night]) is None
    assert over_quota([once_a_day], ["2026-06-16 09:00-10:00"], used=[night]) == "quota"
    assert over_quota([once_a_day], [night], used=["2026-06-17 09:00-10:00", "2026-06-17 11:00-12:00"]) == "quota"


def test_minutes_are_elapsed_on_the_day_the_clock_changes():
    five_hours = Quota(QuotaPeriod.DAY, minutes=300)
    assert over_quota([five_hours], ["2026-10-25 00:00-04:00"]) is None
    assert over_quota([five_hours], ["2026-10-25 00:00-05:00"]) == "quota"
    assert over_quota([five_hours], ["2026-03-29 00:00-06:00"]) is None


@pytest.mark.parametrize(
    ("period", "used", "refusal"),
    [
        (QuotaPeriod.WEEK, "2026-06-15 09:00-10:00", "quota"),  # Monday
        (QuotaPeriod.WEEK, "2026-06-21 09:00-10:00", "quota"),  # Sunday
        (QuotaPeriod.WEEK, "2026-06-14 09:00-10:00", None),
        (QuotaPeriod.WEEK, "2026-06-22 09:00-10:00", None),
        (QuotaPeriod.MONTH, "2026-06-01 00:00-01:00", "quota"),
        (QuotaPeriod.MONTH, "2026-06-30 23:00-23:30", "quota"),
        (QuotaPeriod.MONTH, "2026-05-31 23:00-23:30", None),
        (QuotaPeriod.MONTH, "2026-07-01 00:00-01:00", None),
    ],
)
def test_week_begins_on_monday_and_month_on_the_first(period, used, refusal):
    assert over_quota([Quota(period, count=1)], ["2026-06-16 09:00-10:00"], used=[used]) == refusal


def test_month_around_new_year():
    assert QuotaPeriod.MONTH.around(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert QuotaPeriod.WEEK.around(date(2027, 1, 1)) == (date(2026, 12, 28), date(2027, 1, 4))


def test_every_quota_of_an_audience_holds():
    quotas = [TWO_HOURS_A_DAY, Quota(QuotaPeriod.WEEK, count=1)]
    assert over_quota(quotas, ["2026-06-16 09:00-10:00"], used=["2026-06-17 09:00-10:00"]) == "quota"


def test_own_audience_replaces_everybody_and_the_kindest_counts():
    quotas = [
        TWO_HOURS_A_DAY,
        Quota(QuotaPeriod.DAY, minutes=480, audience="residents"),
        Quota(QuotaPeriod.DAY, minutes=60, audience="students"),
    ]
    four_hours = ["2026-06-16 09:00-13:00"]
    assert over_quota(quotas, four_hours) == "quota"
    assert over_quota(quotas, four_hours, audiences=["neighbours"]) == "quota"
    assert over_quota(quotas, four_hours, audiences=["students", "residents"]) is None
    assert over_quota(quotas, ["2026-06-16 09:00-10:30"], audiences=["students"]) == "quota"


def test_no_quota_for_a_person_is_no_limit():
    assert over_quota([], ["2026-06-16 00:00-23:00"]) is None
    students_only = [Quota(QuotaPeriod.DAY, minutes=60, audience="students")]
    assert over_quota(students_only, ["2026-06-16 00:00-23:00"]) is None


def test_nearer_level_replaces_the_next_one():
    quotas = [
        Quota(QuotaPeriod.DAY, minutes=30),
        Quota(QuotaPeriod.DAY, minutes=60, audience="members"),
        Quota(QuotaPeriod.MONTH, minutes=600, audience="nomade"),
    ]

    def over(minutes: int, *levels) -> bool:
        asked = [f"2026-06-16 09:00-{9 + minutes // 60:02}:{minutes % 60:02}"]
        return first_exceeded(usages(quotas, asked, levels=levels)) is not None

    assert [over(minutes, {"nomade"}, {"members"}) for minutes in (90, 599, 601)] == [False, False, True]
    assert [over(minutes, set(), {"members"}) for minutes in (60, 61)] == [False, True]
    assert [over(minutes) for minutes in (30, 31)] == [False, True]


def test_person_and_organisation_are_counted_apart_and_both_hold():
    quotas = [TWO_HOURS_A_DAY, Quota(QuotaPeriod.DAY, minutes=300, holder=Holder.ORGANISATION)]
    (morning,) = times("2026-06-16 08:00-12:00")
    colleague = Had(*morning, is_theirs=False, is_organisations=True)

    assert over_quota(quotas, ["2026-06-16 14:00-15:00"], used=[colleague]) is None
    assert over_quota(quotas, ["2026-06-16 14:00-15:01"], used=[colleague]) == "quota"
    assert over_quota(quotas[:1], ["2026-06-16 14:00-16:00"], used=[colleague]) is None


def test_others_of_its_kind_count_where_the_quota_says_so():
    (morning,) = times("2026-06-16 08:00-10:00")
    elsewhere = [Had(*morning, is_here=False)]
    of_kind = Quota(QuotaPeriod.DAY, minutes=120, counts_kind=True)

    assert over_quota([TWO_HOURS_A_DAY], ["2026-06-16 14:00-15:00"], used=elsewhere) is None
    assert over_quota([of_kind], ["2026-06-16 14:00-15:00"], used=elsewhere) == "quota"


def test_only_what_lies_inside_its_hours_and_days_counts():
    noon = Quota(QuotaPeriod.DAY, minutes=60, weekdays=frozenset(range(5)), starts_min=12 * 60, ends_min=14 * 60)
    tuesday, saturday = "2026-06-16", "2026-06-20"

    assert over_quota([noon], [f"{tuesday} 08:00-13:00"]) is None
    assert over_quota([noon], [f"{tuesday} 08:00-13:01"]) == "quota"
    assert over_quota([noon], [f"{tuesday} 13:00-18:00"], used=[f"{tuesday} 08:00-12:01"]) == "quota"
    assert over_quota([noon], [f"{tuesday} 14:00-18:00"], used=[f"{tuesday} 12:00-14:00"]) is None
    assert over_quota([noon], [f"{saturday} 12:00-14:00"]) is None


def test_hours_over_midnight_belong_to_the_day_on_which_they_start():
    friday_night = Quota(QuotaPeriod.DAY, minutes=120, weekdays=frozenset([4]), starts_min=22 * 60, ends_min=3 * 60)
    assert over_quota([friday_night], ["2026-06-20 01:00-03:00"], used=["2026-06-19 22:00-22:01"]) == "quota"
    assert over_quota([friday_night], ["2026-06-20 01:00-05:00"]) is None
    assert over_quota([friday_night], ["2026-06-19 00:00-03:00"]) is None  # Thursday's night


def test_booking_counts_where_it_first_touches_the_hours():
    once_at_noon = Quota(QuotaPeriod.DAY, count=1, starts_min=12 * 60, ends_min=14 * 60)
    night = "2026-06-15 20:00-2026-06-16 12:30"

    assert over_quota([once_at_noon], ["2026-06-16 13:00-14:00"], used=[night]) == "quota"
    assert over_quota([once_at_noon], ["2026-06-15 13:00-14:00"], used=[night]) is None
    assert over_quota([once_at_noon], ["2026-06-16 14:00-15:00"], used=[night]) is None


def test_usage_says_what_is_left_and_when_it_begins_anew():
    quota = Quota(QuotaPeriod.WEEK, minutes=120, count=3)
    (usage,) = usages([quota], ["2026-06-16 09:00-11:00"], used=["2026-06-15 09:00-09:45", "2026-06-14 09:00-12:00"])

    assert (usage.first_on, usage.next_on) == (date(2026, 6, 15), date(2026, 6, 22))
    assert (usage.left_min, usage.left_count, usage.is_kept) == (75, 2, False)


# Habilitations


def test_example_81_a_habilitation_holds_through_its_last_day():
    laser = Grant("laser", date(2026, 6, 16))
    assert unhabilitated("2026-06-16 22:00", "2026-06-17 00:00", laser) is None
    assert unhabilitated("2026-06-17 09:00", "2026-06-17 10:00", laser) == "habilitation_expired"


def test_habilitation_lasts_through_the_whole_booking():
    laser = Grant("laser", date(2026, 6, 16))
    assert unhabilitated("2026-06-16 22:00", "2026-06-17 00:01", laser) == "habilitation_expired"


def test_habilitation_is_missing_when_never_granted_revoked_or_yet_to_come():
    day = ("2026-06-16 09:00", "2026-06-16 10:00")
    assert unhabilitated(*day) == "habilitation_missing"
    assert unhabilitated(*day, Grant("saw")) == "habilitation_missing"
    assert unhabilitated(*day, Grant("laser", is_revoked=True)) == "habilitation_missing"
    assert unhabilitated(*day, Grant("laser", valid_from=date(2026, 6, 17))) == "habilitation_missing"
    assert unhabilitated(*day, Grant("laser", valid_from=date(2026, 6, 16))) is None


def test_habilitation_renewed_counts_with_its_latest_end():
    grants = (Grant("laser", date(2026, 1, 1)), Grant("laser", date(2027, 1, 1)))
    assert unhabilitated("2026-06-16 09:00", "2026-06-16 10:00", *grants) is None


def test_every_required_habilitation_is_needed_and_the_missing_one_is_said():
    both = ("laser", "saw")
    day = ("2026-06-16 09:00", "2026-06-16 10:00")
    assert unhabilitated(*day, Grant("laser"), Grant("saw"), required=both) is None
    assert unhabilitated(*day, Grant("laser", date(2026, 1, 1)), required=both) == "habilitation_missing"
    assert unhabilitated(*day, required=()) is None
