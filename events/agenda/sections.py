"""What the pages of a space and of an organisation say of their agenda, and the board of a space's team."""

from datetime import datetime, tzinfo
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from events.agenda.items import Item, by_day, standing
from events.agenda.models import Event, Occurrence
from maillage.base import clock
from maillage.base.models import Network
from maillage.base.zones import get_zone
from maillage.curation.models import State
from maillage.users.permissions import Anyone
from members.directory import sections as of_organisations
from members.directory.models import Organisation
from spaces.booking import happenings
from spaces.booking.happenings import Happening
from spaces.catalogue import sections as of_spaces
from spaces.catalogue.models import Space

SHOWN = 5
TEMPLATE = "agenda/parts/coming_up.html"

Context = dict[str, Any]


def coming_here(request: HttpRequest, space: Space) -> Context | None:
    """The next dates in this space; nothing where none is announced. Three queries."""
    days = _next_days(request, get_zone(space.time_zone), here=space, event__space=space)
    if not days:
        return None
    return {
        "title": _("Coming up here"),
        "days": days,
        "agenda_url": f"{reverse('agenda:list')}?lieu={space.slug}",
        "calendar_url": reverse("agenda:space-ics", args=[space.slug]),
        "calendar_label": _("Subscribe to this place"),
    }


def organised_by(request: HttpRequest, organisation: Organisation) -> Context | None:
    """The next dates that this organisation prepares; nothing where none is announced. Three queries.

    The agenda filters by public organisations only: the page of another one would link to nothing.
    """
    if not organisation.is_public:
        return None
    days = _next_days(request, Network.for_request(request).zone, event__organisers=organisation)
    if not days:
        return None
    return {
        "title": _("Its next dates"),
        "days": days,
        "agenda_url": f"{reverse('agenda:list')}?organisateur={organisation.slug}",
        "calendar_url": f"{reverse('agenda:list-ics')}?organisateur={organisation.slug}",
        "calendar_label": _("Subscribe to its events"),
    }


def taking_place(user: Anyone, space: Space, start_at: datetime, end_at: datetime) -> list[Happening]:
    """Dates in this space, cancelled ones too, for its team: it sees all of them, with links to what it may read or
    change.

    One query.
    """
    there = Occurrence.objects.filter(event__space=space, event__state=State.PUBLISHED).meeting(start_at, end_at)
    theirs = {"is_readable": Event.objects.visible_to(user), "is_editable": Event.objects.editable_by(user)}
    said = {name: Exists(events.filter(pk=OuterRef("event"))) for name, events in theirs.items()}
    return [_happening(one) for one in there.annotate(**said).select_related("event")]


def _happening(one: Any) -> Happening:
    status, kind = standing(one)
    edit = Event.snippet_viewset.get_url_name("edit")
    return Happening(
        key=one.event.uuid,
        title=one.event.title,
        start_at=one.start_at,
        end_at=one.end_at,
        url=one.get_absolute_url() if one.is_readable else "",
        edit_url=reverse(edit, args=[one.event_id]) if one.is_editable else "",
        status=status,
        status_kind=kind,
        is_off=one.is_off,
    )


def _next_days(request: HttpRequest, zone: tzinfo, *, here: Space | None = None, **of: Any) -> list[Item]:
    """For the component `agenda`."""
    dates = Occurrence.objects.visible_to(request.user).filter(**of).upcoming(clock.now())
    return by_day(dates.for_listing()[:SHOWN], first_on=clock.today(zone), zone=zone, here=here)


def register() -> None:
    """Called once, when the app is ready."""
    of_spaces.register(of_spaces.Section("agenda", TEMPLATE, coming_here, order=60))
    of_organisations.register(TEMPLATE, organised_by)
    happenings.register("agenda", taking_place)
