"""Events in Wagtail: written, previewed, published by those who run the space."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from events.agenda import permissions
from events.agenda.forms import EventForm, ScheduleForm
from events.agenda.models import Accessibility, Event
from events.agenda.views.pages import show_event
from maillage.curation.wagtail import RecordViewSet
from maillage.curation.wagtail.panels import RowsPanel

DATE_PANELS = (
    FieldRowPanel([FieldPanel("first_on"), FieldPanel("starts"), FieldPanel("ends"), FieldPanel("last_on")]),
    FieldRowPanel([FieldPanel("repeats"), FieldPanel("until_on"), FieldPanel("except_on")]),
)


class EventViewSet(RecordViewSet):
    model = Event
    form_base_class = EventForm
    icon = "calendar-alt"
    menu_label = _("Events")
    menu_order = 230
    copy_view_enabled = True
    panels = (
        FieldPanel("title"),
        FieldPanel("summary"),
        RowsPanel(
            "schedules",
            row_form=ScheduleForm,
            panels=DATE_PANELS,
            heading=_("Dates"),
            label=_("Date"),
            min_num=1,
        ),
        MultiFieldPanel(
            [
                FieldPanel("space"),
                FieldPanel("resources"),
                FieldPanel("place"),
                FieldPanel("attendance"),
                FieldPanel("online_url"),
            ],
            heading=_("Where"),
        ),
        FieldPanel("body"),
        FieldPanel("picture"),
        MultiFieldPanel(
            [
                FieldPanel("types"),
                FieldPanel("audiences"),
                FieldPanel("organisers"),
            ],
            heading=_("What and for whom"),
        ),
        MultiFieldPanel([FieldPanel(f"for_{code}") for code in Accessibility.values], heading=_("Accessible to")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_free"), FieldPanel("price")]),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("registration_url")]),
            ],
            heading=_("Coming"),
        ),
        MultiFieldPanel([FieldPanel("status"), FieldPanel("visibility")], heading=_("Standing")),
    )

    def can_add(self, user: Any) -> bool:
        return permissions.can_add(user)

    def can_publish(self, user: Any, record: Event) -> bool:
        return permissions.can_publish(user, record)

    def preview(self, request: HttpRequest, record: Event) -> HttpResponse:
        return show_event(request, record)


register_snippet(EventViewSet)
