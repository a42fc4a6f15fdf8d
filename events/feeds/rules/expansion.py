"""The entries of one UID into what happens in a window.

recurring-ical-events does the series: exceptions, extra dates, changed dates and those that change all
that follow. It works here on the wall clock of the series, without zone, because with zones it holds
08:00 in UTC and 08:00 on the wall for the same date; zones come back afterwards.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from icalendar import Event
from icalendar.prop import vDDDLists, vDDDTypes
from recurring_ical_events import EventAdapter, Series
from recurring_ical_events import Occurrence as SeriesOccurrence

from events.feeds.rules.bounded_rule import BoundedRule, Work
from events.feeds.rules.entries import Entry, after
from events.feeds.rules.occurrences import Occurrence, Window
from events.feeds.rules.recurrence import Rule
from events.feeds.rules.series_clock import SeriesClock
from events.feeds.rules.values import Moment

_DAY = timedelta(days=1)
_Time = tuple[Entry, Moment, Moment]


def expand(master: Entry | None, changes: list[Entry], window: Window, work: Work) -> list[Occurrence]:
    """What happens in the window of a series: its `master`, and the `changes` of some of its dates.

    Raises EntryError where a rule costs too much, OverflowError where dates leave the calendar; neither
    without a master.
    """
    if master is None:
        found = [(change, change.start, change.end) for change in changes]
    elif master.repeats or changes or master.exdates:
        found = list(_series(master, changes, window, work))
    else:
        found = [(master, master.start, master.end)]
    # 02:00 and 03:00 are one time where the clock skips that hour: an entry happens once at a time.
    settled = {(id(entry), start): (entry, start, end) for entry, start, end in (_settled(*one) for one in found)}
    return [
        Occurrence(uid=entry.uid, summary=entry.summary, start=start, end=end, status=entry.status)
        for entry, start, end in settled.values()
        if window.meets(start, end)
    ]


def _settled(entry: Entry, start: Moment, end: Moment) -> _Time:
    """Instants that exist on the clock: 02:30 in the hour that is skipped becomes 03:30."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return entry, start, end
    start, end = (moment.astimezone(UTC).astimezone(moment.tzinfo) for moment in (start, end))
    return entry, start, end if end.astimezone(UTC) >= start.astimezone(UTC) else start


def _series(master: Entry, changes: list[Entry], window: Window, work: Work) -> Iterator[_Time]:
    clock = SeriesClock(master, window)
    series = _BoundedSeries([_adapter(entry, clock) for entry in (master, *changes)], work)
    first, last = clock.bounds()
    for found in series.between(first - _DAY, last + _DAY):
        yield _with_zone(found, clock)


def _adapter(entry: Entry, clock: SeriesClock) -> "_EntryAdapter":
    """The entry as recurring-ical-events reads it."""
    event = Event()
    event["UID"] = entry.uid
    start, end = clock.edge(entry.start), clock.edge(entry.end)
    event["DTSTART"] = vDDDTypes(start)
    event["DTEND"] = vDDDTypes(max(start, end))
    if entry.rdates:
        event["RDATE"] = vDDDLists([clock.extra_date(value) for value in entry.rdates])
    if entry.exdates:
        event["EXDATE"] = vDDDLists([clock.excluded_date(value) for value in entry.exdates])
    if entry.recurrence_id is not None:
        event["RECURRENCE-ID"] = vDDDTypes(clock.identity(entry.recurrence_id))
        if entry.this_and_future:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return _EntryAdapter(event, entry)


def _with_zone(found: "_Found", clock: SeriesClock) -> _Time:
    """The entry that speaks for a date, and when it happens."""
    entry = found.entry
    if found.start == clock.edge(entry.start) and not entry.rdates:
        return entry, entry.start, entry.end
    if entry.all_day:
        return entry, found.start.date(), found.end.date()
    start, end = (moment.replace(tzinfo=clock.zone) for moment in (found.start, found.end))
    own_length = clock.edge(entry.end) - clock.edge(entry.start)
    if entry.length is not None and found.end - found.start == own_length:  # else an RDATE gave its own
        end = after(start, entry.length)
    return entry, start, end


class _EntryAdapter(EventAdapter):
    """An event of recurring-ical-events that remembers its entry, and gives its rules already checked."""

    def __init__(self, component: Event, entry: Entry) -> None:
        super().__init__(component)
        self.entry = entry

    @property
    def rrules(self) -> tuple[Rule, ...]:
        return self.entry.rules

    @property
    def sequence(self) -> int:
        return self.entry.sequence

    def has_recurrence_rules(self) -> bool:
        return self.entry.repeats or self.entry.was_master


class _Found(SeriesOccurrence):
    """An occurrence that remembers its entry."""

    def __init__(self, adapter: _EntryAdapter, start: datetime | None = None, end: datetime | None = None) -> None:
        super().__init__(adapter, start, end)
        self.entry = adapter.entry


class _BoundedRules(Series.RecurrenceRules):
    """Expands the rules of a series near the window only."""

    def __init__(self, core: _EntryAdapter, work: Work) -> None:
        self._work = work
        super().__init__(core)

    def create_rule_with_start(self, rule: Rule) -> BoundedRule:
        return BoundedRule(rule, self.start, self._work, is_only=len(self.core.rrules) == 1)


class _BoundedSeries(Series):
    """A series whose rules are bounded by `work`."""

    def __init__(self, adapters: list[_EntryAdapter], work: Work) -> None:
        self.RecurrenceRules = partial(_BoundedRules, work=work)
        super().__init__(adapters)

    def occurrence(self, adapter: _EntryAdapter, start: datetime | None = None, end: datetime | None = None) -> _Found:
        return _Found(adapter, start, end)
