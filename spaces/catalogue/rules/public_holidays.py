"""Which days are public holidays where a place is, and what they are called.

The days and their names are those of the package `holidays`. Here: which of its calendars is a place's.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from holidays import HolidayBase, country_holidays
from holidays.utils import list_supported_countries

from spaces.catalogue.rules import time_zones
from spaces.catalogue.rules.opening import DatedHours, DatesBetween

ALSACE, MOSELLE, POLYNESIA = "6AE", "57", "PF"

BY_CODE = {
    "57": MOSELLE, "67": ALSACE, "68": ALSACE, "971": "971", "972": "972", "973": "973", "974": "974", "975": "PM",
    "976": "976", "977": "BL", "978": "MF", "984": "TF", "986": "WF", "987": POLYNESIA, "988": "NC",
}  # fmt: skip
"""French calendars by the first figures of the INSEE code or postal code; elsewhere the country's is enough."""

BY_POSTAL_CODE = {"97133": "BL", "97150": "MF"}
"""Islands that kept the postal code of Guadeloupe. Not INSEE codes: there, 97133 is in Guadeloupe."""

BY_ZONE = {
    **{zone: BY_CODE[code] for code, zone in time_zones.BY_CODE.items()},
    **dict.fromkeys(time_zones.BY_COMMUNE.values(), POLYNESIA),
}


class Area(NamedTuple):
    """A country, or a part of it that has holidays of its own."""

    country: str
    subdivision: str | None = None


def area_of(*, country: str, insee: str | None = "", postal_code: str = "", time_zone: str = "") -> Area:
    """By the commune, else the postal code, else the clock."""
    if country != "FR":
        return Area(country)
    if insee:
        return Area(country, _by_first_figures(insee))
    if postal_code:
        return Area(country, BY_POSTAL_CODE.get(postal_code) or _by_first_figures(postal_code))
    return Area(country, BY_ZONE.get(time_zone))


def closures(area: Area, language: str) -> DatesBetween | None:
    """The public holidays of an area as days without hours; None where nobody knows them."""
    return partial(_between, area, language) if area.country in _known_countries() else None


def is_holiday(area: Area, on: date) -> bool:
    return any(dated.first_on == on for dated in _of_year(area, "", on.year))


def is_holiday_somewhere(country: str, on: date) -> bool:
    return any(is_holiday(area, on) for area in _areas_of(country))


def is_holiday_everywhere(country: str, on: date) -> bool:
    return all(is_holiday(area, on) for area in _areas_of(country))


def _areas_of(country: str) -> set[Area]:
    """Those that `area_of` tells apart."""
    return {Area(country, part) for part in ({None, *BY_CODE.values()} if country == "FR" else {None})}


def _by_first_figures(code: str) -> str | None:
    return BY_CODE.get(code[:3]) or BY_CODE.get(code[:2])


def _between(area: Area, language: str, first_on: date, last_on: date) -> Iterator[DatedHours]:
    for year in range(first_on.year, last_on.year + 1):
        yield from (dated for dated in _of_year(area, language, year) if first_on <= dated.first_on <= last_on)


@lru_cache(maxsize=4096)
def _of_year(area: Area, language: str, year: int) -> tuple[DatedHours, ...]:
    if area.country not in _known_countries():
        return ()
    calendar = country_holidays(area.country, subdiv=area.subdivision)
    if not calendar.start_year <= year <= calendar.end_year:
        return ()
    named = country_holidays(area.country, subdiv=area.subdivision, years=year, language=_spoken(language, calendar))
    return tuple(
        DatedHours(on, on, label=name.replace("'", "’"), is_public_holiday=True) for on, name in sorted(named.items())
    )


def _spoken(language: str, calendar: HolidayBase) -> str | None:
    """The reader's language, else the country's own."""
    offered: Iterable[str] = calendar.supported_languages
    return next((one for one in offered if one.split("_")[0] == language.split("-")[0]), calendar.default_language)


@lru_cache(maxsize=1)
def _known_countries() -> frozenset[str]:
    return frozenset(list_supported_countries())
