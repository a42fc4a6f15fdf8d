"""Days, hours, periods and durations as people say them, in the language in use.

Everything that is shown goes through here, so that « mardi 16 juin, 14 h – 16 h » reads the same
on a page, in a mail and on the staff board. Instants are aware; `zone` is the place's own zone
(a `tzinfo` or an IANA name). Without it a datetime keeps the zone it carries, unless that is UTC,
which is how the database stores instants: those are shown in the active time zone.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.dateformat import format as render
from django.utils.translation import gettext, ngettext, pgettext

from maillage.base import clock
from maillage.base.instants import begins_day
from maillage.base.zones import get_zone

MINUTES_A_DAY = 24 * 60
RECENTLY = timedelta(days=60)  # « mardi 6 janvier », said in November, is taken for the next one
STORED = ("None", "UTC")  # how instants come out of the database
NO_BREAK, WORD_JOINER = "\u00a0", "\u2060"  # a line may end after a dash, even before a no-break space


def local(instant: datetime, zone: tzinfo | str | None = None) -> datetime:
    """`instant` on the wall clock of `zone`."""
    if isinstance(zone, str) and zone:
        zone = get_zone(zone)
    if not zone:
        zone = timezone.get_current_timezone() if str(instant.tzinfo) in STORED else instant.tzinfo
    return (instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant).astimezone(zone)


def day_long(day: date, zone: tzinfo | str | None = None) -> str:
    """« mardi 16 juin », with its year when that is not this year, or when it would read as a day to come."""
    day = _as_day(day, zone)
    if _needs_year(day):
        return day_full(day)
    # Translators: Django date format of a day with its weekday: "Tuesday 16 June".
    return _say(day, pgettext("date format", "l j F"))


def day_full(day: date, zone: tzinfo | str | None = None) -> str:
    """« mardi 16 juin 2026 »."""
    # Translators: Django date format of a day with its weekday and year: "Tuesday 16 June 2026".
    return _say(_as_day(day, zone), pgettext("date format", "l j F Y"))


def day_brief(day: date, zone: tzinfo | str | None = None) -> str:
    """« mar. 8 déc. », with its year when `day_long` says it: where there is little room."""
    day = _as_day(day, zone)
    if _needs_year(day):
        # Translators: Django date format of a day in brief, with its year: "Tue 8 Dec 2026".
        return _say(day, pgettext("date format", "D j M Y"))
    # Translators: Django date format of a day in brief: "Tue 8 Dec". In French "D j N".
    return _say(day, pgettext("date format", "D j M"))


def day_short(day: date, zone: tzinfo | str | None = None) -> str:
    """« 16 juin 2026 »."""
    # Translators: Django date format of a day without its weekday: "16 June 2026".
    return _say(_as_day(day, zone), pgettext("date format", "j F Y"))


def month_long(day: date) -> str:
    """« juin 2026 »."""
    # Translators: Django date format of a month: "June 2026".
    return render(day, pgettext("date format", "F Y"))


def clock_time(instant: datetime, zone: tzinfo | str | None = None) -> str:
    """« 14 h 30 »; an hour that comes twice that night carries its offset: « 2 h (UTC+1) »."""
    moment = local(instant, zone)
    if moment.minute:
        # Translators: Django time format, hour and minutes: "14:30". In French: 14 h 30.
        said = render(moment, pgettext("date format", "H:i"))
    else:
        # Translators: Django time format of a whole hour: "14:00". In French: 14 h.
        said = render(moment, pgettext("date format", "H:00"))
    return f"{said} ({offset(moment)})" if is_repeated(moment) else said


def offset(moment: datetime) -> str:
    """« UTC+2 », « UTC−3:30 »."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes >= 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def is_repeated(moment: datetime) -> bool:
    """Whether the wall clock of `moment` shows this time twice (end of summer time)."""
    other = moment.replace(fold=1 - moment.fold)
    if other.utcoffset() == moment.utcoffset():
        return False
    # In the spring gap the two readings differ as well, but no such time exists: a round trip moves it.
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) == moment.replace(tzinfo=None)


