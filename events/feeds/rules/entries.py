"""One VEVENT, its values read and its contradictions refused."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from events.feeds.rules.components import Component, Property
from events.feeds.rules.limits import Limits
from events.feeds.rules.problems import EntryError, Report
from events.feeds.rules.recurrence import Rule, check
from events.feeds.rules.values import (
    FindZone,
    Moment,
    Period,
    duration,
    in_calendar,
    is_day,
    midnight,
    moment,
    moments,
    wall,
)

STATUSES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A VEVENT. `end` is exclusive; instants have their zone.

    `length` is set where the file gave a DURATION: its days are days of the calendar, its hours
    are hours that pass (RFC 5545, 3.3.6). `was_master` marks a change that carries a rule of its
    own: some programs leave such a one behind when a series is moved.
    """

    line: int
    uid: str
    start: Moment
    end: Moment
    summary: str = ""
    status: str = "CONFIRMED"
    length: timedelta | None = None
    rules: tuple[Rule, ...] = ()
    rdates: tuple[Moment | Period, ...] = ()
    exdates: tuple[Moment, ...] = ()
    recurrence_id: Moment | None = None
    this_and_future: bool = False
    was_master: bool = False
    sequence: int = 0
    stamp: datetime = _LONG_AGO

    @property
    def all_day(self) -> bool:
        return is_day(self.start)

    @property
    def repeats(self) -> bool:
        return bool(self.rules or self.rdates)

    @property
    def version(self) -> tuple[int, datetime]:
        """The later of two revisions has the greater one."""
        return self.sequence, self.stamp


class EntryReader:
    """Reads VEVENTs with the zones and bounds of one file."""

    def __init__(self, *, zone_of: FindZone, limits: Limits, report: Report) -> None:
        self._zone_of = zone_of
        self._limits = limits
        self._report = report

    def read(self, component: Component) -> Entry | None:
        """The entry, or None and a problem where it cannot be understood."""
        uid = component.text("UID").strip()
        try:
            return self._read(component, uid)
        except EntryError as refused:
            self._report.refuse(refused, line=component.line, uid=uid)
            return None

    def _read(self, component: Component, uid: str) -> Entry:
        dtstart = component.first("DTSTART")
        if dtstart is None:
            raise EntryError("no_start")
        start = moment(dtstart, self._zone_of)
        end, length = self._end(component, start)
        summary = component.text("SUMMARY").strip()
        rid = component.first("RECURRENCE-ID")
        if not uid:
            uid = _made_up_uid(start, summary)
            self._report.add("no_uid", line=component.line, value=summary)
        if component.first("EXRULE"):
            self._report.add("exrule", line=component.line, uid=uid)
        return Entry(
            line=component.line,
            uid=uid,
            start=start,
            end=end,
            length=length,
            summary=summary,
            status=_status(component),
            rules=() if rid else self._rules(component, start),
            rdates=() if rid else tuple(self._dates(component, "RDATE", uid)),
            exdates=tuple(day for day in self._dates(component, "EXDATE", uid) if not isinstance(day, tuple)),
            recurrence_id=moment(rid, self._zone_of) if rid else None,
            was_master=bool(rid and any(component.text(name) for name in ("RRULE", "RDATE", "EXDATE"))),
            this_and_future=bool(rid and rid.parameters.get("RANGE", "").upper() == "THISANDFUTURE"),
            sequence=_sequence(component),
            stamp=self._stamp(component),
        )

    def _end(self, component: Component, start: Moment) -> tuple[Moment, timedelta | None]:
        """When it ends, and its DURATION where that is how the file says so."""
        said = component.first("DTEND") or component.first("DURATION")
        end, length = self._said_end(said, start) if said else (start, None)
        if is_day(start) and end == start:
            end += timedelta(days=1)  # also where the last day is written instead of the next
        if said and not in_calendar(end):
            raise EntryError("date", said.text, line=said.line)
        if said and end < start:
            raise EntryError("ends_before_start", said.text, line=said.line)
        return end, length

    def _said_end(self, said: Property, start: Moment) -> tuple[Moment, timedelta | None]:
        if said.name == "DTEND":
            return _like(moment(said, self._zone_of), start), None
        length = duration(said)
        try:
            if isinstance(start, datetime):
                return after(start, length), length
            return start + timedelta(days=length.days), None
        except OverflowError as error:
            raise EntryError("date", said.text, line=said.line) from error

    def _rules(self, component: Component, start: Moment) -> tuple[Rule, ...]:
        zone = start.tzinfo if isinstance(start, datetime) else None
        times = self._limits.times_per_day
        rules: list[Rule] = []
        for field in component.properties("RRULE"):
            if not field.text.strip():
                continue  # written by programs whose events do not repeat
            if len(rules) >= self._limits.rules_per_entry:
                raise EntryError("too_many_rules", line=field.line)
            try:
                rules.append(check(field.text, start=start, zone=zone, times_per_day=times))
            except EntryError as refused:
                raise EntryError(refused.code, refused.value, line=field.line) from refused
        return tuple(rules)

    def _dates(self, component: Component, name: str, uid: str) -> list[Moment | Period]:
        """The values of RDATE or EXDATE; those not understood are told and left out."""
        found: list[Moment | Period] = []
        for field in component.properties(name):
            room = self._limits.dates_per_entry - len(found)
            dates = moments(field, self._zone_of, at_most=room)
            found.extend(dates.read)
            if dates.broken:
                first, number = dates.broken[0], len(dates.broken)
                self._report.add("date_ignored", line=field.line, uid=uid, value=first, number=number)
            if dates.cut:
                number = self._limits.dates_per_entry
                self._report.add("too_many_dates", line=field.line, uid=uid, number=number)
                break
        return found

    def _stamp(self, component: Component) -> datetime:
        """When the entry was last changed, as far as it says."""
        for name in ("LAST-MODIFIED", "DTSTAMP"):
            try:
                field = component.first(name)
                value = moment(field, self._zone_of) if field else None
            except EntryError:
                continue
            if isinstance(value, datetime):
                return value
        return _LONG_AGO


def after(start: datetime, length: timedelta) -> datetime:
    """`start` plus calendar days, then hours that pass."""
    days = wall(start) + timedelta(days=length.days)
    exact = days.replace(tzinfo=start.tzinfo).astimezone(UTC) + (length - timedelta(days=length.days))
    return exact.astimezone(start.tzinfo)


def _like(end: Moment, start: Moment) -> Moment:
    """`end` as a day or an instant, whichever `start` is."""
    if isinstance(start, datetime):
        return end if isinstance(end, datetime) else midnight(end, start.tzinfo)
    if isinstance(end, datetime):  # a whole day that says at what hour it ends still ends with the day
        return end.date() + timedelta(days=1 if end.time() > time.min else 0)
    return end


def _status(component: Component) -> str:
    """The file's own word; everything is cancelled in a calendar sent with METHOD:CANCEL."""
    calendar = component.calendar()
    if calendar is not None and calendar.text("METHOD").strip().upper() == "CANCEL":
        return "CANCELLED"
    status = component.text("STATUS").strip().upper().replace("CANCELED", "CANCELLED")
    return status if status in STATUSES else "CONFIRMED"


def _sequence(component: Component) -> int:
    text = component.text("SEQUENCE").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _made_up_uid(start: Moment, summary: str) -> str:
    """A name that stays the same from one reading to the next."""
    return hashlib.sha256(f"{start.isoformat()} {summary}".encode()).hexdigest()[:32]
