"""Recurrence rules expanded near the window and no further.

dateutil expands a rule from its very start, and one that never matches (30 February) until the
year 9999: `BoundedRule` moves the start next to the window where that changes nothing, and counts
the days that are looked at. Everything here is wall-clock time without zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, islice, takewhile

from dateutil.rrule import rrule, rrulestr

from events.feeds.rules.problems import EntryError
from events.feeds.rules.recurrence import DAY_PARTS, Rule

_STEPS = {
    "SECONDLY": timedelta(seconds=1),
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
}


@dataclass
class Work:
    """Days that may still be looked at, for one rule (`left`) and for the file (`total`)."""

    per_rule: int
    total: int
    left: int = 0

    def start_rule(self) -> None:
        self.left = min(self.per_rule, self.total)

    def spend(self, days: int) -> None:
        """Raises EntryError("too_much_work")."""
        self.left -= days
        self.total -= days
        if self.left < 0:
            raise EntryError("too_much_work")


class _CountedSet(frozenset[int]):
    """A filter of a rule that reports every day held against it."""

    work: Work
    weight: int

    def __contains__(self, value: object) -> bool:
        self.work.spend(self.weight)
        return super().__contains__(value)


class BoundedRule:
    """A checked rule as recurring-ical-events expects one: `until` and `between`.

    `is_only`: the entry has no other rule, so that its DTSTART counts as the first of this one even where
    the rule does not name it (RFC 5545, 3.3.10).
    """

    def __init__(self, rule: Rule, start: datetime, work: Work, *, is_only: bool = True) -> None:
        self.until = rule.until
        self._rule = rule
        self._start = start
        self._work = work
        self._is_only = is_only

    def between(self, after: datetime, before: datetime, inc: bool = True) -> list[datetime]:
        """The starts in [after, before].

        Raises EntryError("too_much_work") where finding them costs more than it is worth.
        """
        if before < self._start:
            return []
        self._refuse_floods(after, before)
        rule, start = self._near(after, before)
        expanded = self._expanded(rule, start)
        self._work.start_rule()
        last = before if self.until is None else min(before, self.until)
        try:
            return [at for at in takewhile(lambda at: at <= last, self._starts(expanded, rule.count)) if at >= after]
        except EntryError as refused:
            raise EntryError(refused.code, str(self._rule)) from refused

    def _starts(self, expanded: Iterable[datetime], count: int | None) -> Iterator[datetime]:
        """Those from DTSTART on, as many as the rule counts."""
        if self._is_only:
            return islice(chain([self._start], (at for at in expanded if at > self._start)), count)
        return islice((at for at in expanded if at >= self._start), count)

    def _expanded(self, rule: Rule, start: datetime) -> Iterable[datetime]:
        """The rule from `start`, without end; each day that dateutil looks at is counted."""
        endless = replace(rule, count=None, until=None)
        if rule.freq == "WEEKLY" and rule.has("BYSETPOS") and rule.has("BYDAY"):
            start -= timedelta(days=(start.weekday() - rule.week_starts_on()) % 7)  # positions are those of whole weeks
        try:
            expanded = rrulestr(str(endless), dtstart=start)
        except ValueError as error:  # BYHOUR that the interval never meets
            raise EntryError("rule", str(self._rule)) from error
        self._count_days(expanded)
        return expanded

    def _refuse_floods(self, after: datetime, before: datetime) -> None:
        """Rules finer than a day are counted before they are expanded."""
        rule = self._rule
        if rule.freq not in ("SECONDLY", "MINUTELY", "HOURLY"):
            return
        last = before if self.until is None else min(before, self.until)
        steps = (last - max(after, self._start)) // (_STEPS[rule.freq] * rule.interval)
        most = self._work.per_rule if rule.freq == "HOURLY" else self._work.per_rule // 10
        if min(steps, rule.count or steps) * rule.times_per_look() > most:
            raise EntryError("too_much_work", str(rule))

    def _near(self, after: datetime, before: datetime) -> tuple[Rule, datetime]:
        """The same rule from a start close to `after`; untouched where it counts from its start."""
        if self._rule.count is not None and self._rule.count <= self._at_most(before):
            return self._rule, self._start
        return _moved(self._rule, self._start, after)

    def _at_most(self, before: datetime) -> int:
        """No fewer than the times the rule can have happened by `before`."""
        step = min(_STEPS.get(self._rule.freq, timedelta(days=1)), timedelta(days=1))
        return ((before - self._start) // step + 2) * self._rule.times_per_look()

    def _count_days(self, expanded: rrule) -> None:
        """Have every day that dateutil looks at counted.

        dateutil cannot be interrupted, but holds each day against the set of months or weekdays: ours
        counts. The months are only replaced where the rule names some, since their presence
        changes what BYDAY=1MO means in a year.
        """
        months = expanded._bymonth
        counted = _CountedSet(months or expanded._byweekday or range(7))
        counted.work = self._work
        # Days outside the weeks of BYWEEKNO are dropped before they are counted.
        counted.weight = 53 if self._rule.has("BYWEEKNO") and not months else self._rule.times_per_look()
        setattr(expanded, "_bymonth" if months else "_byweekday", counted)


def _moved(rule: Rule, start: datetime, after: datetime) -> tuple[Rule, datetime]:
    """`rule` from the beginning of the last of its periods that begins before `after`."""
    if after <= start:
        return rule, start
    if step := _STEPS.get(rule.freq):
        # One period earlier: the first week of a rule begins at its start, and BYSETPOS would count from there.
        periods = (after - start) // (step * rule.interval) - 1
        return rule, start + max(periods, 0) * step * rule.interval
    months = 12 * rule.interval if rule.freq == "YEARLY" else rule.interval
    periods = _months(start, after) // months
    if periods < 1:
        return rule, start
    year, month = divmod((start.year * 12 + start.month - 1) + periods * months, 12)
    first = date(year, 1 if rule.freq == "YEARLY" else month + 1, 1)
    return _explicit(rule, start), datetime.combine(first, start.time())


def _months(start: datetime, end: datetime) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _explicit(rule: Rule, start: datetime) -> Rule:
    """Say what the rule took from its start: the day of the month, and of the year."""
    if rule.has(*DAY_PARTS):
        return rule
    added = [("BYMONTHDAY", str(start.day))]
    if rule.freq == "YEARLY" and not rule.has("BYMONTH"):
        added.append(("BYMONTH", str(start.month)))
    return replace(rule, parts=(*rule.parts, *added))
