"""What the addresses of the booking pages ask, read value by value. `BadFilters` names what cannot be understood."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Self
from uuid import UUID

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.base import list_filters
from maillage.base.instants import DAY_MIN, ONE_MINUTE, YEARS, to_instant, to_local
from maillage.base.zones import get_zone
from spaces.booking.clock_fields import OFFSET
from spaces.booking.rules.resource_rules import LONGEST_MIN
from spaces.booking.services.reading import rules_of
from spaces.catalogue.models import Feature, Resource, Space

SPOKEN_YEARS = YEARS[1:-1]  # so that the days around one can be looked at as well
NAMES = frozenset({"jour", "ressource", "duree", "places", "vue", "deplacer", "panier", "plusieurs", "avec", "heure"})
GRID, LIST, WEEK, PLAN = "grille", "liste", "semaine", "plan"
YES = "1"
PASSES, ON_SITE = "forfait", "sur-place"  # who pays what it costs
INSTANT = "%Y%m%dT%H%MZ"
LINK = re.compile(r"[\w-]+:[\w-]+:[\w-]+", re.ASCII)  # as guests have one in their mails
MOST_PICKED = 12
MOST_PLACES = 500  # as many as a pool can have

Key = UUID | str  # which booking: its number or, of a guest, the token of their link


@dataclass(frozen=True, slots=True)
class Picked:
    """A time on a resource of the space, gathered to be booked with others. `str` and `read` are for addresses."""

    resource: str
    start: datetime
    end: datetime
    seats: int = 1

    def __str__(self) -> str:
        times = [one.astimezone(UTC).strftime(INSTANT) for one in (self.start, self.end)]
        return "/".join((self.resource, *times, str(self.seats)))

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError for what cannot be understood."""
        try:
            resource, start, end, seats = text.split("/")
            start_at, end_at = (datetime.strptime(one, INSTANT).replace(tzinfo=UTC) for one in (start, end))
        except ValueError as error:
            raise ValueError(_("Choose this time again.")) from error
        if start_at.year not in SPOKEN_YEARS or end_at.year not in SPOKEN_YEARS or end_at <= start_at:
            raise ValueError(_("Choose this time again."))
        return cls(resource, start_at, end_at, places(seats))


