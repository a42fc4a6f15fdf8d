"""What else could be had, as buttons of the form that asked for something refused; and whether a reason would do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.forms import Form

from maillage.base import dates
from maillage.base.zones import get_zone
from spaces.booking.questions import moment
from spaces.booking.services.alternatives import Alternative
from spaces.booking.services.judging import FIRM
from spaces.booking.services.refusals import BookingRefused
from spaces.catalogue.models import Resource

Item = dict[str, Any]
Button = Callable[[Resource, datetime, datetime], Item]  # the `action` and `value` that ask for it


def instead(found: Sequence[Alternative], *, of: Resource, start: datetime, button: Button) -> list[Item]:
    """For the part `instead`: its hours; its day and name where they differ from what was asked. One query at most."""
    slugs, zone = {_slug(one) for one in found}, get_zone(of.space.time_zone)
    named = {one.slug: one for one in of.space.resources.filter(slug__in=slugs)} if slugs else {}
    times = [(named[_slug(one)], moment(one["start"], zone), moment(one["end"], zone)) for one in found]
    return [_said(*one, of=of, start=start) | button(*one) for one in times]


def yields(refusal: BookingRefused, form: Form) -> bool:
    """Whether a reason would do, given by whoever fills in this form."""
    return "override_reason" in form.fields and refusal.code not in FIRM


def _said(resource: Resource, first: datetime, last: datetime, *, of: Resource, start: datetime) -> Item:
    differs = ["" if first.date() == start.date() else dates.day_long(first.date())]
    differs.append("" if resource.pk == of.pk else resource.name)
    return {
        "label": dates.hours(first, last) if last.date() == first.date() else dates.when(first, last),
        "note": ", ".join(part for part in differs if part),
    }


def _slug(one: Alternative) -> str:
    return one["resource"].partition("/")[2]
