"""Forms of the team: booking for somebody else."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base.instants import to_instant
from maillage.base.zones import get_zone
from spaces.booking.forms import WallClockField
from spaces.booking.questions import MOST_PLACES
from spaces.catalogue.models import Resource, Space

WALL_CLOCK = "%Y-%m-%dT%H:%M"
GUEST = "invite"  # chosen instead of one of the people found

OVERRIDE_HELP = gettext_lazy(
    "Only to go beyond a rule of the place, never beyond another booking. It stays in the history."
)


class PeriodForm(forms.Form):
    """From when to when, on the clock of the place."""

    start = WallClockField(label=gettext_lazy("Start"))
    end = WallClockField(label=gettext_lazy("End"))

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].zone = get_zone(space.time_zone)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and to_instant(end) <= to_instant(start):
            self.add_error("end", _("The end does not come after the start. Choose a later end."))
        return cleaned


class MoveForm(PeriodForm):
    """Another time for a booking; its resource stays."""

    override_reason = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Reason to go beyond the rules"), help_text=OVERRIDE_HELP
    )

    def __init__(self, *args: Any, space: Space, may_override: bool, **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        if not may_override:
            del self.fields["override_reason"]


class WhyForm(PeriodForm):
    """What somebody tried to book. Sent with GET."""

    resource = forms.ModelChoiceField(
        queryset=Resource.objects.none(), label=gettext_lazy("What"), empty_label=None, to_field_name="slug"
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Places"), initial=1, min_value=1, max_value=MOST_PLACES, required=False
    )
    who = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("A name known here, or the e-mail of an account. Empty: booked by the team."),
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        self.fields["resource"].queryset = space.resources.all()


class WelcomeForm(PeriodForm):
    """A booking for somebody at the desk or on the telephone. `cle` makes a form sent twice book once."""

    resource = forms.ModelChoiceField(queryset=Resource.objects.none(), label=gettext_lazy("What"), empty_label=None)
    seats = forms.IntegerField(label=gettext_lazy("Places"), initial=1, min_value=1, max_value=MOST_PLACES)
    who = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=120,
        help_text=gettext_lazy(
            "A name, or the e-mail of an account. A name that nobody here has is kept as a guest’s."
        ),
        widget=forms.TextInput(attrs={"list": "connus", "autocomplete": "off"}),
    )
    person = forms.CharField(label=gettext_lazy("Who is it?"), required=False, widget=forms.RadioSelect)
    note = forms.CharField(required=False, max_length=1000, label=gettext_lazy("Note"))
    override_reason = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Reason to go beyond the rules"), help_text=OVERRIDE_HELP
    )
    cle = forms.CharField(widget=forms.HiddenInput, required=False, initial=uuid4)

    field_order = ("resource", "start", "end", "seats", "who", "person", "note", "override_reason", "cle")

    def __init__(self, *args: Any, space: Space, may_override: bool, **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        self.fields["resource"].queryset = space.resources.in_service()
        if not may_override:
            del self.fields["override_reason"]
        if not space.resources.in_service().filter(capacity__gt=1).exists():
            self.fields["seats"].widget, self.fields["seats"].required = forms.HiddenInput(), False

    def clean_seats(self) -> int:
        return self.cleaned_data["seats"] or 1

    def only_until(self, ends: list[tuple[datetime, str]]) -> None:
        """For somebody who sits down now: only the end is left to choose."""
        for name in ("resource", "start"):
            self.fields[name].widget = forms.HiddenInput()
        choices = [(end.strftime(WALL_CLOCK), said) for end, said in ends]
        self.fields["end"].label = _("Until when?")
        self.fields["end"].widget = forms.RadioSelect(choices=choices)

    def ask_who(self, people: list[Any]) -> None:
        """Several could be meant: let them be told apart."""
        guest = _("Somebody else, without an account")
        choices = [(str(person.uuid), f"{person} ({person.email})") for person in people]
        self.fields["person"].widget.choices = [*choices, (GUEST, guest)]