@dataclass(frozen=True, slots=True)
class BoardQuestion:
    """A day of a space: of one resource if `resource` is its slug, for `duration` minutes, on so many places.

    `moving`: the booking that is to be given another time. `gathering`: what is chosen goes to the `basket`.
    `features`: only what has all of these. `hour`: the start that the plan shows.
    """

    day: date | None = None
    resource: str = ""
    duration: int | None = None
    seats: int = 1
    view: str = GRID
    moving: Key | None = None
    basket: tuple[Picked, ...] = ()
    gathering: bool = False
    features: tuple[Feature, ...] = ()
    hour: str = ""

    @classmethod
    def read(cls, params: QueryDict, space: Space) -> Self:
        """Raises BadFilters with every value that means nothing here."""
        reader = list_filters.Reader(params)
        found = cls(
            day=reader.one("jour", day),
            resource=reader.one("ressource", lambda slug: _known(slug, space)) or "",
            duration=reader.one("duree", minutes),
            seats=reader.one("places", places) or 1,
            view=reader.one("vue", list_filters.only(GRID, LIST, WEEK, PLAN)) or GRID,
            moving=reader.one("deplacer", key),
            basket=_picked(reader, space),
            gathering=bool(reader.one("plusieurs", list_filters.only(YES))),
            features=reader.many("avec", feature),
            hour=reader.one("heure", hour) or "",
        )
        if found.view == PLAN and not (found.resource or "ressource" in reader.refused):
            reader.refuse("vue", PLAN, _("Choose a room first, to see its plan."))
        reader.finish()
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time on a resource, as an address or a form says it: aware datetimes on the clock of the place.

    `with_passes` False: what it costs is paid on site, whatever passes its person has.
    """

    start: datetime
    end: datetime
    seats: int = 1
    with_passes: bool = True

    @classmethod
    def read(cls, params: QueryDict, resource: Resource) -> Self | None:
        """None without `debut`; without `fin`, the shortest booking. Raises BadFilters for what makes no sense."""
        reader, zone = list_filters.Reader(params), get_zone(resource.space.time_zone)
        start = reader.one("debut", lambda text: moment(text, zone))
        end = reader.one("fin", lambda text: moment(text, zone))
        seats = reader.one("places", places) or 1
        paid = reader.one("payer", list_filters.only(PASSES, ON_SITE))
        reader.finish()
        if start is None:
            return None
        end = end or after(start, max(rules_of(resource).shortest_min, 1))
        return cls(start, end, seats, with_passes=paid != ON_SITE)

    @classmethod
    def chosen(cls, text: str, resource: Resource, seats: int, paid: str = "") -> Self:
        """From the `start/end`, `start/end/seats` or `start/end/seats/paid` of a button. Raises BadFilters."""
        start, end, others, choice = (*text.split("/"), "", "", "")[:4]
        params = QueryDict(mutable=True)
        params.update({"debut": start, "fin": end, "places": others or str(seats), "payer": choice or paid})
        found = cls.read(params, resource)
        if found is None:
            raise list_filters.BadFilters([list_filters.Problem("choix", text[:50], _("Choose a time again."))])
        return found

    @property
    def makes_sense(self) -> bool:
        """Whether it ends after it starts: addresses are written by hand, too."""
        return to_instant(self.end) > to_instant(self.start)

    def asked(self) -> dict[str, str]:
        """As an address says it."""
        said = {"debut": self.start.isoformat(), "fin": self.end.isoformat()}
        said |= {} if self.seats == 1 else {"places": str(self.seats)}
        return said if self.with_passes else said | {"payer": ON_SITE}

    @property
    def query(self) -> str:
        """The same as an address ends with it."""
        return urlencode(self.asked())


def after(start: datetime, count: int) -> datetime:
    """`count` elapsed minutes later, on the same clock."""
    return (start.astimezone(get_zone("UTC")) + count * ONE_MINUTE).astimezone(start.tzinfo)


def day(value: str) -> date:
    """A date of the place, in years that can be spoken about."""
    found = list_filters.day(value)
    if found.year not in SPOKEN_YEARS:
        raise ValueError(_("This date is too far away. Choose one nearer to today."))
    return found


def key(value: str) -> Key:
    """Which booking. A token is not looked into: whoever finds the booking by it does."""
    if LINK.fullmatch(value):
        return value
    try:
        return UUID(value)
    except ValueError as error:
        raise ValueError(_("This is not the number of a booking. Open the booking again.")) from error


def minutes(value: str) -> int:
    """A duration."""
    number = list_filters.whole_number(value) or 0
    if not 0 < number <= LONGEST_MIN:
        raise ValueError(_("Write a duration in whole minutes, a year at most: “60”."))
    return number


def places(value: str) -> int:
    """A number of places."""
    number = list_filters.whole_number(value) or 0
    if not 0 < number <= MOST_PLACES:
        raise ValueError(_("Write how many, from 1 to %(limit)s.") % {"limit": MOST_PLACES})
    return number


def feature(value: str) -> Feature:
    """What a resource should have."""
    return Feature(list_filters.choice(dict(Feature.choices))(value))


def clock_minutes(value: str) -> int:
    """Minutes since midnight of "14:30"; "24:00" is the end of the day."""
    hour, colon, minute = value.partition(":")
    if (
        colon
        and len(minute) == 2
        and all(part.isascii() and part.isdigit() and len(part) < 3 for part in (hour, minute))
    ):
        found = int(hour) * 60 + int(minute)
        if int(minute) < 60 and found <= DAY_MIN:
            return found
    raise ValueError(_("Write an hour like 14:30."))


def hour(value: str) -> str:
    """An hour of the place, with its offset where the clock shows it twice: “02:00+01:00”."""
    said = value.replace(" ", "+")
    wall, offset = clock_text(clock_minutes(OFFSET.sub("", said))), OFFSET.search(said)
    if offset is None:
        return wall
    try:
        time.fromisoformat(found := wall + offset.group())
    except ValueError as error:
        raise ValueError(_("Write an hour like 14:30.")) from error
    return found


def clock_text(minutes: int) -> str:
    """As “14:30” what `clock_minutes` reads."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def moment(value: str, zone: Any) -> datetime:
    """An instant with its offset; without one, on the clock of the place, read as opening hours are."""
    refusal = _("Write a time as 2026-06-16T10:00:00+02:00.")
    try:
        found = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
        found = to_local(to_instant(found if found.tzinfo else found.replace(tzinfo=zone)), zone)
    except (ValueError, OverflowError) as error:
        raise ValueError(refusal) from error
    if found.year not in SPOKEN_YEARS:
        raise ValueError(_("This date is too far away. Choose one nearer to today."))
    return found


def _picked(reader: list_filters.Reader, space: Space) -> tuple[Picked, ...]:
    """The basket: of this space, in the order in which it was filled. One query, none when it is empty."""
    found: tuple[Picked, ...] = reader.many("panier", Picked.read)
    slugs = {one.resource for one in found}
    known = set(space.resources.in_service().filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
    for one in found:
        if one.resource not in known:
            said = {"value": one.resource[:50], "space": space.name}
            reader.refuse("panier", str(one), _("%(space)s has nothing called “%(value)s” to book.") % said)
    if len(found) > MOST_PICKED:
        text = _("Book %(limit)s things at once at most.") % {"limit": MOST_PICKED}
        reader.refuse("panier", "…", text)
    return found


def _known(slug: str, space: Space) -> str:
    if not space.resources.in_service().filter(slug=slug).exists():
        said = {"value": slug[:50], "space": space.name}
        raise ValueError(_("%(space)s has nothing called “%(value)s” to book.") % said)
    return slug
