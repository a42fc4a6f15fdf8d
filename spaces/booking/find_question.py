"""What the search across the network asks, read value by value. `BadFilters` names what cannot be understood."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.base import list_filters
from maillage.base.geo import Point
from maillage.base.instants import DAY_MIN
from maillage.territories import filters as territories
from maillage.territories.models import Territory
from spaces.booking.questions import WEEK, clock_minutes, day, feature, places
from spaces.booking.services.finding import DAYS, Hours
from spaces.catalogue.models import Feature, Resource

DAY = ""
KINDS = dict(Resource.Kind.choices)
MORNING = 9 * 60, 12 * 60
LENGTH_MIN = 3 * 60
LONGEST_NIGHT_MIN = 12 * 60  # an end before its start that is further from it was mistyped
FRIDAY, SATURDAY = 4, 5
TYPED = frozenset(("jour", "de", "a", "places"))
"""What people write themselves in the form, and can correct there."""


@dataclass(frozen=True, slots=True)
class FindQuestion:
    """A kind of thing from one hour to another, for so many people, somewhere; with all of `features`.

    On one day or, where `view` is `WEEK`, on each of seven. An end beyond `DAY_MIN` is on the next day.
    """

    kind: str
    day: date
    from_min: int
    until_min: int
    people: int = 1
    territory: Territory | None = None
    near: Point | None = None
    radius_km: float | None = None
    features: tuple[Feature, ...] = ()
    view: str = DAY
    page: int = 1

    @classmethod
    def read(cls, params: QueryDict, *, today: date) -> Self:
        """What is not said: a desk, on the next working day from 9 to 12. Raises BadFilters."""
        reader = list_filters.Reader(params)
        near = reader.one("pres", list_filters.point)
        from_min, until_min = _period(reader.one("de", clock_minutes), reader.one("a", clock_minutes))
        found = cls(
            kind=reader.one("genre", list_filters.choice(KINDS)) or Resource.Kind.DESK,
            day=reader.one("jour", day) or _next_working_day(today),
            from_min=from_min,
            until_min=until_min,
            people=reader.one("places", places) or 1,
            territory=reader.one("territoire", territories.territory),
            near=near,
            radius_km=reader.one("rayon", list_filters.radius_km),
            features=reader.many("avec", feature),
            view=reader.one("vue", list_filters.only(WEEK)) or DAY,
            page=reader.one("page", list_filters.page) or 1,
        )
        reader.require_point(near, "rayon")
        if found.last_on < today:
            reader.refuse("jour", params.get("jour", ""), _("This day is over. Choose a day to come."))
        if found.ends_next_day and until_min - from_min > LONGEST_NIGHT_MIN and not reader.refused & {"de", "a"}:
            reader.refuse("a", params.get("a", ""), _("The end must be after the start. Choose a later end."))
        reader.finish()
        return found

    @property
    def kinds(self) -> tuple[str, ...]:
        """Whoever looks for a desk takes a place at a shared one as well."""
        return Resource.Kind.DESKS if self.kind == Resource.Kind.DESK else (self.kind,)

    @property
    def last_on(self) -> date:
        """The last of the days that are looked at."""
        return self.day + timedelta(DAYS - 1 if self.view == WEEK else 0)

    @property
    def ends_next_day(self) -> bool:
        return self.until_min > DAY_MIN

    @property
    def hours(self) -> Hours:
        return Hours(self.from_min, self.until_min, self.people)


def _period(from_min: int | None, until_min: int | None) -> tuple[int, int]:
    """From when to when: an end that is not after the start is in the night that follows."""
    start = MORNING[0] if from_min is None else from_min
    if until_min is None:
        return start, MORNING[1] if from_min is None else start + LENGTH_MIN
    return start, until_min if until_min > start else until_min + DAY_MIN


def _next_working_day(today: date) -> date:
    """Tomorrow, or Monday after the weekend: most doors are closed on it, and an empty answer helps nobody."""
    return today + timedelta({FRIDAY: 3, SATURDAY: 2}.get(today.weekday(), 1))
