"""The few figures of the home page: counts that anybody can check on the lists behind them."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda.models import Occurrence
from maillage.base import clock
from maillage.base.figures import number
from members.directory.models import Organisation, Person
from spaces.booking.models import Booking
from spaces.booking.models.booking import State
from spaces.catalogue.models import Resource, Space

MASKED_UNDER = 5  # small counts could point to somebody
WEEKS = 4


def figures() -> list[dict[str, Any]]:
    """Arguments of the component `figure`. Six queries."""
    now = clock.now()
    spaces = Space.objects.public().count()
    resources = Resource.objects.bookable().count()
    people = Person.objects.public().count() + Organisation.objects.public().count()
    dates = Occurrence.objects.public().meeting(now, now + timedelta(days=30)).count()
    shown = [
        _figure(spaces, ngettext("place in the catalogue", "places in the catalogue", spaces), "catalogue:list"),
        _figure(
            resources,
            ngettext("desk, room or machine to book", "desks, rooms and machines to book", resources),
            "booking:find",
        ),
        _figure(dates, ngettext("date in the next 30 days", "dates in the next 30 days", dates), "agenda:list"),
        _figure(people, ngettext("person or organisation", "people and organisations", people), "directory:list"),
    ]
    booked = _booked_hours(now)
    if booked is not None:
        shown[1]["note"] = _("%(hours)s hours booked in four weeks") % {"hours": number(booked)}
    return [figure for figure in shown if figure["value"] != "0"]


def _figure(value: int, label: str, url_name: str = "") -> dict[str, Any]:
    return {"value": number(value), "label": label, "url": reverse(url_name) if url_name else "", "note": ""}


def _booked_hours(now: Any) -> int | None:
    """Hours used in the last four weeks; None where there are too few bookings to publish."""
    rows = Booking.objects.filter(
        state__in=State.SETTLED, end_at__lte=now, start_at__gt=now - timedelta(weeks=WEEKS)
    ).values_list("start_at", "end_at")
    seconds = [(end - start).total_seconds() for start, end in rows]
    return round(sum(seconds) / 3600) if len(seconds) >= MASKED_UNDER else None
