"""The occurrences of a series: one wall-clock time of the place, on the days of a recurrence rule."""

from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from maillage.base.instants import YEARS, Instant, midnight, to_instant, to_local, to_utc
from spaces.booking.rules.recurrence import Recurrence, SeriesError, parse

MOST_OCCURRENCES = 366
MOST_DAYS = 2 * 366


class Occurrence(NamedTuple):
    """One booking of the series. `moved`: the clock skips its time that day, it starts after the gap."""

    start_at: datetime
    end_at: datetime
    moved: bool


def expand(rrule: str, *, first: datetime, length: timedelta, zone: tzinfo) -> list[Occurrence]:
    """Every booking of the series, in order; the first is `first`, whatever the rule says.

    `first` is a wall-clock time of the place (naive) or any aware datetime. Each lasts `length` of
    elapsed time. Raises SeriesError for a rule that cannot be read, that never ends, or that goes beyond
    366 occurrences or two years.
    """
    rule = parse(rrule)
    if first.year not in YEARS:
        raise SeriesError("too_far", f"a series is between {YEARS.start} and {YEARS.stop - 1}")
    wall = first if first.tzinfo is None else first.astimezone(zone).replace(tzinfo=None)
    occurrences = [_occurrence(wall, length, zone)]
    last_on = wall.date() + timedelta(MOST_DAYS)
    until = _last_start(rule, occurrences[0], last_on, zone)
    for on in rule.days_after(wall.date(), last_on):
        if len(occurrences) == rule.count:
            break
        occurrence = _occurrence(datetime.combine(on, wall.time().replace(fold=0)), length, zone)
        if to_instant(occurrence.start_at) <= until and _is_lived(on, zone):
            occurrences.append(occurrence)
    if len(occurrences) > MOST_OCCURRENCES:
        raise SeriesError("too_many", f"a series has at most {MOST_OCCURRENCES} occurrences")
    if rule.count and len(occurrences) < rule.count:
        raise SeriesError("too_far", "a series ends within two years")
    return occurrences


def _occurrence(wall: datetime, length: timedelta, zone: tzinfo) -> Occurrence:
    start = to_instant(wall.replace(tzinfo=zone))
    start_at = to_local(start, zone)
    end_at = to_local(to_instant(to_utc(start) + length), zone)
    return Occurrence(start_at, end_at, moved=start_at.replace(tzinfo=None) != wall)


def _last_start(rule: Recurrence, first: Occurrence, last_on: date, zone: tzinfo) -> Instant:
    """The last instant at which an occurrence may start, within the bounds of a series."""
    horizon = midnight(last_on + timedelta(1), zone) - 1
    if rule.until is None:
        if rule.count is None:
            raise SeriesError("endless", "a series needs COUNT or UNTIL")
        if rule.count > MOST_OCCURRENCES:
            raise SeriesError("too_many", f"a series has at most {MOST_OCCURRENCES} occurrences")
        return horizon
    if rule.until.toordinal() > last_on.toordinal():
        raise SeriesError("too_far", "a series ends within two years")
    until = _instant_of(rule.until, zone)
    if until < to_instant(first.start_at):
        raise SeriesError("ends_before_start", "UNTIL is before the first occurrence")
    return min(until, horizon)


def _instant_of(until: date | datetime, zone: tzinfo) -> Instant:
    if isinstance(until, datetime):
        return to_instant(until if until.tzinfo else until.replace(tzinfo=zone))
    return midnight(until + timedelta(1), zone) - 1  # the whole of that day


def _is_lived(on: date, zone: tzinfo) -> bool:
    """Whether the zone has this day at all (Apia went from 29 to 31 December 2011)."""
    return midnight(on, zone) < midnight(on + timedelta(1), zone)
