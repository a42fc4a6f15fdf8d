"""Rules against two oracles: days walked one by one, and dateutil from the very start."""

import calendar as months
from datetime import date, datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from events.feeds.rules.bounded_rule import BoundedRule, Work
from events.feeds.rules.problems import EntryError
from events.feeds.rules.recurrence import check
from tests.events.feeds.ics import PARIS, calendar, event, read, window

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


# Days walked one by one


def walked(rule: dict[str, object], start: datetime, exdates: set[datetime], last: date) -> list[datetime]:
    """What a rule means, said as slowly and plainly as possible."""
    found: list[datetime] = []
    day = start.date()
    while day <= last and (rule["count"] is None or len(found) < rule["count"]):
        moment = datetime.combine(day, start.time())
        if rule["until"] is not None and moment > rule["until"]:
            break
        if matches(rule, start.date(), day):
            found.append(moment)
        day += timedelta(days=1)
    return [moment for moment in found if moment not in exdates]


def matches(rule: dict[str, object], start: date, day: date) -> bool:
    if rule["freq"] == "DAILY":
        periods, fits = (day - start).days, True
    elif rule["freq"] == "WEEKLY":
        monday = start - timedelta(days=start.weekday())
        periods, fits = (day - monday).days // 7, day.weekday() == start.weekday()
    else:
        periods, fits = (day.year - start.year) * 12 + day.month - start.month, day.day == start.day
    if rule["byday"]:
        fits = any(is_named(name, day) for name in rule["byday"])
    return fits and periods % rule["interval"] == 0


def is_named(name: str, day: date) -> bool:
    """Whether `day` is the TU, the 3TU or the -1TU of its month."""
    if WEEKDAYS[day.weekday()] != name[-2:]:
        return False
    from_start = (day.day - 1) // 7 + 1
    from_end = (months.monthrange(day.year, day.month)[1] - day.day) // 7 + 1
    return name[:-2] in ("", str(from_start), str(-from_end))


def on_the_wall(*parts: int) -> datetime:
    return datetime(*parts)


def moments(first_year: int, last_year: int) -> st.SearchStrategy[datetime]:
    between = st.datetimes(on_the_wall(first_year, 1, 1), on_the_wall(last_year, 1, 1))
    return between.map(lambda moment: moment.replace(microsecond=0, fold=0))


