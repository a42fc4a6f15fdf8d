"""What the page of an event says, and that of one of its dates."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.agenda import jsonld, permissions
from events.agenda.items import Item, contacts_of, facts_of, item
from events.agenda.models import Event, Occurrence, Status
from events.agenda.pages.attendance import attendance_url
from events.agenda.wording import repetition
from maillage.base import clock, pictures
from maillage.base import dates as said
from maillage.base.jsonld import script_text
from maillage.base.models import Network
from members.directory.models import Organisation
from spaces.catalogue.models import Space

SHOWN = 12
ALL = "toutes"


@dataclass(frozen=True, eq=False)
class EventPage:
    """`dates`: all that the event has, in order. `day`: the one whose page this is, if any."""

    request: HttpRequest
    event: Event
    dates: list[Occurrence]
    day: date | None = None

    def context(self) -> dict[str, Any]:
        event = self.event
        return {
            "event": event,
            "title": f"{event.title}, {said.day_long(self.day)}" if self.day else event.title,
            "breadcrumb": self._breadcrumb(),
            "picture": pictures.shown(event.picture, widths=(800, 1600), ratio=(21, 9)) if event.picture else None,
            "social_image": self._social_image(),
            "message": self._message(),
            "facts": self._facts(),
            "chosen": [item(one) for one in self._chosen],
            "others": [item(one) for one in self._others[: self._most]],
            "more": max(0, len(self._others) - self._most),
            "all_url": f"{event.get_absolute_url()}?dates={ALL}",
            "types": [concept.label for concept in event.types.all()],
            "organisers": event.public_organisers,
            "register_url": self._register_url,
            "calendars": self._calendars(),
            "json_ld": self._json_ld(),
            "edit_url": self._edit_url(),
            "attendances": self._attendances(),
        }

    @cached_property
    def _to_come(self) -> list[Occurrence]:
        now = clock.now()
        return [one for one in self.dates if one.end_at > now]

    @cached_property
    def _chosen(self) -> list[Occurrence]:
        """The dates of the day; else the next one that takes place, the next one, or the last."""
        if self.day:
            return [one for one in self.dates if one.first_on == self.day]
        taking_place = [one for one in self._to_come if not one.is_off]
        return (taking_place or self._to_come or self.dates[-1:])[:1]

    @cached_property
    def _others(self) -> list[Occurrence]:
        return [one for one in self._to_come if one not in self._chosen]

    @property
    def _most(self) -> int:
        return len(self._others) if self.request.GET.get("dates") == ALL else SHOWN

    @property
    def _is_over(self) -> bool:
        return bool(self._chosen) and all(one.end_at <= clock.now() for one in self._chosen)

    @property
    def _takes_people(self) -> bool:
        if self._is_over or not self._chosen:
            return False
        return any(not one.is_off and one.effective_status != Status.FULL for one in self._chosen)

    @property
    def _register_url(self) -> str:
        return self.event.registration_url if self._takes_people else ""

    def _breadcrumb(self) -> list[Item]:
        trail: list[Item] = [
            {"label": pgettext("section", "Events"), "url": reverse("agenda:list")},
            {"label": self.event.title},
        ]
        if self.day:
            trail[-1]["url"] = self.event.get_absolute_url()
            trail.append({"label": capfirst(said.day_long(self.day))})
        return trail

    def _message(self) -> Item | None:
        """What must not be missed, above everything."""
        statuses = {one.effective_status for one in self._chosen}
        if not self.event.is_published:
            text = _(
                "This is a draft: only those who run the place see it. "
                "Publish it to reserve its rooms and put it among the events."
            )
            return {"level": "warning", "text": text}
        if statuses == {Status.CANCELLED}:
            text = _("This event is cancelled.") if self.event.is_cancelled else _("This date is cancelled.")
            return {"level": "error", "text": text}
        if statuses == {Status.POSTPONED}:
            return {"level": "warning", "text": _("Postponed: the new date is not known yet.")}
        if statuses == {Status.MOVED_ONLINE}:
            return {"level": "warning", "text": _("This takes place online, no longer in the place announced.")}
        if self._is_over:
            text = _("This date is over.") if self._to_come else _("This event is over.")
            return {"level": "info", "text": text}
        return None

    def _facts(self) -> list[Item]:
        schedules = list(self.event.schedules.all())
        words = repetition(schedules[0]) if len(schedules) == 1 else ""
        repeated = {"icon": "repeat", "label": _("Repeated"), "value": capfirst(words)}
        return [*([repeated] if words else []), *facts_of(self.event), *self._training(), *self._enquiries()]

    def _training(self) -> list[Item]:
        """What one may do afterwards: many come for that."""
        if self.event.habilitation is None:
            return []
        said = _("Gives the training “%(training)s”") % {"training": self.event.habilitation}
        return [{"icon": "graduation-cap", "label": _("Training"), "value": said}]

    def _enquiries(self) -> list[Item]:
        """Whom to ask how to come, where nothing on the web says it: who organises it, or else the place."""
        if self._register_url or not self._takes_people:
            return []
        asked: list[Organisation | Space] = [*self.event.public_organisers, *filter(None, [self.event.public_space])]
        return next((contacts for one in asked if (contacts := contacts_of(one.phone, one.email))), [])

    def _calendars(self) -> list[Item]:
        """What can be put into one's calendar: the day shown, all dates."""
        event = self.event
        if not event.is_published:
            return []
        every = {"label": _("Add to my calendar"), "url": reverse("agenda:event-ics", args=[event.slug])}
        if len(self.dates) < 2:
            return [every]
        every["label"] = _("Add all the dates to my calendar")
        if not self._chosen or self._is_over:
            return [every]
        day = self._chosen[0].first_on
        url = reverse("agenda:occurrence-ics", args=[event.slug, day])
        return [{"label": _("Add %(day)s to my calendar") % {"day": said.day_long(day)}, "url": url}, every]

    def _social_image(self) -> str:
        if not self.event.picture:
            return ""
        shown = pictures.shown(self.event.picture, widths=(1200,), ratio=(1200, 630))
        return self.request.build_absolute_uri(shown.url)

    def _json_ld(self) -> str:
        if not self.event.is_public:
            return ""
        shown = self._chosen if self.day else [*self._chosen, *self._others[: self._most]]
        language = Network.for_request(self.request).language
        return script_text(jsonld.things(self.event, shown, self.request.build_absolute_uri, language))

    def _attendances(self) -> list[Item]:
        """Where the team says who has come to each date shown, once it has begun."""
        begun = [one for one in self._chosen if one.start_at <= clock.now() and not one.is_off]
        if not begun or not permissions.can_say_who_came(self.request.user, self.event):
            return []
        return [self._attendance(one) for one in begun]

    def _attendance(self, one: Occurrence) -> Item:
        of_that_day = [other for other in self.dates if other.first_on == one.first_on]
        hour = {"hour": said.clock_time(said.local(one.start_at, self.event.zone))}
        label = _("Say who came at %(hour)s") % hour if len(of_that_day) > 1 else _("Say who came")
        return {"label": label, "url": attendance_url(self.event, one, of_that_day)}

    def _edit_url(self) -> str:
        """Where those who may edit it do so."""
        if self.event.pk is None or not permissions.can_edit(self.request.user, self.event):
            return ""
        return reverse(self.event.snippet_viewset.get_url_name("edit"), args=[self.event.pk])
