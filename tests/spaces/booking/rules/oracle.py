"""Availability worked out by hand: every minute of every day looked at, every pair of bookings compared.

Slow and plain on purpose, and written from the rules alone: it shares no code with what it checks except
the dataclasses of the question. A moment is a number of minutes since 1970.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import combinations

A_DAY = timedelta(days=1)
MICROSECONDS = 60_000_000  # of a minute
SCANNED_BEFORE = timedelta(days=12)  # longer than any run of the tests, except those around the clock
SCANNED_AFTER = timedelta(days=6)


def minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def at(moment: int) -> datetime:
    return datetime.fromtimestamp(moment * 60, UTC)


@lru_cache(maxsize=64)
def wall_clock(zone: tzinfo, around: date) -> tuple[dict[int, datetime], dict[datetime, int]]:
    """What the clock on the wall shows each minute, and the first minute it shows something."""
    noon = datetime.combine(around, datetime.min.time(), UTC)
    shown = {
        moment: at(moment).astimezone(zone).replace(tzinfo=None, fold=0)
        for moment in range(minute(noon - SCANNED_BEFORE), minute(noon + SCANNED_AFTER))
    }
    first: dict[datetime, int] = {}
    for moment, wall in shown.items():
        first.setdefault(wall, moment)
    return shown, first


class Oracle:
    """Opening and rules of one resource, around one date."""

    def __init__(self, bookable, around: date) -> None:
        self.bookable, self.rules, self.opening = bookable, bookable.rules, bookable.opening
        self.shown, self.first = wall_clock(bookable.opening.zone, around)
        self.open = self._open_minutes()
        self.since_anchor = self._grid()

    # Opening

    def moment(self, wall: datetime) -> int | None:
        """R2. A time in a gap is counted on from the last time before it."""
        back = 0
        while wall - timedelta(minutes=back) not in self.first:
            back += 1
            if back > 2 * 1440:
                return None  # outside what was scanned
        return self.first[wall - timedelta(minutes=back)] + back

    def weekly(self, on: date) -> list:
        """The weekly hours in force on a date, of any weekday."""
        said = [level.weekly for level in self.opening.levels if level.weekly is not None]
        return [
            hours
            for hours in (said[-1] if said else ())
            if not (hours.valid_from and on < hours.valid_from)
            and not (hours.valid_through and on > hours.valid_through)
        ]

    def hours(self, on: date) -> list[tuple[int, int]]:
        """R7."""
        for level in reversed(self.opening.levels):
            best = None
            for dated in level.exceptions:
                if dated.first_on <= on <= dated.last_on:
                    length = dated.last_on - dated.first_on
                    if best is None or length <= best.last_on - best.first_on:
                        best = dated
            if best is not None:
                return list(best.hours)
        return [(hours.opens_min, hours.closes_min) for hours in self.weekly(on) if hours.weekday == on.weekday()]

    def _open_minutes(self) -> set[int]:
        minutes: set[int] = set()
        for on in sorted({wall.date() for wall in self.first}):
            for opens, closes in self.hours(on):
                dawn = datetime.combine(on, datetime.min.time())
                start = self.moment(dawn + timedelta(minutes=opens))
                end = self.moment(dawn + timedelta(minutes=closes) + (A_DAY if closes <= opens else timedelta()))
                if start is not None and end is not None:
                    minutes.update(range(start, end))
        return minutes

    def never_closes(self, on: date) -> bool:
        week: set[int] = set()
        for hours in self.weekly(on):
            start = hours.weekday * 1440 + hours.opens_min
            length = (hours.closes_min - hours.opens_min) % 1440 or 1440
            week.update(moment % 10080 for moment in range(start, start + length))
        return len(week) == 10080

    def _grid(self) -> dict[int, int]:
        """R4: for each open minute, how long ago the grid began."""
        since: dict[int, int] = {}
        for moment in sorted(self.open):
            on = self.shown[moment].date() if moment in self.shown else None
            before = self.shown.get(moment - 1)
            is_midnight = on is not None and before is not None and before.date() != on
            if moment - 1 not in since or (is_midnight and self.never_closes(on)):
                since[moment] = 0
            else:
                since[moment] = since[moment - 1] + 1
        return since

    # Rules

    def code(self, start: int, duration: int, seats: int, now: datetime) -> str | None:
        """The first reason against, by the order of precedence."""
        rules = self.rules
        today = now.astimezone(self.opening.zone).date()
        shortest = rules.step_min if rules.min_duration_min is None else rules.min_duration_min
        longest = rules.max_duration_min
        if at(start) < now:
            return "in_the_past"
        if duration < shortest:
            return "too_short"
        if longest is not None and duration > longest - longest % rules.step_min:
            return "too_long"
        if not all(moment in self.open for moment in range(start, start + duration)):
            return "closed"
        if self.since_anchor[start] % rules.step_min:
            return "off_grid"
        if (self.shown[start].date() - today).days < rules.min_days_before:
            return "too_soon"
        if at(start) < now + timedelta(minutes=rules.min_notice_min):
            return "too_soon"
        if rules.max_days_before is not None and at(start) > now + rules.max_days_before * A_DAY:
            return "too_far"
        pools = [(rules.capacity, seats, self.bookable.tracks)]
        pools += [(pool.capacity, pool.seats, pool.tracks) for pool in self.bookable.also]
        codes = [self._conflict(start, start + duration, now, *pool) for pool in pools]
        order = ("blocked", "already_booked", "pool_full", "buffer")
        return next((code for code in order if code in codes), None)

    def _conflict(self, start: int, end: int, now: datetime, capacity: int, seats: int, tracks) -> str | None:
        buffers = (self.rules.buffer_before_min, self.rules.buffer_after_min)
        new = (start, end, *buffers, False)
        rows = [
            (
                start // MICROSECONDS,
                end // MICROSECONDS,
                track.before // MICROSECONDS,
                track.after // MICROSECONDS,
                track.is_block,
            )
            for track in tracks
            if now.timestamp() * 1_000_000 < track.expires
            for start, end in zip(track.starts, track.ends, strict=True)
        ]
        bare = [(*row[:2], 0, 0, row[4]) for row in rows]
        if seats > capacity:
            return "pool_full"
        if not self.is_full(new, rows, capacity, seats):
            return None
        if self.is_full((start, end, 0, 0, False), [row for row in bare if row[4]], capacity, seats):
            return "blocked"
        if self.is_full((start, end, 0, 0, False), bare, capacity, seats):
            return "already_booked" if capacity == seats == 1 else "pool_full"
        return "buffer"

    def is_full(self, new, rows, capacity: int, seats: int) -> bool:
        """Whether the new one and some others all pairwise need places of their own, more than there are."""
        near = [row for row in rows if self.clash(new, row)]
        return any(
            size + seats > capacity and all(self.clash(*pair) for pair in combinations(some, 2))
            for size in range(len(near) + 1)
            for some in combinations(near, size)
        )

    def clash(self, one, other) -> bool:
        """R5 and R10, for two holders of one place."""
        if self.rules.block_whole_day:
            return not self.dates(one).isdisjoint(self.dates(other))
        (start, end, *_), (other_start, other_end, *_) = one, other
        if start < other_end and other_start < end:
            return True
        if one[4] or other[4]:
            return False
        first, second = (one, other) if end <= other_start else (other, one)
        return second[0] - first[1] < max(first[3], second[2])

    def dates(self, row) -> set[date]:
        zone = self.opening.zone
        last = at(row[1]) - timedelta(microseconds=1)
        return {at(moment).astimezone(zone).date() for moment in range(row[0], row[1], 30)} | {
            last.astimezone(zone).date()
        }

    # Answers

    def answer(self, question) -> tuple[list[str], list[tuple[str, str]]]:
        """What `starts` and `explain` should say, as text."""
        free, refused = [], []
        for moment, wall in self.shown.items():
            if not question.from_on <= wall.date() <= question.until_on:
                continue
            if moment not in self.open or self.since_anchor[moment] % self.rules.step_min:
                continue
            said = at(moment).astimezone(self.opening.zone).isoformat()
            code = self.code(moment, question.duration_min, question.seats, question.now)
            if code is None:
                free.append(said)
            else:
                refused.append((said, code))
        return free, refused
