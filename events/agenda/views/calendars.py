"""Calendars to add or to follow: one date, one event, one space."""

from collections.abc import Callable
from datetime import date

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from events.agenda import calendar_feed
from events.agenda.models import Event, Occurrence
from events.agenda.stamp import stamp
from maillage.base import clock, ical
from maillage.base.feeds import Identity, answer, open_to_all
from maillage.base.models import Network
from spaces.catalogue.models import Space

FEED_VERSION = 2
FEED_AGE_S = 300
MOST_EVENTS = 2000


@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One event with all its dates, for whoever may see it."""
    event = _event(request, slug)
    entries = calendar_feed.event_entries(event, request.build_absolute_uri)
    return _answer(request, lambda: calendar_feed.to_add(entries, name=event.title, request=request))


@require_safe
def occurrence_ics(request: HttpRequest, slug: str, day: date) -> HttpResponseBase:
    """What happens of an event on one day, without its other dates."""
    event = _event(request, slug)
    dates = [one for one in event.occurrences.all() if one.first_on == day]
    if not dates:
        raise Http404
    entries = (calendar_feed.date_entry(one, request.build_absolute_uri) for one in dates)
    return _answer(request, lambda: calendar_feed.to_add(entries, name=event.title, request=request))


@require_safe
@gzip_page
def space_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The events of one space."""
    space = get_object_or_404(Space.objects.public(), slug=slug)
    dates = Occurrence.objects.public().filter(event__space=space)
    to_come, gone = dates.upcoming(clock.now()), dates.cancelled_lately(clock.now())
    events = Event.objects.filter(pk__in=to_come.order_by().values("event")) | Event.objects.filter(
        pk__in=gone.values("event")
    )
    in_order = events.annotate(first_at=Min("occurrences__start_at")).order_by("first_at", "pk")
    name = _("Agenda of %(network)s") % {"network": space.name}
    shown = in_order.for_calendar()[:MOST_EVENTS]
    return _answer(request, lambda: calendar_feed.to_follow(shown, name=name, request=request))


def _event(request: HttpRequest, slug: str) -> Event:
    """404 for whoever may not see it."""
    return get_object_or_404(Event.objects.visible_to(request.user).for_calendar(), slug=slug)


def _answer(request: HttpRequest, text: Callable[[], str]) -> HttpResponseBase:
    """With its tags; readable from any site when nobody is signed in, as nobody then sees more than the public."""
    state = stamp(Network.for_request(request).zone)
    identity = Identity((FEED_VERSION, request.user.pk, *state.parts), state.changed_at)

    def make() -> HttpResponse:
        return HttpResponse(text(), content_type=ical.CONTENT_TYPE)

    return open_to_all(answer(request, make, identity, max_age_s=FEED_AGE_S))
