"""The zones that a file speaks of: by name where the name is known, else by its own VTIMEZONE.

A known name wins over the VTIMEZONE beside it: those are often frozen at the year they were written.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from icalendar.prop import vDDDTypes, vUTCOffset
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from events.feeds.rules.bounded_rule import BoundedRule, Work
from events.feeds.rules.components import Component
from events.feeds.rules.problems import EntryError, Report
from events.feeds.rules.recurrence import check
from maillage.base.zones import get_zone

_YEAR = timedelta(days=366)


def known_zone(name: str) -> tzinfo | None:
    """The zone of an IANA or Windows name, maybe behind a program's prefix (/example.org/Europe/Paris)."""
    clean = name.strip().strip("/")
    parts = clean.split("/")
    for candidate in (clean, *("/".join(parts[first:]) for first in range(1, min(len(parts), 8)))):
        if candidate.upper() in ("Z", "UTC", "GMT"):
            return UTC
        try:
            return get_zone(WINDOWS_TO_OLSON.get(candidate, candidate))
        except ValueError:
            continue
    return None


@dataclass(frozen=True, order=True)
class Change:
    """From the wall-clock instant `at` on, the offset is `after` instead of `before`."""

    at: datetime
    before: timedelta
    after: timedelta


class WrittenZone(tzinfo):
    """A zone defined by the changes that a VTIMEZONE lists.

    An instant that was skipped is read with the offset before the change, one that happens twice is
    the first of the two (RFC 5545, 3.3.5), as in ZoneInfo.
    """

    def __init__(self, name: str, changes: list[Change]) -> None:
        self._name = name
        self._offsets = [changes[0].before, *(change.after for change in changes)]
        # The wall clock skips forward at `at + gap`, and falls back at `at`.
        self._walls = [change.at + max(change.after - change.before, timedelta(0)) for change in changes]
        self._instants = [change.at - change.before for change in changes]

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        if dt is None:
            return None
        return self._offsets[bisect_right(self._walls, dt.replace(tzinfo=None))]

    def dst(self, dt: datetime | None) -> timedelta | None:
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        return self._name

    def fromutc(self, dt: datetime) -> datetime:
        return dt + self._offsets[bisect_right(self._instants, dt.replace(tzinfo=None))]


class ZoneBook:
    """Finds the zone of a TZID, once for each name of the file."""

    def __init__(
        self,
        components: list[Component],
        *,
        floating: tzinfo,
        around: tuple[datetime, datetime],
        work: Work,
        report: Report,
    ) -> None:
        self._components = {component.text("TZID").strip(): component for component in components}
        self._floating = floating
        self._around = around
        self._work = work
        self._report = report
        self._zones: dict[str, tzinfo] = {}

    def find(self, tzid: str, line: int) -> tzinfo:
        """The zone called `tzid`; the floating one for "" and, with a problem, for an unknown name."""
        if not tzid:
            return self._floating
        if tzid not in self._zones:
            self._zones[tzid] = self._look_up(tzid, line)
        return self._zones[tzid]

    def _look_up(self, tzid: str, line: int) -> tzinfo:
        if zone := known_zone(tzid):
            return zone
        component = self._components.get(tzid.strip())
        if component is not None:
            if zone := known_zone(component.text("X-LIC-LOCATION")):
                return zone
            try:
                return written_zone(component, around=self._around, work=self._work)
            except EntryError as refused:
                self._report.add("zone_broken", line=refused.line or component.line, value=tzid)
                return self._floating
        self._report.add("zone_unknown", line=line, value=tzid)
        return self._floating


def written_zone(component: Component, *, around: tuple[datetime, datetime], work: Work) -> WrittenZone:
    """The zone of a VTIMEZONE, exact from ten years before `around` to two after.

    Raises EntryError where an observance cannot be read.
    """
    changes: list[Change] = []
    try:
        for observance in component.children:
            changes.extend(_changes(observance, around, work))
    except OverflowError as error:
        raise EntryError("zone_broken", line=component.line) from error
    if not changes:
        raise EntryError("zone_broken", line=component.line)
    return WrittenZone(component.text("TZID"), sorted(changes))


def _changes(observance: Component, around: tuple[datetime, datetime], work: Work) -> list[Change]:
    before, after = (_offset(observance, name) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start = _onset(observance.text("DTSTART"), observance.line)
    onsets = {start}
    for rdate in observance.properties("RDATE"):
        onsets.update(_onset(text, rdate.line) for text in rdate.text.split(",", 500)[:500])
    for rrule in observance.properties("RRULE"):
        onsets.update(_rule_onsets(rrule.text, start, before, around, work))
    return [Change(onset, before, after) for onset in onsets]


def _rule_onsets(
    text: str, start: datetime, offset: timedelta, around: tuple[datetime, datetime], work: Work
) -> list[datetime]:
    """When the rule changes the clock near `around`, and its last time where it ended earlier."""
    rule = check(text, start=start, zone=timezone(offset), times_per_day=1)
    if rule.freq not in ("YEARLY", "MONTHLY"):
        raise EntryError("zone_broken", text)
    first, last = around[0] - 10 * _YEAR, around[1] + 2 * _YEAR
    if rule.until is not None:
        first = min(first, rule.until - 2 * _YEAR)
    return BoundedRule(rule, start, work).between(first, last)


def _onset(text: str, line: int) -> datetime:
    try:
        value = vDDDTypes.from_ical(text.strip().upper())
    except (ValueError, TypeError) as error:
        raise EntryError("zone_broken", text, line=line) from error
    if not isinstance(value, datetime):
        raise EntryError("zone_broken", text, line=line)
    return value.replace(tzinfo=None)


def _offset(observance: Component, name: str) -> timedelta:
    try:
        return vUTCOffset.from_ical(observance.text(name).strip())
    except ValueError as error:
        raise EntryError("zone_broken", observance.text(name), line=observance.line) from error
