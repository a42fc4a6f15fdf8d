"""Days and hours that people type, on the clock of the place: where it shows one twice, they say which of the two.

Forms carry a moment as "2026-06-16T10:00", and with its offset where the clock goes back over it:
"2026-10-25T02:00+01:00". Beside such an hour `ClockInput` shows both, and sends the offset under a name of its own.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base import clock, dates
from maillage.base.instants import YEARS, from_wall, readings, to_local

WALL_CLOCK = "%Y-%m-%dT%H:%M"
HOUR_AT = 11  # where the hour begins in it
OFFSET = re.compile(r"[+-]\d\d:\d\d$")
LONG_YEAR = re.compile(r"\d{5,}-")  # browsers take six digits
LAST = f"{YEARS[-2]}-12-31T23:59"
TWICE = "twice"
TWICE_MESSAGE = gettext_lazy("The clock shows this hour twice that night. Choose which of the two.")

Readings = Callable[[str], list[datetime]]


def written(at: datetime) -> str:
    """A moment of the place as forms carry it."""
    return at.isoformat(timespec="minutes") if dates.is_repeated(at) else at.strftime(WALL_CLOCK)


def written_hour(at: datetime) -> str:
    """The same without its day."""
    return written(at)[HOUR_AT:]


class ClockInput(forms.TextInput):
    """What is typed, and under an hour that comes twice a choice of the two (`<name>_utc`)."""

    template_name = "booking/widgets/clock.html"
    readings: Readings = staticmethod(lambda text: [])  # what the clock makes of a text: said by the form

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        chosen = data.get(f"{name}_utc")
        return f"{typed}{chosen}" if chosen in map(_offset, self._twice(typed)) else typed

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        wall, chosen = _parted(value)
        context: dict[str, Any] = super().get_context(name, wall, attrs)
        said = (_("%(hour)s, before the clocks go back"), _("%(hour)s, after the clocks have gone back"))
        context["widget"]["twice"] = [
            {"value": _offset(at), "label": text % {"hour": dates.clock_time(at)}, "checked": _offset(at) == chosen}
            for at, text in zip(self._twice(wall), said, strict=False)
        ]
        return context

    def _twice(self, text: Any) -> list[datetime]:
        found = self.readings(str(text or ""))
        return found if len(found) > 1 else []


class WallClockField(forms.Field):
    """A day and time on the clock of the place: an aware datetime.

    A time that the clock skips is read as opening hours are. An offset may be said with any time. What is sent back as
    it was shown stays that very instant.
    """

    widget = ClockInput(attrs={"type": "datetime-local", "max": LAST})
    zone: Any = None
    shown: datetime | None = None

    def put_on(self, zone: tzinfo, shown: Any) -> None:
        """Read on the clock of `zone`; `shown`: the instant that stands there at first, if there is one."""
        self.zone = zone
        self.shown = dates.local(shown, zone) if isinstance(shown, datetime) else None
        self.widget.readings = self._readings

    def prepare_value(self, value: Any) -> Any:
        return written(dates.local(value, self.zone)) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        if self.shown is not None and text in (written(self.shown), self.shown.strftime(WALL_CLOCK)):
            return self.shown
        at = _read(text)
        if LONG_YEAR.match(text):
            said = _("This year has too many digits: write it with four, like %(year)s.")
            raise forms.ValidationError(said % {"year": clock.today(self.zone).year})
        if at is None:
            raise forms.ValidationError(_("Write a day and a time, like 2026-06-16T10:00."))
        if at.tzinfo is not None:
            return at.astimezone(self.zone).replace(second=0, microsecond=0)
        if len(readings(at, self.zone)) > 1:
            raise forms.ValidationError(TWICE_MESSAGE, code=TWICE)
        return to_local(from_wall(at.date(), at.hour * 60 + at.minute, self.zone), self.zone)

    def _readings(self, text: str) -> list[datetime]:
        at = _read(text)
        return [] if at is None or at.tzinfo else readings(at, self.zone)


class HourField(forms.TimeField):
    """An hour of a day that the form has elsewhere; its `fold` says which of two."""

    widget = ClockInput(attrs={"type": "time"})

    def put_on(self, zone: tzinfo, day: Callable[[], date | None]) -> None:
        """Read on the clock of `zone`, on the day that the form has."""

        def found(text: str) -> list[datetime]:
            on, hour = day(), _hour(text)
            return [] if on is None or hour is None else readings(datetime.combine(on, hour), zone)

        self.widget.readings = found

    def to_python(self, value: Any) -> time | None:
        text, offset = _parted(value)
        hour: time | None = super().to_python(text)
        found = self.widget.readings(text)
        if hour is None or len(found) < 2:
            return hour
        chosen = next((at for at in found if _offset(at) == offset), None)
        if chosen is None:
            raise forms.ValidationError(TWICE_MESSAGE, code=TWICE)
        return hour.replace(fold=chosen.fold)


def _read(text: str) -> datetime | None:
    """As browsers and programs write it; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.year in YEARS[1:-1] else None


def _hour(text: str) -> time | None:
    try:
        return forms.TimeField().to_python(text)
    except forms.ValidationError:
        return None


def _parted(value: Any) -> tuple[str, str]:
    """What the clock shows, and the offset that was said with it."""
    text = str(value or "").strip()
    offset = OFFSET.search(text)
    return (text[: offset.start()], offset.group()) if offset else (text, "")


def _offset(at: datetime) -> str:
    return at.isoformat(timespec="minutes")[len("2026-06-16T10:00") :]