def when(
    start: datetime,
    end: datetime | None = None,
    zone: tzinfo | str | None = None,
    *,
    say: Callable[[date], str] = day_long,
) -> str:
    """« mardi 16 juin, 14 h – 16 h »; across midnight both days are named. `say`: how a day is."""
    start = local(start, zone)
    if end is None:
        return gettext("%(day)s, %(hours)s") % {"day": say(start), "hours": clock_time(start)}
    end = local(end, zone or start.tzinfo)
    if start.date() == end.date() or _ends_at_midnight(start, end):
        return gettext("%(day)s, %(hours)s") % {"day": say(start), "hours": hours(start, end)}
    return gettext("%(start)s – %(end)s") % {"start": when(start, say=say), "end": when(end, say=say)}


def hours(start: datetime, end: datetime, zone: tzinfo | str | None = None) -> str:
    """« 14 h – 16 h »; a period that ends at midnight says so."""
    start = local(start, zone)
    end = local(end, zone or start.tzinfo)
    until = pgettext("end of a period", "midnight") if _ends_at_midnight(start, end) else clock_time(end)
    said = pgettext("hours", "%(start)s–%(end)s") % {"start": clock_time(start), "end": until}
    return said.replace("– ", f"–{NO_BREAK}").replace("–", f"–{WORD_JOINER}")


def days(first: date, last: date) -> str:
    """« mardi 16 juin », « du 16 au 18 juin », « du 30 juin au 2 juillet »: both days included."""
    if first == last:
        return day_long(first)
    # Translators: Django date formats of a day without its weekday, without and with its year.
    short, full = pgettext("date format", "j F"), pgettext("date format", "j F Y")
    said_last = _say(last, full if first.year != last.year or _needs_year(last) else short)
    if (first.year, first.month) == (last.year, last.month):
        said_first = _say(first, "j")
    else:
        said_first = _say(first, short if first.year == last.year else full)
    return gettext("from %(first)s to %(last)s") % {"first": said_first, "last": said_last}


def from_today(day: date, zone: tzinfo | str | None = None) -> str:
    """« aujourd'hui », « demain », « dans 3 jours » within a week; nothing beyond or before."""
    place = get_zone(zone) if isinstance(zone, str) and zone else zone or timezone.get_current_timezone()
    ahead = (_as_day(day, zone) - clock.today(place)).days
    if ahead == 0:
        return gettext("today")
    if ahead == 1:
        return gettext("tomorrow")
    if 1 < ahead < 7:
        return ngettext("in %(count)s day", "in %(count)s days", ahead) % {"count": ahead}
    return ""


def duration(minutes: int) -> str:
    """« 45 min », « 1 h 30 », « 2 jours », which no line parts."""
    return _duration(minutes).replace(" ", NO_BREAK)


def _duration(minutes: int) -> str:
    if minutes and minutes % MINUTES_A_DAY == 0:
        count = minutes // MINUTES_A_DAY
        return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    whole, rest = divmod(int(minutes), 60)
    if not whole:
        return gettext("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)s h") % {"hours": whole}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": whole, "minutes": f"{rest:02}"}


def breakable(hours: str) -> str:
    """A period that may go on two lines, after its dash."""
    return hours.replace(WORD_JOINER, "").replace(f"–{NO_BREAK}", "– ")


def plain(text: str) -> str:
    """What is read as plain text, where nothing keeps a line whole: « 16 juin » with a common space."""
    return re.sub(rf"(?<=\w){NO_BREAK}(?=[^\W\d]{{3}})", " ", text.replace(WORD_JOINER, ""))


def _needs_year(day: date) -> bool:
    today = clock.today(timezone.get_current_timezone())
    return day.year != today.year or day < today - RECENTLY


def _as_day(value: date, zone: tzinfo | str | None) -> date:
    return local(value, zone).date() if isinstance(value, datetime) else value


def _say(day: date, pattern: str) -> str:
    """French says « 1er juin »: the first of a month has its own word. No line parts a day from its month."""
    pattern = re.sub("j (?=[FMN])", f"j{NO_BREAK}", pattern)
    first = pgettext("first day of the month", "1")
    if day.day != 1 or first == "1":
        return render(day, pattern)
    escaped = "".join(f"\\{letter}" for letter in first)
    return render(day, pattern.replace("j", escaped))


def _ends_at_midnight(start: datetime, end: datetime) -> bool:
    return end.date() - start.date() == timedelta(days=1) and begins_day(end)
