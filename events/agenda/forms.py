"""The editors' forms: an event in the words of those who organise it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from events.agenda.rules.repetition import CUSTOM, describe, rule_of
from maillage.curation.wagtail import RecordForm
from maillage.users.permissions import is_coordinator
from spaces.catalogue.models import Resource, Space

REPEATS = {
    "": _("only once"),
    "daily": _("every day"),
    "weekly": _("every week, on this day"),
    "fortnightly": _("every two weeks, on this day"),
    "monthly_day": _("every month, on this date"),
    "monthly_weekday": _("every month, on the same Tuesday (or other day) of the month"),
    "monthly_last": _("every month, on the last Tuesday (or other day)"),
    CUSTOM: _("as it was brought in"),
}


class ScheduleForm(WagtailAdminModelForm):
    """A repetition chosen in plain words instead of an RRULE."""

    repeats = forms.ChoiceField(label=_("repetition"), required=False)
    until_on = forms.DateField(label=_("repeated until"), required=False, widget=AdminDateInput)
    except_on = forms.CharField(
        label=_("except on"), required=False, help_text=_("Dates between commas, written 2026-12-25.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schedule = self.instance
        repeats, until_on = describe(schedule.rrule, schedule.first_on)
        self.fields["repeats"].choices = [
            (value, label) for value, label in REPEATS.items() if value != CUSTOM or repeats == CUSTOM
        ]
        self.initial |= {
            "repeats": repeats,
            "until_on": until_on,
            "except_on": ", ".join(schedule.exdates),
        }

    def clean_except_on(self) -> list[str]:
        written = [text.strip() for text in self.cleaned_data["except_on"].split(",") if text.strip()]
        try:
            return [_excluded(text) for text in written]
        except ValueError as error:
            raise ValidationError(_("Write dates as 2026-12-25, between commas.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        repeats, first_on = cleaned.get("repeats"), cleaned.get("first_on")
        if first_on and repeats != CUSTOM:
            until_on = cleaned.get("until_on")
            if until_on and until_on < first_on:
                self.add_error("until_on", _("This comes before the first date."))
            self.instance.rrule = rule_of(repeats or "", first_on, until_on)
        if "except_on" in cleaned:
            self.instance.exdates = cleaned["except_on"]
        return cleaned


class EventForm(RecordForm):
    """An event of one of my spaces, in rooms of that space."""

    def limit_for(self, user: Any) -> None:
        spaces = Space.objects.managed_by(user)
        self.fields["space"].queryset = spaces
        self.fields["space"].required = not is_coordinator(user)
        rooms = Resource.objects.filter(space__in=spaces, is_active=True).select_related("space")
        self.fields["resources"].queryset = rooms.order_by("space__name", "position")
        if len(mine := spaces[:2]) == 1:
            self.fields["space"].initial = mine[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        space = cleaned.get("space")
        elsewhere = [room.name for room in cleaned.get("resources", []) if space is None or room.space_id != space.pk]
        if elsewhere:
            self.add_error(
                "resources",
                _("These rooms are in another space: %(rooms)s.") % {"rooms": ", ".join(elsewhere)},
            )
        dates = self.formsets.get("schedules")
        if dates is not None and not any(
            form.has_changed() or form.instance.pk for form in dates.forms if form not in dates.deleted_forms
        ):
            self.add_error(None, _("Say when it takes place: add at least one date."))
        return cleaned


def _excluded(text: str) -> str:
    """A day, or one start on the clock of the place, as it is stored."""
    if "T" not in text:
        return date.fromisoformat(text).isoformat()
    if datetime.fromisoformat(text).tzinfo is not None:
        raise ValueError(text)
    return text
