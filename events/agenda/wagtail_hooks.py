"""Events in Wagtail: written, previewed, published by those who run the space."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from events.agenda import permissions
from events.agenda.forms import ChangesFormSet, DateChangeForm, DatesFormSet, EventForm, ScheduleForm
from events.agenda.models import Accessibility, Event, Occurrence, Status
from events.agenda.services.doubts import doubts
from events.agenda.views.pages import show_draft
from maillage.base import clock, dates
from maillage.curation.wagtail import RecordViewSet
from maillage.curation.wagtail.columns import ChangedColumn, StateColumn
from maillage.curation.wagtail.dashboard import Link, Step
from maillage.curation.wagtail.panels import RowsPanel
from maillage.curation.wagtail.views import RecordCopyView
from spaces.booking.first_steps import beginning
from spaces.catalogue.wagtail.fields import NO_RESOURCE, InlineBoxes, Nothing


class EventCopyView(RecordCopyView):
    """A copy goes as planned: what became of the original and its dates is not its own."""

    def get_object(self, queryset: Any = None) -> Event:
        event = super().get_object(queryset)
        event.status = Status.SCHEDULED
        event.changes.set([])
        return event


class NextDateColumn(Column):
    """When it next takes place."""

    def __init__(self) -> None:
        super().__init__("next_at", label=_("Next date"), sort_key="next_at", width="25%")

    def get_value(self, instance: Any) -> str:
        return (
            dates.when(instance.next_at, None, instance.zone)
            if instance.next_at
            else pgettext("next date of an event", "none")
        )


NO_ORGANISATION = Nothing(
    _("You manage no organisation yet."), "directory:new-organisation", _("Write the page of one")
)
DATE_PANELS = (
    FieldRowPanel([FieldPanel("first_on"), FieldPanel("starts"), FieldPanel("ends")]),
    FieldRowPanel([FieldPanel("repeats"), FieldPanel("until_on")]),
    FieldRowPanel([FieldPanel("last_on"), FieldPanel("except_on")]),
)
CHANGE_PANELS = (
    FieldRowPanel([FieldPanel("day"), FieldPanel("status")]),
    FieldRowPanel([FieldPanel("new_on"), FieldPanel("starts"), FieldPanel("ends")]),
)


class EventViewSet(RecordViewSet):
    model = Event
    form_base_class = EventForm
    icon = "calendar-alt"
    menu_label = _("Events")
    new_label = _("New event")
    purpose = _("An event shows on the site and in calendars, and keeps the rooms that it takes.")
    menu_order = 230
    goes_stale = False  # an event has its dates
    copy_view_enabled = True
    copy_view_class = EventCopyView
    list_display = ("__str__", NextDateColumn(), StateColumn(), ChangedColumn())
    panels = (
        FieldPanel("title", required_on_save=True, help_text=_("As it will be read among the events.")),
        FieldPanel("summary", help_text=_("It shows under the title, in lists and in calendars.")),
        RowsPanel(
            "schedules",
            row_form=ScheduleForm,
            formset=DatesFormSet,
            panels=DATE_PANELS,
            heading=_("When"),
            label=_("Date"),
            add_label=_("Add a date"),
            min_num=1,
            help_text=_("One line for each date, or for what repeats. After midnight is the next morning."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("space", required_on_save=True),
                FieldPanel(
                    "resources",
                    heading=_("What it uses there: rooms, desks, machines"),
                    widget=InlineBoxes(nothing=NO_RESOURCE),
                ),
                FieldPanel("place", help_text=_("A garden, the first floor; or the address, when it is elsewhere.")),
                FieldRowPanel([FieldPanel("attendance"), FieldPanel("online_url")]),
            ],
            heading=_("Where"),
        ),
        FieldPanel("body"),
        FieldPanel("picture", heading=_("Picture")),
        MultiFieldPanel(
            [
                FieldPanel("types", widget=InlineBoxes),
                FieldPanel("audiences", widget=InlineBoxes),
                FieldPanel("organisers", widget=InlineBoxes(nothing=NO_ORGANISATION)),
            ],
            heading=_("What and for whom"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_free"), FieldPanel("price")]),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("registration_url")]),
            ],
            heading=_("Coming"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("habilitation"), FieldPanel("habilitation_months")])],
            heading=_("Training"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"for_{code}") for code in Accessibility.values],
            heading=_("Accessible to"),
            classname="maillage-ticks",
        ),
        RowsPanel(
            "changes",
            row_form=DateChangeForm,
            formset=ChangesFormSet,
            panels=CHANGE_PANELS,
            heading=_("One date that changes"),
            label=pgettext_lazy("of a date", "Change"),
            add_label=_("Add a change"),
            help_text=_(
                "Cancel or move one date of a published event: it stays among the events, with what became of it."
            ),
        ),
        MultiFieldPanel([FieldPanel("status"), FieldPanel("visibility")], heading=_("The whole event")),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the start of the next date of each."""
        to_come = Occurrence.objects.filter(event=OuterRef("pk")).upcoming(clock.now())
        return super().get_queryset(request).annotate(next_at=Subquery(to_come.values("start_at")[:1]))

    def can_add(self, user: Any) -> bool:
        return permissions.can_add(user)

    def can_publish(self, user: Any, record: Event) -> bool:
        return permissions.can_publish(user, record)

    def doubts(self, record: Event) -> Iterable[str]:
        return doubts(record)

    def preview(self, request: HttpRequest, record: Event) -> HttpResponse:
        return show_draft(request, record)


register_snippet(EventViewSet)


@hooks.register("register_dashboard_links")
def publish_an_event(request: HttpRequest) -> list[Link]:
    """For those who run a space."""
    if not permissions.can_add(request.user):
        return []
    return [Link(gettext("Publish an event"), reverse(Event.snippet_viewset.get_url_name("add")), "plus", order=20)]


@hooks.register("register_first_steps")
def first_event(request: HttpRequest) -> list[Step]:
    """For those who begin a place and have written no event yet. Two queries."""
    if not beginning(request.user).exists() or Event.objects.editable_by(request.user).exists():
        return []
    text = gettext("It shows among the events, in calendars and on the page of the place.")
    return [Step(gettext("Publish a first event"), text, reverse(Event.snippet_viewset.get_url_name("add")), order=50)]