@st.composite
def simple_rules(draw: st.DrawFn) -> tuple[dict[str, object], datetime]:
    """A rule and a start that the rule itself would choose."""
    start = draw(moments(2024, 2027))
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]))
    own = WEEKDAYS[start.weekday()]
    others = draw(st.lists(st.sampled_from(WEEKDAYS), max_size=3))
    byday = draw(st.sampled_from([[], [own, *others]]))
    if freq == "MONTHLY" and byday:
        ordinals = st.sampled_from(["", "1", "2", "5", "-1", "-2"])
        byday = [
            draw(st.sampled_from(["", str((start.day - 1) // 7 + 1)])) + own,
            *(draw(ordinals) + day for day in others),
        ]
    end = draw(st.sampled_from(["count", "until", "never"]))
    return {
        "freq": freq,
        "interval": draw(st.integers(1, 4)),
        "byday": sorted(set(byday)),
        "count": draw(st.integers(1, 30)) if end == "count" else None,
        "until": start + draw(st.timedeltas(timedelta(0), timedelta(days=400))) if end == "until" else None,
    }, start


def written(rule: dict[str, object]) -> str:
    parts = [f"FREQ={rule['freq']}", f"INTERVAL={rule['interval']}"]
    if rule["byday"]:
        parts.append("BYDAY=" + ",".join(rule["byday"]))
    if rule["count"]:
        parts.append(f"COUNT={rule['count']}")
    if rule["until"]:
        parts.append(f"UNTIL={rule['until']:%Y%m%dT%H%M%S}")
    return ";".join(parts)


@settings(max_examples=150, deadline=None)
@given(simple_rules(), st.integers(-30, 700), st.integers(1, 90), st.sets(st.integers(0, 60), max_size=5))
def test_preview_finds_the_days_that_a_walk_finds(rule_and_start, opens, length, excluded):
    rule, start = rule_and_start
    first = start.date() + timedelta(days=opens)
    last = first + timedelta(days=length)
    exdates = {start + timedelta(days=day) for day in excluded}
    lines = [f"RRULE:{written(rule)}"]
    if exdates:
        lines.append("EXDATE;TZID=Europe/Paris:" + ",".join(f"{moment:%Y%m%dT%H%M%S}" for moment in sorted(exdates)))
    content = calendar(event(*lines, start=f"DTSTART;TZID=Europe/Paris:{start:%Y%m%dT%H%M%S}"))

    found = read(content, window(str(first), str(last)))

    expected = [
        moment.replace(tzinfo=PARIS).timestamp()
        for moment in walked(rule, start, exdates, last)
        if first <= moment.date() < last
    ]
    assert ([one.start.timestamp() for one in found.occurrences], found.problems) == (expected, ())


# dateutil from the very start: what moving the start, and counting days, must not change


def some(values: st.SearchStrategy[int], *, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(lambda found: ",".join(map(str, found)))


def around_zero(largest: int) -> st.SearchStrategy[int]:
    return st.integers(1, largest).flatmap(lambda number: st.sampled_from([number, -number]))


def weekdays(ordinals: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    named = st.tuples(ordinals, st.sampled_from(WEEKDAYS)).map("".join)
    return st.lists(named, min_size=1, max_size=4, unique=True).map(",".join)


PARTS = {
    "BYMONTH": some(st.integers(1, 12)),
    "BYMONTHDAY": some(around_zero(31)),
    "BYYEARDAY": some(around_zero(366)),
    "BYWEEKNO": some(around_zero(53)),
    "BYDAY": st.one_of(weekdays(st.just("")), weekdays(st.sampled_from(["1", "2", "-1"]))),  # not both
    "BYHOUR": some(st.integers(0, 23)),
    "BYMINUTE": some(st.integers(0, 59), most=2),
    "BYSETPOS": some(around_zero(6), most=2),
}


@st.composite
def any_rules(draw: st.DrawFn) -> tuple[str, datetime]:
    start = draw(moments(2012, 2020))
    parts = {"FREQ": draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))}
    parts["INTERVAL"] = str(draw(st.sampled_from([1, 1, 2, 3, 5])))
    for name in draw(st.lists(st.sampled_from(sorted(PARTS)), max_size=3, unique=True)):
        parts[name] = draw(PARTS[name])
    if "BYWEEKNO" in parts:  # without weekday, ours takes the start's and dateutil the whole week
        parts.setdefault("BYDAY", draw(PARTS["BYDAY"]))
    if draw(st.booleans()):
        parts["WKST"] = draw(st.sampled_from(WEEKDAYS))
    end = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if end == "COUNT":
        parts["COUNT"] = str(draw(st.integers(1, 2000)))
    elif end == "UNTIL":
        until = start + draw(st.timedeltas(timedelta(0), timedelta(days=9000)))
        parts["UNTIL"] = f"{until:%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={value}" for name, value in parts.items()), start


@settings(max_examples=80, deadline=None)
@example(("FREQ=MONTHLY;BYMONTHDAY=31", on_the_wall(2019, 1, 31, 9)), timedelta(days=2000))
@example(("FREQ=YEARLY;BYDAY=1MO", on_the_wall(2019, 1, 7, 9)), timedelta(days=2000))
@example(("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", on_the_wall(2019, 1, 6, 9)), timedelta(days=2000))
@example(("FREQ=HOURLY;INTERVAL=5", on_the_wall(2019, 1, 6, 9)), timedelta(days=2000))
@example(("FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10;BYDAY=MO", on_the_wall(2019, 1, 6, 9)), timedelta(days=2000))
@example(("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", on_the_wall(2019, 1, 9, 9)), timedelta(days=700))
@example(("FREQ=HOURLY;BYHOUR=9,10,11,12;BYDAY=MO,TU", on_the_wall(2019, 1, 7, 9)), timedelta(days=2000))
@given(any_rules(), st.timedeltas(timedelta(days=-400), timedelta(days=3000)))
def test_bounded_rule_finds_what_dateutil_finds_from_the_very_start(rule_and_start, offset):
    text, start = rule_and_start
    after = start + offset
    before = after + timedelta(days=120)
    work = Work(per_rule=15_000, total=15_000)
    try:
        found = BoundedRule(check(text, start=start, zone=PARIS, times_per_day=100), start, work).between(after, before)
    except EntryError as refused:
        assert refused.code in ("rule", "too_much_work")
        assume(False)

    assert found == from_the_very_start(text, start, after, before)


def from_the_very_start(text: str, start: datetime, after: datetime, before: datetime) -> list[datetime]:
    """What dateutil finds, DTSTART counted as the first."""
    count = int(dict(part.split("=") for part in text.split(";")).get("COUNT", 0))
    first = start
    if "WEEKLY" in text and "BYSETPOS" in text and "BYDAY" in text:  # its first week begins at the start it is given
        wkst = next((WEEKDAYS.index(part[-2:]) for part in text.split(";") if part.startswith("WKST=")), 0)
        first -= timedelta(days=(start.weekday() - wkst) % 7)
    endless = ";".join(part for part in text.split(";") if not part.startswith("COUNT="))
    others = (at for at in rrulestr(endless, dtstart=first).xafter(start) if at > start)
    all_in_time = [start, *takewhile(lambda at: at <= before, others)]
    until = rrulestr(text, dtstart=start)._until or before
    return [at for at in all_in_time[: count or None] if after <= at <= min(before, until)]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        # A start that the rule does not name counts as the first.
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", (2026, 6, 2), [(2, 10), (8, 10), (15, 10)]),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=1", (2026, 6, 2), [(2, 10)]),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=2", (2026, 6, 2), [(2, 10), (9, 10)]),
        # Positions are those of whole weeks, also in the week of the start.
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2;COUNT=3", (2026, 6, 2), [(2, 10), (8, 10), (9, 10)]),
        ("FREQ=WEEKLY;BYDAY=SU,MO,TU;BYSETPOS=2;WKST=SU;COUNT=2", (2026, 6, 1), [(1, 10), (8, 10)]),
        # By the minute, within hours (RFC 5545, 3.8.5.3).
        ("FREQ=MINUTELY;INTERVAL=30;BYHOUR=9,10;UNTIL=20260602T235959", (2026, 6, 2), [(2, 10), (2, 10.5)]),
        ("FREQ=MINUTELY;BYMINUTE=0,45;COUNT=3", (2026, 6, 2), [(2, 10), (2, 10.75), (2, 11)]),
        # As programs write them.
        ("FREQ=WEEKLY; BYDAY=MO, TU ;COUNT=2", (2026, 6, 2), [(2, 10), (8, 10)]),
        ("FREQ=WEEKLY;COUNT=2;X-EXAMPLE=1", (2026, 6, 2), [(2, 10), (9, 10)]),
        ("FREQ=DAILY;UNTIL=20260603T100060", (2026, 6, 2), [(2, 10), (3, 10)]),
    ],
)
def test_preview_lists_the_times_that_a_rule_names(rule, start, expected):
    year, month, day = start
    content = calendar(event(f"RRULE:{rule}", start=f"DTSTART;TZID=Europe/Paris:{year}{month:02}{day:02}T100000"))

    found = read(content)

    assert [(one.start.day, one.start.hour + one.start.minute / 60) for one in found.occurrences] == expected
    assert found.problems == ()


