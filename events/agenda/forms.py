"""The editors' forms: an event in the words of those who organise it."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from events.agenda.rules.repetition import CUSTOM, describe, rule_of
from maillage.base import clock, dates
from maillage.curation.wagtail import RecordForm
from maillage.users.permissions import Anyone, is_coordinator
from spaces.booking.models import Habilitation
from spaces.booking.services.habilitations import known_to
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.wagtail.fields import WallTimeField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST_DAYS = 100
FEW_SPACES = 5

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
    """A date, and a repetition chosen in plain words instead of an RRULE."""

    first_on = forms.DateField(label=_("Day"), widget=DAY)
    starts = WallTimeField(label=_("Starts at"))
    ends = WallTimeField(label=_("Ends at"))
    last_on = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("Only if it ends on another day.")
    )
    repeats = forms.ChoiceField(label=_("Repeated"), required=False)
    until_on = forms.DateField(label=_("Repeated until"), required=False, widget=DAY)
    except_on = forms.CharField(
        label=_("Except on"), required=False, help_text=_("Holidays known ahead: 25/12/2026, 1/1/2027…")
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
            "except_on": ", ".join(map(_written, schedule.exdates)),
        }

    def has_changed(self) -> bool:
        """Its place among the rows says nothing: an empty row stays empty."""
        return bool(set(self.changed_data) - {"ORDER"})

    def clean_except_on(self) -> list[str]:
        written = [text.strip() for text in self.cleaned_data["except_on"].split(",") if text.strip()]
        try:
            return [_excluded(text) for text in written]
        except ValueError as error:
            raise ValidationError(_("Write dates as 25/12/2026, between commas.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        repeats, first_on, until_on = cleaned.get("repeats"), cleaned.get("first_on"), cleaned.get("until_on")
        if first_on and repeats != CUSTOM:
            if until_on and until_on < first_on:
                self.add_error("until_on", _("This comes before the first date."))
            if until_on and not repeats:
                self.add_error("repeats", _("Say how it repeats until then, or leave that day out."))
            self.instance.rrule = rule_of(repeats or "", first_on, until_on)
        if "except_on" in cleaned:
            self.instance.exdates = cleaned["except_on"]
        return cleaned


class DatesFormSet(BaseChildFormSet):
    """Rows that may be left empty: a draft may not know its date yet, and one empty row too many is no error."""

    default_error_messages = {
        **BaseChildFormSet.default_error_messages,
        "too_few_forms": _("Say when it takes place: add at least one date."),
    }

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if i >= self.initial_form_count():
            kwargs["empty_permitted"] = True
        return super()._construct_form(i, **kwargs)


class DateChangeForm(WagtailAdminModelForm):
    """One of the dates to come, and what becomes of it."""

    day = forms.TypedChoiceField(label=_("Which date"), coerce=date.fromisoformat)
    new_on = forms.DateField(label=_("New day"), required=False, widget=DAY)
    starts = WallTimeField(label=_("Starts at"), required=False)
    ends = WallTimeField(label=_("Ends at"), required=False)


class ChangesFormSet(BaseChildFormSet):
    """Offers the dates that the event has."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        chosen = form.instance.day
        days = self._days if chosen is None or chosen in self._days else {chosen: dates.day_full(chosen), **self._days}
        form.fields["day"].choices = [("", _("Choose a date")), *((str(day), said) for day, said in days.items())]

    @cached_property
    def _days(self) -> dict[date, str]:
        """Days on which the schedules put a date that is not over, in words."""
        event = self.instance
        if event.pk is None:
            return {}
        to_come = event.occurrences.upcoming(clock.now()).order_by("recurrence_at")[:MOST_DAYS]
        planned = [dates.local(one.recurrence_at, event.zone) for one in to_come]
        return {at.date(): f"{dates.day_full(at)}, {dates.clock_time(at)}" for at in planned}

    def clean(self) -> None:
        super().clean()
        days = [
            form.cleaned_data.get("day") for form in self.forms if form not in self.deleted_forms and form.is_valid()
        ]
        if len(days) != len(set(days)):
            raise ValidationError(_("The same date is there twice: keep one line for each."))


