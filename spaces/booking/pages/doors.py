"""Whether the doors of a space are open on a day, for its team: on the board that says who comes."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.base.instants import local_day
from spaces.catalogue.models import Space
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.rules.shown_hours import open_state
from spaces.catalogue.services.opening import space_layers
from spaces.catalogue.wording import Status, has_hours, hours_said, status


def doors(space: Space, day: date, now: datetime) -> Status | None:
    """« Fermé aujourd'hui. Ouvre lundi à 9 h », « Horaires : 9 h – 18 h »; None where nobody said the hours.

    Three queries; one more where the team has closed for a time.
    """
    layers = space_layers([space])[space.pk]
    if not has_hours(layers):
        return None
    return _now(layers, day, now) if day == now.astimezone(layers.zone).date() else _on(layers, day)


def _now(layers: OpeningLayers, day: date, now: datetime) -> Status | None:
    said = status(layers, now)
    state = open_state(layers, now)
    if state.is_open or said is None or _meets(layers, day):
        return said
    return Status(_("Closed today. %(next)s") % {"next": said.text} if state.opens_at else _("Closed today"), "closed")


def _on(layers: OpeningLayers, day: date) -> Status:
    windows, dated = layers.hours_by_day(day, day)[day]
    if windows:
        return Status(_("Hours: %(hours)s") % {"hours": ", ".join(hours_said(one) for one in sorted(windows))}, "open")
    if dated is not None and dated.label:
        return Status(_("Closed that day (%(reason)s)") % {"reason": dated.label}, "closed")
    return Status(_("Closed that day"), "closed")


def _meets(layers: OpeningLayers, day: date) -> bool:
    """Whether any opening touches that day, be it over or one of the night before."""
    return any(local_day(run.start, layers.zone) <= day <= local_day(run.end - 1, layers.zone)
               for run in layers.runs(day, day))  # fmt: skip
