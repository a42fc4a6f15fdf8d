"""Forms of the team: booking for somebody else."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maillage.base import clock
from maillage.base.forms import LineField
from maillage.base.instants import YEARS, to_instant, to_local
from maillage.base.zones import get_zone
from spaces.booking.clock_fields import HourField, WallClockField, written
from spaces.booking.forms import CHOICE, outlay
from spaces.booking.models import Booking
from spaces.booking.questions import MOST_PLACES
from spaces.booking.rules.outlay import Outlay
from spaces.catalogue.models import Resource, Space

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONGEST_NAME = Booking._meta.get_field("guest_name").max_length or 0  # always said
GUEST = "invite"  # chosen instead of one of the people found
ON_SITE = "sans_forfait"  # the button that books for somebody without their passes
TAKES, WHOLE = "prix", "prix_entier"  # what was shown that it takes: with their passes, and without them

LONGEST_CLOSURE_DAYS = 2 * 366  # either way from today: no horizon reaches further, and a mistyped year is found out
OVER = gettext_lazy("This time is over: there is nothing left to close. Choose a day to come.")
TOO_FAR = gettext_lazy(
    "This day is more than two years away: look at the year again. What is closed for longer is closed again later on."
)

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
            field = self.fields[name]
            field.put_on(get_zone(space.time_zone), self.get_initial_for_field(field, name))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and to_instant(end) <= to_instant(start):
            self.add_error("end", _("The end must be after the start. Choose a later end."))
        return cleaned


class BlockForm(PeriodForm):
    """A time when a resource is out of service."""

    resource = forms.ModelChoiceField(queryset=Resource.objects.none(), label=gettext_lazy("What"), empty_label=None)
    reason = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("Reason"), help_text=gettext_lazy("Only the team reads it.")
    )

    field_order = ("resource", "start", "end", "reason")

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        self.fields["resource"].queryset = space.resources.in_service()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            now, longest = clock.now(), timedelta(LONGEST_CLOSURE_DAYS)
            far = next((name for name in ("start", "end") if abs(cleaned[name] - now) > longest), None)
            if cleaned["end"] <= now:
                self.add_error("end", OVER)
            elif far:
                self.add_error(far, TOO_FAR)
        return cleaned


class ClosureForm(forms.Form):
    """From which day to which, all of it or some hours; the whole space or some of what can be booked there."""

    du = forms.DateField(label=gettext_lazy("First day"), widget=DAY)
    au = forms.DateField(label=gettext_lazy("Last day"), widget=DAY, help_text=gettext_lazy("This day included."))
    de = HourField(
        label=pgettext_lazy("an hour", "From"), required=False, help_text=gettext_lazy("Empty: from the morning on.")
    )
    a = HourField(
        label=pgettext_lazy("an hour", "Until"), required=False, help_text=gettext_lazy("Empty: until the evening.")
    )
    ressource = forms.ModelMultipleChoiceField(
        queryset=Resource.objects.none(), required=False, to_field_name="slug", label=gettext_lazy("What is closed"),
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Nothing ticked: the whole place."),
    )  # fmt: skip
    motif = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("Reason"), help_text=gettext_lazy("Only the team reads it.")
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = get_zone(space.time_zone)
        self.fields["ressource"].queryset = space.resources.in_service()
        for name, day in (("de", "du"), ("a", "au")):
            self.fields[name].put_on(self.zone, partial(self._day, day))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("du") and cleaned.get("au") and not self.errors:
            self._check_days(cleaned["du"], cleaned["au"])
        return cleaned

    def _check_days(self, first: date, last: date) -> None:
        """Days to come, as far as a closure reaches: beyond, the year was mistyped."""
        today = clock.today(self.zone)
        if last < today:
            self.add_error("au", OVER)
        elif abs((first - today).days) > LONGEST_CLOSURE_DAYS:
            self.add_error("du", TOO_FAR)
        elif (last - today).days > LONGEST_CLOSURE_DAYS:
            self.add_error("au", TOO_FAR)
        elif to_instant(self.start) >= to_instant(self.end):
            self.add_error("au", _("The end must be after the start. Choose a later end."))
        elif self.end <= clock.now():
            self.add_error("a", OVER)

    @property
    def start(self) -> datetime:
        return self._moment(self.cleaned_data["du"], self.cleaned_data["de"] or time(0))

    @property
    def end(self) -> datetime:
        if self.cleaned_data["a"]:
            return self._moment(self.cleaned_data["au"], self.cleaned_data["a"])
        return self._moment(self.cleaned_data["au"] + timedelta(1), time(0))

    def _day(self, name: str) -> date | None:
        """What one of the days will be, for the hour on it."""
        try:
            day: date | None = self.fields[name].to_python(self.data.get(name))
        except forms.ValidationError:
            return None
        return day if day and day.year in YEARS[1:-1] else None

    def _moment(self, day: date, at: time) -> datetime:
        return to_local(to_instant(datetime.combine(day, at.replace(second=0), self.zone)), self.zone)


class AgreeingForm(PeriodForm):
    """One that carries what it has shown that it would take. A yes is for the very time and thing it showed."""

    @classmethod
    def chosen(cls, sent: QueryDict, **rights: Any) -> Self:
        """As it was filled in, with what was chosen of what is free instead: `resource/start/end`."""
        typed = sent.copy()
        for name, value in zip(("resource", "start", "end"), str(sent[CHOICE]).split("/"), strict=False):
            typed[name] = value
        form = cls(typed, **rights)
        form.full_clean()
        return form

    @property
    def wish(self) -> Mapping[str, Any]:
        """What it asks for so far, by field; what is missing or wrong is not in it."""
        return self.cleaned_data if self.is_bound else self.initial

    def wrong_so_far(self, *names: str) -> str:
        """What is wrong with the first of these fields, as far as they are typed."""
        typed = [name for name in names if self.data.get(name)]
        return next((str(self.errors[name][0]) for name in typed if name in self.errors), "")

    def telling(self, takes: str, person: Any = None) -> str:
        """As a hidden field carries it, for `agreed`. `person`: of whom it would be taken, where the form says that."""
        wish = self.wish
        times = (to_instant(wish[name]) for name in ("start", "end"))
        whom = [person.uuid] if person else []
        return " ".join(map(str, [takes, *times, wish["resource"].pk, wish.get("seats", 1), *whom]))

    def agreed(self, name: str = TAKES, person: Any = None) -> Outlay | None:
        """What whoever sends it has been told of the very same; None where they have been told nothing of it."""
        told = self.data.get(name, "")
        takes = told.partition(" ")[0]
        return outlay(takes) if told == self.telling(takes, person) else None


class MoveForm(AgreeingForm):
    """Another time for a booking, or another resource of its space. Nothing chosen: it stays on its own."""

    resource = forms.ModelChoiceField(
        queryset=Resource.objects.none(), required=False, label=gettext_lazy("What"), empty_label=None
    )
    override_reason = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Reason to go beyond the rules"), help_text=OVERRIDE_HELP
    )
    field_order = ("resource", "start", "end", "override_reason")

    def __init__(
        self, *args: Any, booking: Booking, may_override: bool, initial: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.booking = booking
        asked = {"resource": booking.resource, "start": booking.start_at, "end": booking.end_at} | dict(initial or {})
        super().__init__(*args, space=booking.resource.space, initial=asked, **kwargs)
        there = booking.resource.space.resources
        self.fields["resource"].queryset = there.in_service() | there.filter(pk=booking.resource_id)
        if not may_override:
            del self.fields["override_reason"]

    def clean_resource(self) -> Resource:
        found: Resource = self.cleaned_data["resource"] or self.booking.resource
        found.space = self.booking.resource.space
        return found

    def offer(self, free: list[tuple[int, str]], others: list[tuple[int, str]]) -> None:
        """The other resources to choose from, as (key, words); hidden where there are none."""
        own = (self.booking.resource_id, self.booking.resource.name)
        groups = ((_("Free at that time"), free), (_("Not free at that time"), others))
        self.fields["resource"].choices = [own, *((label, choices) for label, choices in groups if choices)]
        self.fields["resource"].required = True  # as it is shown: its own is chosen already
        if not free and not others:
            self.fields["resource"].widget = forms.HiddenInput()


class WhyForm(PeriodForm):
    """What somebody tried to book. Sent with GET."""

    resource = forms.ModelChoiceField(
        queryset=Resource.objects.none(), label=gettext_lazy("What"), empty_label=None, to_field_name="slug"
    )
    seats = forms.IntegerField(
        label=gettext_lazy("How many"), initial=1, min_value=1, max_value=MOST_PLACES, required=False
    )
    who = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Name or e-mail of somebody who has booked here. Empty: booked by the team."),
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        self.fields["resource"].queryset = space.resources.all()


class WelcomeForm(AgreeingForm):
    """A booking for somebody at the desk or on the telephone. `cle` makes a form sent twice book once."""

    resource = forms.ModelChoiceField(queryset=Resource.objects.none(), label=gettext_lazy("What"), empty_label=None)
    seats = forms.IntegerField(label=gettext_lazy("How many"), initial=1, min_value=1, max_value=MOST_PLACES)
    who = LineField(
        label=gettext_lazy("For whom?"),
        max_length=254,
        help_text=gettext_lazy("A name, or the e-mail of an account. Somebody without an account only needs a name."),
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

    def clean_who(self) -> str:
        who: str = self.cleaned_data["who"]
        if "@" not in who and len(who) > LONGEST_NAME:
            raise forms.ValidationError(
                _("Write a shorter name: %(most)s characters at most.") % {"most": LONGEST_NAME}
            )
        return who

    def clean_seats(self) -> int:
        return self.cleaned_data["seats"] or 1

    def only_until(self, ends: list[tuple[datetime, str]]) -> None:
        """For somebody who sits down now: only the end is left to choose."""
        for name in ("resource", "start"):
            self.fields[name].widget = forms.HiddenInput()
        choices = [(written(end), said) for end, said in ends]
        self.fields["end"].label = _("Until when?")
        self.fields["end"].widget = forms.RadioSelect(choices=choices)

    def agreed_for(self, person: Any) -> Outlay | None:
        """What was shown of it, for this person or for anybody: whoever types a name and sends it saw the latter."""
        name = WHOLE if self.is_without_passes else TAKES
        return self.agreed(name, person) or self.agreed(name)

    @property
    def is_without_passes(self) -> bool:
        """Whether it was sent by the button that leaves their passes alone."""
        return ON_SITE in self.data

    def ask_who(self, people: list[Any]) -> None:
        """Several could be meant: let them be told apart."""
        guest = _("Somebody else, without an account")
        choices = [(str(person.uuid), f"{person} ({person.email})") for person in people]
        self.fields["person"].widget.choices = [*choices, (GUEST, guest)]
        self.fields["person"].required = True  # as it is shown: the form has been read already


class KioskForm(forms.Form):
    """A tablet that becomes the kiosk."""

    name = forms.CharField(
        max_length=80, label=gettext_lazy("Name of this screen"), help_text=gettext_lazy("For example: entrance.")
    )
