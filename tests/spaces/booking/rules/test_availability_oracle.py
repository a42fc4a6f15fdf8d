"""`starts`, `explain` and `judge` against the oracle, over zones and days where clocks misbehave."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from maillage.base.instants import ALWAYS, MINUTE, to_instant
from maillage.base.zones import get_zone
from spaces.booking.rules.availability import Bookable, Question, Wish, explain, judge, starts
from spaces.booking.rules.occupancy import Held, Pool, tracks
from spaces.booking.rules.resource_rules import ResourceRules
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours
from tests.spaces.booking.rules.oracle import Oracle, at, minute

DAYS = {  # a day of each zone on which something happens, and quiet ones
    "Europe/Paris": ["2026-03-29", "2026-10-25", "2026-06-16"],
    "Africa/Casablanca": ["2026-02-15", "2026-03-22", "2026-09-20"],
    "Indian/Reunion": ["2026-07-01"],
    "Pacific/Noumea": ["2026-12-31"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "Pacific/Apia": ["2011-12-30"],
    "Africa/Cairo": ["2026-04-24", "2026-10-30"],
    "America/Havana": ["2026-03-08", "2026-11-01"],
    "Asia/Kathmandu": ["2026-02-28"],
}
PLACES_AND_DAYS = [(zone, date.fromisoformat(day)) for zone, found in DAYS.items() for day in found]

quarter = st.integers(0, 95).map(lambda count: count * 15)
minutes = st.one_of(quarter, st.sampled_from([0, 1, 119, 120, 150, 179, 180, 1439]))
hours = st.one_of(
    st.sampled_from([(0, 1440), (540, 1080), (1080, 120), (0, 360), (120, 540), (1320, 1080), (600, 1440)]),
    st.tuples(minutes, st.one_of(minutes, st.just(1440))),
)


@st.composite
def weekly_hours(draw, around: date):
    if draw(st.integers(0, 5)) == 0:
        opens = draw(st.sampled_from([0, 540]))  # never closed
        return tuple(WeeklyHours(weekday, opens, opens) for weekday in range(7))
    limits = st.sampled_from([None, None, None, *(around + timedelta(count) for count in (-1, 0, 1))])
    return tuple(
        WeeklyHours(weekday, *draw(hours), draw(limits), draw(limits))
        for weekday in [*range(7), *draw(st.lists(st.integers(0, 6), max_size=4))]
    )


@st.composite
def dated_hours(draw, around: date):
    first_on = around + timedelta(draw(st.integers(-2, 2)))
    return DatedHours(first_on, first_on + timedelta(draw(st.integers(0, 3))), tuple(draw(st.lists(hours, max_size=2))))


@st.composite
def openings(draw, zone: str, around: date):
    exceptions = st.one_of(st.just(()), st.lists(dated_hours(around), max_size=2).map(tuple))
    network = Level(None, draw(exceptions))
    space = Level(draw(weekly_hours(around)), draw(exceptions))
    resource = Level(draw(st.none() | weekly_hours(around)), draw(exceptions))
    return OpeningLayers(get_zone(zone), (network, space, resource))


@st.composite
def held_tracks(draw, around: date, capacity: int, most: int = 6):
    dawn = to_instant(datetime.combine(around, datetime.min.time(), UTC))
    rows = []
    for _ in range(draw(st.integers(0 if most < 6 else 2, most))):
        start = dawn + draw(st.one_of(st.integers(-100, 200), st.integers(20, 50))) * 15 * MINUTE
        kind = draw(st.sampled_from(["booking", "event", "block", "hold", "outside"]))
        row = Held(
            start,
            start + draw(st.sampled_from([5, 30, 60, 90, 600, 1440])) * MINUTE,
            draw(st.sampled_from([0, 0, 15, 30, 120])) * MINUTE,
            draw(st.sampled_from([0, 0, 15, 60])) * MINUTE,
            is_block=kind == "block",
            expires=dawn + draw(st.integers(-40, 40)) * 60 * MINUTE if kind == "hold" else ALWAYS,
        )
        # One broken desk among others with buffers has its own test; here maintenance closes them all.
        rows += [row] * (capacity if row.is_block else 1)
    return tracks(rows)


@st.composite
def cases(draw):
    zone, around = draw(st.sampled_from(PLACES_AND_DAYS))
    capacity = draw(st.sampled_from([1, 1, 2, 3]))
    rules = ResourceRules(
        step_min=draw(st.sampled_from([15, 30, 45, 60, 100, 120, 420])),
        min_duration_min=draw(st.sampled_from([None, 0, 0, 0, 0, 0, 60])),
        max_duration_min=draw(st.sampled_from([None, None, None, None, 100, 240])),
        capacity=capacity,
        buffer_before_min=draw(st.sampled_from([0, 0, 30, 45])),
        buffer_after_min=draw(st.sampled_from([0, 0, 20, 60])),
        block_whole_day=draw(st.integers(0, 5)) == 0,
        min_days_before=draw(st.sampled_from([0, 0, 0, 1])),
        max_days_before=draw(st.sampled_from([None, None, None, None, 1, 2])),
        min_notice_min=draw(st.sampled_from([0, 0, 60, 90])),
    )
    also = []
    if draw(st.integers(0, 3)) == 0:
        also = [Pool(1, 1, draw(held_tracks(around, 1, most=2)))]
    bookable = Bookable(draw(openings(zone, around)), rules, draw(held_tracks(around, capacity)), also)
    from_on = around + timedelta(draw(st.sampled_from([0, 0, -1, 1])))
    now = datetime.combine(around, datetime.min.time(), UTC) + timedelta(
        seconds=draw(st.integers(-90, 20)) * 1800 + draw(st.sampled_from([0, 0, 1]))
    )
    question = Question(
        from_on,
        from_on + timedelta(draw(st.integers(0, 2))),
        draw(st.sampled_from([5, 15, 30, 60, 60, 90, 90, 150, 480, 1500])),
        now,
        draw(st.sampled_from([1, 1, 1, 2])),
    )
    return around, bookable, question


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_starts_and_explain_say_what_the_oracle_says(case):
    around, bookable, question = case
    free, refused = Oracle(bookable, around).answer(question)
    assert [start.isoformat() for start in starts(bookable, question)] == free
    assert [(start.isoformat(), str(code)) for start, code in explain(bookable, question)] == refused


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(), st.lists(st.integers(-200, 400), min_size=1, max_size=12))
def test_judge_says_what_the_oracle_says_at_any_minute(case, offsets):
    around, bookable, question = case
    oracle = Oracle(bookable, around)
    noon = minute(datetime.combine(around, datetime.min.time(), UTC))
    for start in [noon + offset * 15 for offset in offsets] + [noon + offset for offset in offsets]:
        end_at = at(start + question.duration_min)
        verdict = judge(bookable, Wish(at(start), end_at, question.now, question.seats))
        note(at(start).isoformat())
        assert verdict == oracle.code(start, question.duration_min, question.seats, question.now)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_what_is_listed_is_what_is_accepted(case):
    _, bookable, question = case
    length = timedelta(minutes=question.duration_min)
    for start in starts(bookable, question):
        start_at = start.astimezone(UTC)
        assert judge(bookable, Wish(start_at, start_at + length, question.now, question.seats)) is None
    for start, code in explain(bookable, question):
        start_at = start.astimezone(UTC)
        assert judge(bookable, Wish(start_at, start_at + length, question.now, question.seats)) == code
