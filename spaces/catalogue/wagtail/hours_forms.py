"""Rows of hours as people think of them: some days together, a line of windows for a date."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet

from maillage.curation.wagtail import RecordForm
from spaces.catalogue.models import OpeningException, OpeningExceptionHours, OpeningHours, Weekday
from spaces.catalogue.rules.written_hours import overlap
from spaces.catalogue.wagtail.fields import ClockField, InlineBoxes, WindowsField

Key = tuple[Any, ...]


class WeekHoursForm(RecordForm):
    """Some days of the week, from when to when: as many rows of the database as days."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"), choices=Weekday.choices, coerce=int, widget=InlineBoxes
    )
    opens = ClockField(label=gettext_lazy("Opens at"))
    closes = ClockField(label=gettext_lazy("Closes at"))

    class Meta:
        model = OpeningHours
        fields = ("valid_from", "valid_through")
        labels = {"valid_from": gettext_lazy("Season, from"), "valid_through": gettext_lazy("through")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.opens_min is not None:
            self.initial |= {
                "days": getattr(self.instance, "days", [self.instance.weekday]),
                "opens": self.instance.opens_min,
                "closes": self.instance.closes_min,
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("opens") == 24 * 60:
            self.add_error("opens", _("A day begins at 00:00. Write 00:00 on the day after."))
        first, last = data.get("valid_from"), data.get("valid_through")
        if first and last and last < first:
            self.add_error("valid_through", _("The season ends before it begins. Exchange the two dates."))
        return data

    def rows(self) -> Iterable[OpeningHours]:
        """One row a day. Only after the form was found valid."""
        data = self.cleaned_data
        for day in data["days"]:
            yield OpeningHours(
                weekday=day,
                opens_min=data["opens"],
                closes_min=data["closes"],
                valid_from=data["valid_from"],
                valid_through=data["valid_through"],
            )


class WeekFormSet(BaseChildFormSet):
    """Rows of one space or resource, those that differ only by their day shown as one."""

    def get_queryset(self) -> list[OpeningHours]:
        return self._groups

    @cached_property
    def _groups(self) -> list[OpeningHours]:
        days: dict[Key, list[int]] = {}
        groups: dict[Key, OpeningHours] = {}
        for row in self.queryset:
            days.setdefault(_hours_of(row), []).append(row.weekday)
            groups.setdefault(_hours_of(row), row)
        for hours, row in groups.items():
            row.days = days[hours]
        return sorted(groups.values(), key=lambda row: (row.valid_from is not None, min(row.days), row.opens_min))

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        by_day: dict[Key, list[tuple[int, int]]] = {}
        for row in self._wanted_rows():
            day = (row.weekday, row.valid_from, row.valid_through)
            by_day.setdefault(day, []).append((row.opens_min, row.closes_min))
        for (weekday, *_validity), windows in by_day.items():
            if overlap(windows):
                said = {"day": Weekday(weekday).label}
                raise ValidationError(_("On %(day)s two rows of hours overlap. Join them, or correct one.") % said)

    def validate_unique(self) -> None:
        """Days of one row are several rows: uniqueness is `clean`'s."""

    def save(self, commit: bool = True) -> list[OpeningHours]:
        """The rows as they should be; those that are there already keep their key."""
        manager = getattr(self.instance, self.rel_name)
        present = {(row.weekday, *_hours_of(row)): row for row in manager.all() if row.pk}
        rows = [present.pop((row.weekday, *_hours_of(row)), row) for row in self._wanted_rows()]
        manager.set(rows)
        if commit:
            manager.commit()
        self.new_objects = rows
        self.changed_objects: list[OpeningHours] = []
        self.deleted_objects: list[OpeningHours] = []
        self.save_m2m = lambda: None
        return rows

    def _wanted_rows(self) -> list[OpeningHours]:
        kept = [form for form in self.forms if not form.cleaned_data.get(DELETION_FIELD_NAME)]
        return [row for form in kept if form.cleaned_data.get("days") for row in form.rows()]


class DatedHoursForm(RecordForm):
    """Some dates and the windows that replace the usual ones."""

    windows = WindowsField(label=gettext_lazy("Hours on these dates"))

    class Meta:
        model = OpeningException
        fields = ("first_on", "last_on", "label")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_on"].required = False
        self.fields["last_on"].help_text = _("Empty: one day only.")
        self.initial["windows"] = [(row.opens_min, row.closes_min) for row in self.instance.hours.all()]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first = data.get("first_on")
        data["last_on"] = data.get("last_on") or first
        if first and data["last_on"] < first:
            self.add_error("last_on", _("The last day comes before the first. Exchange them."))
        return data

    def save(self, commit: bool = True) -> OpeningException:
        exception = super().save(commit=False)
        windows = self.cleaned_data["windows"]
        exception.hours.set([OpeningExceptionHours(opens_min=opens, closes_min=closes) for opens, closes in windows])
        if commit:
            exception.save()
        return exception


def _hours_of(row: OpeningHours) -> Key:
    return row.opens_min, row.closes_min, row.valid_from, row.valid_through
