"""Which spaces are open at an instant, asked of the database.

The rules (`rules.opening`) decide for one place; the catalogue asks for ten thousand. Away from a
change of the clock a wall-clock comparison gives the same answer, and SQL can make it, once for all
places whose clocks show the same; in the hours after such a change the spaces of that zone are
judged by the rules one by one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from maillage.base.instants import DAY_MIN, to_instant
from maillage.base.zones import get_zone
from spaces.catalogue.models.closings import closings
from spaces.catalogue.models.hours import OpeningException, OpeningExceptionHours, OpeningHours, PublicHolidays
from spaces.catalogue.models.layers import PLACE, Dates, Place, layers_of_places, network_dates
from spaces.catalogue.rules.opening import Level, OpeningLayers, closing_min
from spaces.catalogue.rules.public_holidays import is_holiday, is_holiday_everywhere, is_holiday_somewhere
from spaces.catalogue.rules.shown_hours import is_open_at

CLOCK_SETTLES = timedelta(hours=3)
NEVER = Q(pk__in=[])


class Clock(NamedTuple):
    """What the walls of some zones show."""

    on: date
    minute: int


class Began(NamedTuple):
    """Windows that began on a day and hold `minute`, counted from its midnight."""

    on: date
    minute: int
    zones: list[str]

    @property
    def window(self) -> Q:
        """What the hours of a row must be."""
        passes_midnight = Q(closes_min__lte=F("opens_min"))
        if self.minute >= DAY_MIN:
            return Q(closes_min__gt=self.minute - DAY_MIN) & passes_midnight
        return Q(opens_min__lte=self.minute) & (Q(closes_min__gt=self.minute) | passes_midnight)


def condition(spaces: QuerySet, instant: datetime) -> Q:
    """A condition that holds for those of `spaces` whose doors are open at `instant`.

    Three queries on the way: the network's dates, the zones of `spaces` with the countries there, what teams have
    closed for a time (then one more); another one on a public holiday of a part of a country.
    """
    network = network_dates()
    holidays = Holidays(spaces, network)
    clocks: defaultdict[Clock, list[str]] = defaultdict(list)
    is_open = NEVER
    for name in holidays.zones:
        moment = instant.astimezone(get_zone(name))
        if _clock_has_just_changed(moment):
            is_open |= Q(pk__in=_judged_one_by_one(spaces.filter(time_zone=name), instant))
        else:
            clocks[Clock(moment.date(), moment.hour * 60 + moment.minute)].append(name)
    today = [Began(clock.on, clock.minute, zones) for clock, zones in clocks.items()]
    yesterday = [Began(began.on - timedelta(1), began.minute + DAY_MIN, began.zones) for began in today]
    for days in filter(None, (today, yesterday)):
        is_open |= _has_window(days, network, holidays)
    return is_open & ~Q(pk__in=_closed_for_a_time(instant))


class Holidays:
    """Which spaces public holidays close. Where a day is one in a part of a country only, the rules say of each."""

    def __init__(self, spaces: QuerySet, network: Dates) -> None:
        self.spaces, self.network = spaces, network
        self.kinds = list(spaces.order_by().values_list("time_zone", "country", "public_holidays").distinct())
        self.zones = {zone for zone, *_ in self.kinds}

    def closed(self, on: date, zones: list[str], *, network_differs: bool) -> Q:
        """Those of the zones that a holiday of that day closes. Their own dates may open them again.

        `network_differs`: it has written other hours for this day, which those follow that do as it does.
        """
        closing = {PublicHolidays.CLOSED}
        if self.network.closes_on_holidays and not network_differs:
            closing.add(PublicHolidays.AS_NETWORK)
        there = {country for zone, country, choice in self.kinds if zone in zones and choice in closing}
        wholly = {country for country in there if is_holiday_everywhere(country, on)}
        partly = {country for country in there - wholly if is_holiday_somewhere(country, on)}
        closes = Q(time_zone__in=zones, public_holidays__in=closing)
        return (closes & Q(country__in=wholly)) | Q(pk__in=self._where_it_is_one(on, closes, partly))

    def _where_it_is_one(self, on: date, closes: Q, countries: set[str]) -> list[int]:
        """Spaces of these countries in a part where the day is a public holiday."""
        if not countries:
            return []
        asked = self.spaces.filter(closes, country__in=countries)
        places = [Place(*row) for row in asked.order_by().values_list(*PLACE)]
        return [place.space_id for place in places if is_holiday(place.area, on)]


def _has_window(days: Iterable[Began], network: Dates, holidays: Holidays) -> Q:
    """A window of these days holds the minute: the space's dated hours, the network's, the week's."""
    by_network_alone = OpeningLayers(get_zone("UTC"), (Level(exceptions=network.of_network),))
    weekly = covered = closed = dated = by_network = NEVER
    for began in days:
        there = Q(space__time_zone__in=began.zones)
        covered |= there & _covers(began.on)
        dated |= Q(exception__space__time_zone__in=began.zones, exception=_nearest(began.on)) & began.window
        hours, differing = by_network_alone.hours_by_day(began.on, began.on)[began.on]
        closed |= holidays.closed(began.on, began.zones, network_differs=differing is not None)
        if differing is None:
            weekly |= there & _is_in_season(began.on) & Q(weekday=began.on.weekday()) & began.window
        elif any(opens <= began.minute < closing_min(opens, closes) for opens, closes in hours):
            by_network |= Q(time_zone__in=began.zones)
    usual = Q(pk__in=OpeningHours.objects.filter(weekly).values("space")) | by_network
    own = OpeningException.objects.filter(covered).values("space")
    return (usual & ~closed & ~Q(pk__in=own)) | Q(
        pk__in=OpeningExceptionHours.objects.filter(dated).values("exception__space")
    )


def _nearest(on: date) -> Subquery:
    """The exception that counts for the space of a row that day: the shortest, then the latest written."""
    length = ExpressionWrapper(F("last_on") - F("first_on"), output_field=DurationField())
    covering = OpeningException.objects.filter(_covers(on), space=OuterRef("exception__space"))
    return Subquery(covering.order_by(length, "-first_on", "-pk").values("pk")[:1])


def _covers(on: date) -> Q:
    return Q(first_on__lte=on, last_on__gte=on)


def _is_in_season(on: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_through=None) | Q(valid_through__gte=on))


def _clock_has_just_changed(moment: datetime) -> bool:
    # Through UTC: arithmetic on one zone's datetimes ignores its changes.
    before = (moment.astimezone(get_zone("UTC")) - CLOCK_SETTLES).astimezone(moment.tzinfo)
    return before.utcoffset() != moment.utcoffset()


def _closed_for_a_time(instant: datetime) -> list[int]:
    told, at = closings(None, instant, instant + timedelta.resolution), to_instant(instant)
    return [pk for pk, periods in told.items() if any(period.holds(at) for period in periods)]


def _judged_one_by_one(spaces: QuerySet, instant: datetime) -> list[int]:
    places = [Place(*row) for row in spaces.order_by().values_list(*PLACE)]
    return [pk for pk, layers in layers_of_places(places).items() if is_open_at(layers, instant)]