def test_preview_reads_the_last_second_of_a_long_minute_as_the_one_before():
    found = read(calendar(event("RRULE:FREQ=DAILY;BYSECOND=60;COUNT=2", start="DTSTART:20260616T235960Z")))

    assert [one.start.isoformat() for one in found.occurrences] == [
        "2026-06-16T23:59:59+00:00",
        "2026-06-17T23:59:59+00:00",
    ]


def test_preview_lists_every_hour_of_a_quarter_that_a_rule_chooses():
    found = read(
        calendar(event("RRULE:FREQ=HOURLY;BYDAY=MO;BYHOUR=9,10,11", start="DTSTART:20260105T090000Z")),
        window("2026-01-01", "2027-01-01"),
    )

    assert (len(found.occurrences), found.problems) == (52 * 3, ())


# Rules that are refused


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SOMETIMES", "rule"),
        ("INTERVAL=2", "rule"),
        ("FREQ=DAILY,WEEKLY", "rule"),
        ("FREQ=DAILY;INTERVAL=0", "rule"),
        ("FREQ=DAILY;INTERVAL=-2", "rule"),
        ("FREQ=DAILY;INTERVAL=1,2", "rule"),
        ("FREQ=DAILY;COUNT=0", "rule"),
        ("FREQ=DAILY;COUNT=many", "rule"),
        ("FREQ=DAILY;UNTIL=tomorrow", "rule"),
        ("FREQ=DAILY;UNTIL=100000", "rule"),
        ("FREQ=DAILY;UNTIL=PT1H", "rule"),
        ("FREQ=DAILY;UNTIL=20260630,20260730", "rule"),
        ("FREQ=YEARLY;BYMONTH=13", "rule"),
        ("FREQ=YEARLY;BYMONTH=5L", "rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "rule"),
        ("FREQ=YEARLY;BYYEARDAY=-367", "rule"),
        ("FREQ=YEARLY;BYWEEKNO=54", "rule"),
        ("FREQ=DAILY;BYHOUR=24", "rule"),
        ("FREQ=DAILY;BYMINUTE=-1", "rule"),
        ("FREQ=DAILY;BYSETPOS=0", "rule"),
        ("FREQ=MONTHLY;BYDAY=0MO", "rule"),
        ("FREQ=MONTHLY;BYDAY=54MO", "rule"),
        ("FREQ=WEEKLY;BYDAY=XX", "rule"),
        ("FREQ=WEEKLY;WKST=2MO", "rule"),
        ("FREQ=WEEKLY;WKST=MO,TU", "rule"),
        ("FREQ=WEEKLY;BYEASTER=0", "rule"),
        ("FREQ=YEARLY;RSCALE=HEBREW", "rule"),
        ("FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD", "rule"),
        ("FREQ=MINUTELY;BYHOUR=9,10", "rule_too_fine"),
        ("FREQ=MINUTELY;INTERVAL=7;BYHOUR=9", "rule_too_fine"),
        ("FREQ=MINUTELY;INTERVAL=20;BYMINUTE=5", "rule"),
        ("FREQ=DAILY;BYSECOND=61", "rule"),
        ("FREQ=DAILY;BYMONTHDAY=" + "1," * 5000 + "1", "rule"),
        ("FREQ=SECONDLY;BYDAY=MO", "rule_too_fine"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=1,2,3,4,5,6,7,8,9,10", "rule_too_fine"),
    ],
)
def test_check_refuses_a_rule_when_it_says_nothing_sensible(rule, code):
    with pytest.raises(EntryError) as refused:
        check(rule, start=on_the_wall(2026, 6, 16, 10), zone=PARIS, times_per_day=100)

    assert (refused.value.code, refused.value.value) == (code, rule)


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=OMIT", "FREQ=YEARLY;RSCALE=GREGORIAN"])
def test_check_takes_a_rule_when_its_calendar_is_ours(rule):
    assert str(check(rule, start=on_the_wall(2026, 6, 16, 10), zone=PARIS, times_per_day=100)) == "FREQ=YEARLY"


def test_preview_says_which_line_when_a_rule_is_refused():
    found = read(calendar(event("SUMMARY:x", "RRULE:FREQ=SOMETIMES")))

    assert [(one.code, one.line, one.uid, one.value) for one in found.problems] == [
        ("rule", 8, "a@example.org", "FREQ=SOMETIMES")
    ]
