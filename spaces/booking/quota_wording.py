"""Quotas in words: « 2 h par jour, du lundi au vendredi, 12:00–14:00 », and what is used of them."""

from datetime import timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.base import dates
from maillage.base.instants import DAY_MIN, MINUTE
from spaces.booking import pass_wording
from spaces.booking.models import Quota
from spaces.booking.services.quotas import Limit
from spaces.catalogue.rules.written_hours import write_time
from spaces.pricing.models import Entitlement

A_RANGE = 3  # days in a row that are said by the first and the last


def said(quota: Quota) -> str:
    """The limit itself, and for whom, for what and when where it says so."""
    parts = [_per(quota), _for_whom(quota)]
    if quota.counts_kind:
        parts.append(_("together with the others of its kind"))
    parts += [weekdays(quota.weekdays)]
    if (quota.starts_min, quota.ends_min) != (0, DAY_MIN):
        parts.append(f"{write_time(quota.starts_min)}–{write_time(quota.ends_min)}")
    return ", ".join(part for part in parts if part)


def used(limit: Limit) -> str:
    """« 2 h par jour : 1 h déjà réservée (mardi 16 juin) »."""
    usage, row = limit.usage, limit.row
    found = []
    if row.count is not None:
        found.append(_bookings(usage.count))
    if row.minutes is not None:
        found.append(pass_wording.counted(Entitlement.Unit.MINUTES, -(-usage.used // MINUTE)))
    days = dates.days(usage.first_on, usage.next_on - timedelta(1))
    return _("%(limit)s. Booked already (%(days)s): %(used)s.") % {
        "limit": said(row),
        "days": days,
        "used": ", ".join(found),
    }


def refusal(limit: Limit, resource: str) -> str:
    """Which limit, what is left, when it begins anew, and what to do."""
    usage, named = limit.usage, {"resource": resource, "limit": said(limit.row)}
    if limit.row.holder == Quota.Holder.ORGANISATION:
        first = _("This is more of %(resource)s than one organisation may book (%(limit)s).") % named
    else:
        first = _("This is more of %(resource)s than one person may book (%(limit)s).") % named
    when = {
        "day": dates.day_long(usage.next_on),
        "left": pass_wording.counted(Entitlement.Unit.MINUTES, usage.left_min),
    }
    if not usage.is_over_minutes or not usage.left_min:
        then = _("Nothing is left before %(day)s. Choose a time from that day on.") % when
    elif usage.is_never_enough:
        then = _("Left before %(day)s: %(left)s. Choose a shorter time.") % when
    else:
        then = _("Left before %(day)s: %(left)s. Choose a shorter time, or one from that day on.") % when
    if usage.quota.is_windowed:
        then += " " + _("Other hours are not limited by it.")
    return f"{first} {then}"


def weekdays(days: str) -> str:
    """« du lundi au vendredi », « samedi, dimanche »; nothing for every day."""
    numbers = sorted(map(int, days))
    if len(numbers) >= A_RANGE and numbers[-1] - numbers[0] == len(numbers) - 1:
        return pgettext("days of the week", "%(first)s to %(last)s") % {
            "first": WEEKDAYS[numbers[0]],
            "last": WEEKDAYS[numbers[-1]],
        }
    return ", ".join(str(WEEKDAYS[number]) for number in numbers)


def _per(quota: Quota) -> str:
    amounts = [] if quota.count is None else [_bookings(quota.count)]
    if quota.minutes is not None:
        amounts.append(pass_wording.counted(Entitlement.Unit.MINUTES, quota.minutes))
    amount = {"amount": ", ".join(amounts)}
    match quota.period:
        case Quota.Interval.DAY:
            return _("%(amount)s a day") % amount
        case Quota.Interval.WEEK:
            return _("%(amount)s a week") % amount
    return _("%(amount)s a month") % amount


def _for_whom(quota: Quota) -> str:
    if quota.plan:
        return _("with the plan “%(plan)s”") % {"plan": quota.plan.name}
    return "" if quota.audience == Quota.Audience.ALL else str(quota.get_audience_display())


def _bookings(count: int) -> str:
    return ngettext("%(count)s booking", "%(count)s bookings", count) % {"count": count}
