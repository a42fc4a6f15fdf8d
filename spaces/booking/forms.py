"""Forms of the booking pages."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base.instants import YEARS, from_wall, to_instant, to_local
from maillage.base.zones import get_zone
from members.directory.models import Organisation
from spaces.booking.models import Habilitation
from spaces.booking.services.habilitations import known_to
from spaces.catalogue.models import Resource, Space


class BookingForm(forms.Form):
    """What goes with a booking besides its time. `cle` makes a form sent twice book once."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        label=gettext_lazy("On behalf of"),
        empty_label=gettext_lazy("Myself"),
    )
    note = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("A word for the team"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What should be ready, how many you are…"),
    )
    cle = forms.CharField(widget=forms.HiddenInput, required=False, initial=uuid4)

    fields: dict[str, Any]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = Organisation.objects.filter(team__user=user).exclude(state="archived").order_by("sort_name", "pk")
        if theirs.exists():
            self.fields["organisation"].queryset = theirs
        else:
            del self.fields["organisation"]

    def again(self, user: Any) -> "BookingForm":
        """The same words for another time: a new key."""
        typed = {name: self.data.get(name, "") for name in ("note", "organisation")}
        return BookingForm(user=user, initial=typed)


class RefusalForm(forms.Form):
    """Why a request is refused: the person reads it."""

    reason = forms.CharField(
        max_length=1000,
        label=gettext_lazy("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person receives these words. Say what they could choose instead."),
    )


class WallClockField(forms.Field):
    """A day and time on the clock of the place, as browsers write it ("2026-06-16T10:00"): an aware datetime.

    A time that the clock skips or shows twice is read as opening hours are.
    """

    widget = forms.TextInput(attrs={"type": "datetime-local"})
    zone: Any = None  # set by the form

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            wall = datetime.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError(_("Write a day and a time, like 2026-06-16T10:00.")) from error
        if wall.tzinfo is not None or wall.year not in YEARS[1:-1]:
            raise forms.ValidationError(_("Write a day and a time, like 2026-06-16T10:00."))
        instant = from_wall(wall.date(), wall.hour * 60 + wall.minute, self.zone)
        return to_local(instant, self.zone)


class BlockForm(forms.Form):
    """A time when a resource is out of service."""

    resource = forms.ModelChoiceField(queryset=Resource.objects.none(), label=gettext_lazy("What"), empty_label=None)
    start = WallClockField(label=gettext_lazy("Start"))
    end = WallClockField(label=gettext_lazy("End"))
    reason = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("Reason"), help_text=gettext_lazy("Only the team reads it.")
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = space.resources.in_service()
        for name in ("start", "end"):
            self.fields[name].zone = get_zone(space.time_zone)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and to_instant(end) <= to_instant(start):
            self.add_error("end", _("The end does not come after the start. Choose a later end."))
        return cleaned


class GrantForm(forms.Form):
    """Somebody has followed a training."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail of the person"), help_text=gettext_lazy("The one of their account here.")
    )
    habilitation = forms.ModelChoiceField(
        queryset=Habilitation.objects.none(), label=gettext_lazy("Training"), empty_label=None
    )
    valid_until = forms.DateField(
        required=False,
        label=gettext_lazy("Valid until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("This day included. Empty: for good."),
    )
    evidence = forms.CharField(max_length=200, required=False, label=gettext_lazy("Training followed"))

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["habilitation"].queryset = known_to(space)
