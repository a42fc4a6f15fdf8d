"""The small values of a network document: times of day, slugs, zones, money, rules of repetition."""

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator, StringConstraints

from maillage.base.instants import YEARS
from maillage.base.zones import is_zone
from spaces.catalogue.rules.written_hours import write_time

MAX_MINUTES = 2_000_000  # almost four years: beyond, a typing error
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_MONEY = re.compile(r"\d{1,7}(\.\d{1,2})?", re.ASCII)


def _minutes(value: Any) -> int:
    if value == "24:00":
        return 1440
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError('write a time of day as "09:00" ("24:00" for the end of the day)')
    return int(found[1]) * 60 + int(found[2])


def _opening(minutes: int) -> int:
    if minutes == 1440:
        raise ValueError('a day begins at "00:00", not "24:00"')
    return minutes


def _weekday(value: Any) -> int:
    if value not in WEEKDAYS:
        raise ValueError(f"days are {' '.join(WEEKDAYS)}")
    return WEEKDAYS.index(value)


def _zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError("unknown time zone: write it like Europe/Paris")
    return value


def _money(value: Any) -> Decimal:
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if not _MONEY.fullmatch(text):
        raise ValueError('write an amount as "12.00": digits, a point, at most two decimals')
    return Decimal(text).quantize(Decimal("0.01"))


def _instant(value: Any) -> datetime:
    try:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            raise ValueError(value)
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError("write an instant as 2026-06-16T10:00, with or without offset") from error
    if at.year not in YEARS:
        raise ValueError(f"write a year from {YEARS.start} to {YEARS.stop - 1}")
    return at


def _instant_or_day(value: Any) -> datetime | date:
    return _instant(value) if isinstance(value, str) and "T" in value else _day(value)


def _day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise ValueError("write a date as 2026-06-16")


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=80)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=60)]
ResourcePath = Annotated[str, Field(pattern=r"^[a-z0-9_-]+/[a-z0-9_-]+$", max_length=161)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254), AfterValidator(str.lower)]
Password = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=128)]
Zone = Annotated[str, AfterValidator(_zone)]
Day = Annotated[date, BeforeValidator(_day), PlainSerializer(date.isoformat)]
Instant = Annotated[datetime, BeforeValidator(_instant), PlainSerializer(datetime.isoformat)]
InstantOrDay = Annotated[
    datetime | date,
    PlainValidator(_instant_or_day),
    PlainSerializer(lambda value: value.isoformat()),
]
Weekday = Annotated[int, BeforeValidator(_weekday), PlainSerializer(lambda day: WEEKDAYS[day])]
Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Minutes = Annotated[int, Field(ge=0, le=MAX_MINUTES, strict=True)]
Duration = Annotated[int, Field(ge=1, le=MAX_MINUTES, strict=True)]
Opens = Annotated[int, BeforeValidator(_minutes), AfterValidator(_opening), PlainSerializer(write_time)]
Closes = Annotated[int, BeforeValidator(_minutes), PlainSerializer(write_time)]
Money = Annotated[Decimal, BeforeValidator(_money), PlainSerializer(lambda amount: f"{amount:.2f}")]
