"""Tags and filters known to every template without {% load %} (`docs/developers/look.md` lists them)."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext as _

from maillage.base import dates, figures, icons, navigation, telephone
from maillage.base.models import Network
from maillage.base.weave import weave as draw

register = template.Library()
MARKS = ("?", "!", "…", ":", ".")
OUR_WORD = re.compile(r"(tiers-(?=lieu)|\be-(?=mail))(?![^<]*>)", re.IGNORECASE)  # outside tags
ARTICLE = re.compile(r"(?<!\S)(La|Le|Les) (?=[^\W\d_])(?![^<]*>)")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString | str:
    """{% icon "map-pin" %}, {% icon "lock" _("Training needed") %}: decorative unless labelled."""
    return icons.icon(name, label)


@register.simple_tag
def weave(identifier: object, family: str = "place", columns: int = 16, rows: int = 9) -> SafeString:
    """{% weave space.uuid "place" %}: the picture of what has no photo."""
    return draw(str(identifier), family or "place", columns, rows)


@register.filter(is_safe=True)
def unbroken(title: str) -> str:
    """A title, or its HTML: “tiers-lieu” and “e-mail” are not cut at their hyphen, nor « La Gare » after “La”."""
    return ARTICLE.sub("\\1\u00a0", OUR_WORD.sub("\\1\u2060", str(title)))


# Days and hours


@register.simple_tag
def when(start: datetime | None, end: datetime | None = None, zone: Any = None) -> str:
    """{% when booking.start_at booking.end_at space.time_zone %} → « mardi 16 juin, 14 h – 16 h »."""
    return dates.when(start, end or None, zone) if start else ""


@register.simple_tag
def hours(start: datetime | None, end: datetime | None = None, zone: Any = None) -> str:
    """{% hours start end zone %} → « 14 h – 16 h »."""
    if not start:
        return ""
    return dates.hours(start, end, zone) if end else dates.clock_time(start, zone)


@register.simple_tag
def days(first: date, last: date) -> str:
    """{% days first last %} → « du 16 au 18 juin », both included."""
    return dates.days(first, last)


@register.filter(name="when")
def period_when(period: Any, zone: Any = None) -> str:
    """{{ period|when }}: anything with `start`/`end` or `start_at`/`end_at`, or a pair."""
    return dates.when(*_bounds(period), zone)


@register.filter
def day_long(day: date | None, zone: Any = None) -> str:
    """« mardi 16 juin » (with its year when not this year's)."""
    return dates.day_long(day, zone) if day else ""


@register.filter
def day_full(day: date | None, zone: Any = None) -> str:
    """« mardi 16 juin 2026 »."""
    return dates.day_full(day, zone) if day else ""


@register.filter
def day_short(day: date | None, zone: Any = None) -> str:
    """« 16 juin 2026 »."""
    return dates.day_short(day, zone) if day else ""


@register.filter
def month_long(day: date | None) -> str:
    """« juin 2026 »."""
    return dates.month_long(day) if day else ""


@register.filter
def clock_time(instant: datetime | None, zone: Any = None) -> str:
    """« 14 h 30 », with its offset when that hour comes twice."""
    return dates.clock_time(instant, zone) if instant else ""


@register.filter
def from_today(day: date | None, zone: Any = None) -> str:
    """« aujourd'hui », « demain », « dans 3 jours », or nothing."""
    return dates.from_today(day, zone) if day else ""


@register.filter
def duration(minutes: int | None) -> str:
    """« 1 h 30 » from minutes."""
    return dates.duration(minutes) if minutes is not None else ""


# Numbers


@register.filter
def money(amount: Any, currency: str = "EUR") -> str:
    """« 12 € » from a Decimal."""
    return "" if amount in (None, "") else figures.money(amount, currency)


@register.filter
def cents(amount: int | None, currency: str = "EUR") -> str:
    """« 12 € » from whole cents."""
    return "" if amount is None else figures.cents(amount, currency)


@register.filter(name="telephone")
def spaced_telephone(number: str) -> str:
    """« 05 59 12 34 56 » from +33559123456."""
    return telephone.spaced(number)


@register.filter(name="telephone_link")
def link_to_call(number: str) -> str:
    """« tel:+33559123456 »."""
    return telephone.link(number)


@register.filter
def introducing(label: str) -> str:
    """« Téléphone : » before what is said of it; a label that ends with a mark of its own gets no second one."""
    return str(label) if str(label).endswith(MARKS) else _("%(label)s:") % {"label": label}


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """« 1 240 »."""
    return "" if value in (None, "") else figures.number(value, places)


# Finding one's way


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[navigation.Section]:
    """The main sections that exist, the current one marked."""
    return navigation.sections(_path(context))


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> tuple[navigation.LanguageLink, ...]:
    """This same page in each language."""
    return navigation.language_links(_full_path(context))


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str = "") -> str:
    """The full address of `path`, or of this page without its query string."""
    request = context.get("request")
    return request.build_absolute_uri(path or request.path) if request else path


@register.simple_tag(takes_context=True)
def authors_language(context: Context) -> SafeString | str:
    """<p{% authors_language %}>: that these words stay in the network's language, where the page is in another."""
    request = context.get("request") or getattr(context, "request", None)
    language = Network.for_request(request).language if request else get_language()
    if language == get_language():
        return ""
    is_bidi = get_language_info(language)["bidi"]
    direction = "" if is_bidi == get_language_bidi() else format_html(' dir="{}"', "rtl" if is_bidi else "ltr")
    return format_html(' lang="{}"{}', language, direction)


@register.filter
def webcal(url: str) -> str:
    """The address of a calendar as calendar programs subscribe to it: webcal://…"""
    return f"webcal:{url.partition(':')[2]}"


@register.simple_tag
def address(path: str) -> str:
    """{% address "/lieux/" %} → "/en/lieux/" in English; "" when no view answers there."""
    return navigation.address(path) if navigation.exists(path) else ""


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The pages to link to around this one; None where some are left out."""
    paginator = page.paginator
    shown = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [None if number == paginator.ELLIPSIS else int(number) for number in shown]


def _bounds(period: Any) -> tuple[datetime, datetime | None]:
    if isinstance(period, tuple):
        return period
    if hasattr(period, "start_at"):
        return period.start_at, period.end_at
    return period.start, period.end


def _path(context: Context) -> str:
    return request.path if (request := context.get("request")) else "/"


def _full_path(context: Context) -> str:
    return request.get_full_path() if (request := context.get("request")) else "/"