class EventForm(RecordForm):
    """An event of one of my spaces, in rooms of that space. What it has already it may keep."""

    def limit_for(self, user: Anyone) -> None:
        spaces = Space.objects.managed_by(user)
        self.fields["space"].queryset = spaces
        self.fields["space"].required = not is_coordinator(user)
        mine = list(spaces[: FEW_SPACES + 1])
        if len(mine) == 1:
            self.fields["space"].initial = mine[0]
        self._offer_rooms(mine)
        if not is_coordinator(user):
            given = Q(recognised_by__in=spaces) | Q(resources__space__in=spaces) | Q(pk=self.instance.habilitation_id)
            self.fields["habilitation"].queryset = Habilitation.objects.filter(given).distinct()

    def _offer_rooms(self, mine: list[Space]) -> None:
        """All those in service of a few spaces; of many, those of the space chosen."""
        field, offered = self.fields["resources"], Q(is_active=True)
        if len(mine) > FEW_SPACES:
            chosen = self.data.get(self.add_prefix("space")) or self.instance.space_id
            offered &= Q(space__in=Space.objects.managed_by(self.for_user), space=chosen or None)
            if not chosen:
                field.help_text = _("Choose the place and save a draft: its rooms then show here.")
                field.widget.nothing = None
        else:
            offered &= Q(space__in=mine)
        taken = [room.pk for room in self.instance.resources.all()] if self.instance.pk else []
        rooms = Resource.objects.filter(offered | Q(pk__in=taken)).select_related("space")
        field.queryset = rooms.order_by("space__name", "position", "name")
        if len(mine) > 1:
            field.label_from_instance = lambda room: f"{room.space} – {room.name}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        space = cleaned.get("space")
        elsewhere = [room.name for room in cleaned.get("resources", []) if space is None or room.space_id != space.pk]
        if elsewhere:
            self.add_error(
                "resources",
                _("These rooms are in another place: %(rooms)s.") % {"rooms": ", ".join(elsewhere)},
            )
        training = cleaned.get("habilitation")
        if training and (space is None or not self._may_give(training, space)):
            self.add_error("habilitation", _("The place of this event does not give this training."))
        if cleaned.get("price"):
            cleaned["is_free"] = False
        elif not cleaned.get("is_free") and "price" in cleaned and not self.is_deferred_validation:
            self.add_error("price", _("Say the price, or tick “free entry”."))
        if not self.is_deferred_validation and not self._has_a_date():
            self.add_error(None, _("Say when it takes place: add at least one date."))
        return cleaned

    def _may_give(self, training: Habilitation, space: Space) -> bool:
        """Whether the place gives it, or the event gave it there already."""
        if (self.initial.get("space"), self.initial.get("habilitation")) == (space.pk, training.pk):
            return True
        return known_to(space).filter(pk=training.pk).exists()

    def _has_a_date(self) -> bool:
        rows = self.formsets.get("schedules")
        return rows is None or any(
            form.has_changed() or form.instance.pk for form in rows.forms if form not in rows.deleted_forms
        )


def _excluded(text: str) -> str:
    """A day, or one start on the clock of the place, as it is stored. Raises ValueError."""
    if "T" not in text:
        return _read_day(text).isoformat()
    if datetime.fromisoformat(text).tzinfo is not None:
        raise ValueError(text)
    return text


def _read_day(text: str) -> date:
    """25/12/2026 or 2026-12-25. Raises ValueError."""
    if "/" in text:
        day, month, year = map(int, text.split("/"))
        return date(year, month, day)
    return date.fromisoformat(text)


def _written(text: str) -> str:
    """As people write it; a single start keeps its hour."""
    return text if "T" in text else f"{date.fromisoformat(text):%d/%m/%Y}"
