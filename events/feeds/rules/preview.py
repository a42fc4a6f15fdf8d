"""The whole reading of a file: `preview(content, window=…)`."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from events.feeds.rules.bounded_rule import Work
from events.feeds.rules.components import Component, ComponentReader
from events.feeds.rules.entries import Entry, EntryReader
from events.feeds.rules.expansion import expand
from events.feeds.rules.limits import Limits
from events.feeds.rules.lines import logical_lines
from events.feeds.rules.occurrences import Occurrence, Window
from events.feeds.rules.problems import EntryError, Problem, Report
from events.feeds.rules.revisions import latest
from events.feeds.rules.values import wall
from events.feeds.rules.zones import ZoneBook, known_zone

_EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What happens, in the order of time, and what was not understood."""

    occurrences: tuple[Occurrence, ...]
    problems: tuple[Problem, ...]


def preview(content: bytes, *, window: Window, floating: tzinfo | None = None, limits: Limits | None = None) -> Preview:
    """What an iCalendar file says happens in `window`.

    Times without zone are read in `floating`; where that is None, in the X-WR-TIMEZONE of the file,
    else in the zone of the window. Never raises for what a file contains.
    """
    window = Window(start=max(window.start, _EARLIEST), end=min(window.end, _LATEST), zone=window.zone)
    return _Reading(window, floating, limits or Limits()).read(content)


class _Reading:
    """One file on its way to a Preview."""

    def __init__(self, window: Window, floating: tzinfo | None, limits: Limits) -> None:
        self._window = window
        self._floating = floating
        self._limits = limits
        self._report = Report(limit=limits.problems)
        self._work = Work(per_rule=limits.rule_work, total=limits.total_work)

    def read(self, content: bytes) -> Preview:
        if len(content) > self._limits.bytes:
            self._report.add("too_large", number=self._limits.bytes)
            content = content[: self._limits.bytes]
        components = ComponentReader(limits=self._limits, report=self._report)
        components.read(logical_lines(content, self._report))
        if not components.found_calendar and not components.events:
            self._report.add("not_a_calendar")
        occurrences = self._occurrences(self._series(components))
        return Preview(occurrences=tuple(occurrences), problems=self._report.all())

    def _series(self, components: ComponentReader) -> list[list[Entry]]:
        """The entries that can be read, gathered by UID."""
        readers: dict[int, EntryReader] = {}
        series: dict[str, list[Entry]] = defaultdict(list)
        for component in components.events:
            calendar = component.calendar()
            if id(calendar) not in readers:
                readers[id(calendar)] = self._reader(calendar, components.zones)
            entry = readers[id(calendar)].read(component)
            if entry is not None:
                series[entry.uid].append(entry)
        return list(series.values())

    def _reader(self, calendar: Component | None, zones: list[Component]) -> EntryReader:
        """Each calendar of a file has its own zone for floating times."""
        own = known_zone(calendar.text("X-WR-TIMEZONE")) if calendar else None
        book = ZoneBook(
            zones,
            floating=self._floating or own or self._window.zone,
            around=(wall(self._window.start), wall(self._window.end)),
            work=self._work,
            report=self._report,
        )
        return EntryReader(zone_of=book.find, limits=self._limits, report=self._report)

    def _occurrences(self, series: list[list[Entry]]) -> list[Occurrence]:
        """Those of all series, the earliest first.

        Where there are far too many, the window closes on those that will be kept: the next series cost less.
        """
        most = self._limits.occurrences
        found: list[Occurrence] = []
        are_cut = False
        for members in series:
            found += self._expand(members)
            if len(found) > 2 * most:
                found, are_cut = self._in_order(found)[:most], True
                self._window = replace(self._window, end=self._window.instant(found[-1].start) + _INSTANT)
        if are_cut or len(found) > most:
            self._report.add("too_many_occurrences", number=most)
        return self._in_order(found)[:most]

    def _in_order(self, found: list[Occurrence]) -> list[Occurrence]:
        instant = self._window.instant
        return sorted(found, key=lambda one: (instant(one.start), instant(one.end), one.uid, one.summary))

    def _expand(self, members: list[Entry]) -> list[Occurrence]:
        """Those of one series. Where its rule is refused, the dates that are written one by one remain."""
        master, changes = latest(members, self._window, self._report)
        line, uid = members[0].line, members[0].uid
        try:
            found = expand(master, changes, self._window, self._work)
        except EntryError as refused:
            self._report.refuse(refused, line=line, uid=uid)
            found = expand(None, changes, self._window, self._work)
        except OverflowError:
            self._report.add("date", line=line, uid=uid)
            found = expand(None, changes, self._window, self._work)
        most = self._limits.occurrences_per_entry
        if len(found) > most:
            self._report.add("too_many_times", line=line, uid=uid, number=most)
            found.sort(key=lambda one: self._window.instant(one.start))
        return found[:most]
