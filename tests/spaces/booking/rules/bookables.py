"""Resources, bookings and questions in the words of the worked examples."""

from datetime import UTC, date, datetime

from maillage.base.instants import MINUTE, to_instant
from maillage.base.zones import get_zone
from spaces.booking.rules.availability import (
    Bookable,
    Question,
    Wish,
    explain,
    judge,
    starts,
)
from spaces.booking.rules.occupancy import Held, tracks
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.resource_rules import ResourceRules
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours

PARIS = get_zone("Europe/Paris")
LONG_AGO = "2026-01-01T00:00:00+01:00"
MO, TU, WE, TH, FR, SA, SU = range(7)


def hm(text: str) -> int:
    hours, minutes = map(int, text.split(":"))
    return hours * 60 + minutes


def span(text: str) -> tuple[int, int]:
    """ "09:00-18:00" in minutes after midnight."""
    opens, closes = text.split("-")
    return hm(opens), hm(closes)


def weekly(**hours: str) -> tuple[WeeklyHours, ...]:
    """`weekly(daily="09:00-18:00")`, `weekly(tu="18:00-02:00", we="…")`; several windows between spaces."""
    names = ("mo", "tu", "we", "th", "fr", "sa", "su")
    if "daily" in hours:
        hours = dict.fromkeys(names, hours["daily"])
    return tuple(WeeklyHours(names.index(day), *span(one)) for day, text in hours.items() for one in text.split())


def closed(first: str, last: str | None = None, *hours: str) -> DatedHours:
    return DatedHours(date.fromisoformat(first), date.fromisoformat(last or first), tuple(span(one) for one in hours))


def moment(text: str, zone=PARIS) -> datetime:
    """An ISO text; without offset it is wall-clock time of the zone."""
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=zone)


def booked(start: str, end: str, before: int = 0, after: int = 0, **more) -> Held:
    """One place taken; buffers in minutes."""
    return Held(to_instant(moment(start)), to_instant(moment(end)), before * MINUTE, after * MINUTE, **more)


def on_day(day: str, *spans: str, **more) -> list[Held]:
    """`on_day("2026-06-16", "10:00-11:00")`: bookings of one day."""
    return [booked(f"{day}T{one[:5]}", f"{day}T{one[6:]}", **more) for one in spans]


def bookable(hours, *, zone=PARIS, exceptions=(), held=(), also=(), **rules) -> Bookable:
    """A resource whose rules are all unset, as in the worked examples: no shortest booking."""
    opening = OpeningLayers(zone, (Level(), Level(hours, tuple(exceptions)), Level()))
    return Bookable(opening, ResourceRules(**{"min_duration_min": 0, **rules}), tracks(held), also)


def ask(resource: Bookable, day: str, until: str | None = None, *, d: int = 60, now=LONG_AGO, seats=1) -> Question:
    return Question(date.fromisoformat(day), date.fromisoformat(until or day), d, moment(now), seats)


def listed(resource: Bookable, day: str, until: str | None = None, **question) -> list[str]:
    return [start.isoformat() for start in starts(resource, ask(resource, day, until, **question))]


def at(resource: Bookable, day: str, until: str | None = None, **question) -> list[str]:
    """The starts as the clock on the wall shows them."""
    return [text[11:16] for text in listed(resource, day, until, **question)]


def utc(resource: Bookable, day: str, **question) -> list[str]:
    found = starts(resource, ask(resource, day, **question))
    return [start.astimezone(UTC).strftime("%H:%MZ") for start in found]


def refused(resource: Bookable, day: str, until: str | None = None, **question) -> list[str]:
    """What `explain` says, as "09:00 buffer"."""
    found = explain(resource, ask(resource, day, until, **question))
    return [f"{start:%H:%M} {code}" for start, code in found]


def verdict(resource: Bookable, start: str, end: str, *, now=LONG_AGO, seats=1) -> Refusal | None:
    return judge(resource, Wish(moment(start), moment(end), moment(now), seats))
