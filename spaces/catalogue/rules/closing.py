"""Doors closed for a time: the hours that are left when a period is cut out of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from itertools import chain

from maillage.base.instants import local_day, to_local
from maillage.base.periods import Period, merge, subtract
from spaces.catalogue.rules.opening import DatedHours, Hours, OpeningLayers

ONE_DAY = timedelta(1)


def closed_for(opening: OpeningLayers, periods: Iterable[Period]) -> OpeningLayers:
    """The same place, open at no instant of these periods.

    The nearest level says so by dates: those that are closed altogether, and those of which hours are left.
    """
    for period in merge(periods):
        own = opening.levels[-1]
        closed = (*own.closed, *_dates(opening, period))
        opening = OpeningLayers(opening.zone, (*opening.levels[:-1], replace(own, closed=closed)))
    return opening


def _dates(opening: OpeningLayers, period: Period) -> Iterator[DatedHours]:
    first_on, last_on = local_day(period.start, opening.zone), local_day(period.end - 1, opening.zone)
    # A window belongs to the day on which it begins: nights of the days around may meet the period, too.
    around = sorted({first_on - ONE_DAY, first_on, last_on - ONE_DAY, last_on, last_on + ONE_DAY})
    usual = {on: sorted(opening.windows(on, on)) for on in around}
    left: defaultdict[date, list[Period]] = defaultdict(list)
    for window in chain.from_iterable(usual.values()):
        for piece in subtract([window], [period]):
            left[local_day(piece.start, opening.zone)].append(piece)
    shut_from = first_on + ONE_DAY if left[first_on] else first_on
    shut_until = last_on - ONE_DAY if left[last_on] else last_on
    if shut_from <= shut_until:
        yield DatedHours(shut_from, shut_until)
    for on, pieces in sorted(left.items()):
        if pieces and sorted(pieces) != usual[on]:
            yield DatedHours(on, on, tuple(_hours(pieces, opening.zone)))


def _hours(pieces: Iterable[Period], zone: tzinfo) -> Iterator[Hours]:
    for piece in pieces:
        opens, closes = to_local(piece.start, zone), to_local(piece.end, zone)
        opens_min, closes_min = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
        # One that lies within an hour that the clock shows twice has no length on the wall.
        if opens.date() < closes.date() or opens_min < closes_min:
            yield opens_min, closes_min
