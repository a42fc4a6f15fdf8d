"""Forms of the booking pages."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from maillage.base.instants import YEARS
from maillage.base.list_filters import whole_number
from members.directory.models import Organisation
from spaces.booking.rules.outlay import Outlay
from spaces.booking.rules.repeating import Repetition, Rhythm, is_last, rank

LOOK = "regarder"  # the button that asks again what a form would give, and sends nothing
CHOICE = "choix"  # the button of another time: it changes the form and sends nothing


def shown(sent: Mapping[str, str], name: str = "total") -> Outlay:
    """What the page of a form had shown that it takes: nothing where it says no number of ours."""
    return outlay(sent.get(name, ""))


def outlay(text: str) -> Outlay:
    """As forms carry it: nothing where that is no number of ours."""
    return Outlay(*(whole_number(part) or 0 for part in text.split("+", 2)))


class BookingForm(forms.Form):
    """What goes with a booking besides its time. `cle` makes a form sent twice book once."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        label=gettext_lazy("On behalf of"),
        empty_label=gettext_lazy("Myself"),
        help_text=gettext_lazy(
            "You and the team of the place see the booking; the other members of the organisation do not."
        ),
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

    @property
    def on_behalf(self) -> Organisation | None:
        """The organisation that is chosen, sent already or not; None for oneself."""
        if "organisation" not in self.fields:
            return None
        try:
            return self.fields["organisation"].clean(self["organisation"].value())
        except forms.ValidationError:
            return None

    def again(self, user: Any) -> Self:
        """The same words for another time: a new key."""
        typed = {name: self.data.get(name, "") for name in ("note", "organisation", "sans_forfait")}
        return type(self)(user=user, initial=typed)


class ReserveForm(BookingForm):
    """One time of one thing, which the person may have already."""

    encore = forms.BooleanField(required=False, label=gettext_lazy("Yes, book another one as well"))


class TogetherForm(BookingForm):
    """Several bookings at once, which passes may pay for; pages show the last field to those who have some."""

    sans_forfait = forms.BooleanField(
        required=False,
        label=gettext_lazy("Pay on site, without my passes"),
    )

    @property
    def on_site(self) -> bool:
        """Whether that is ticked, sent already or not."""
        return bool(self["sans_forfait"].value())

    @property
    def agreed(self) -> Outlay:
        """What the page of a valid form had shown that it takes, paid in the way that was chosen."""
        return shown(self.data, "total_entier" if self.cleaned_data["sans_forfait"] else "total")


class RepeatForm(forms.Form):
    """How often a booking is repeated, and how long. Sent with GET: the address keeps it."""

    rythme = forms.ChoiceField(label=gettext_lazy("How often?"), widget=forms.RadioSelect, choices=())
    intervalle = forms.IntegerField(
        min_value=1,
        max_value=52,
        required=False,
        label=gettext_lazy("Interval"),
        help_text=gettext_lazy("1: each time. 2: every other time, every other week for instance."),
        widget=forms.NumberInput(attrs={"placeholder": "1"}),
    )
    jours = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=(),
        required=False,
        label=gettext_lazy("Also on these days of the week"),
        help_text=gettext_lazy("For what is repeated each week."),
        widget=forms.CheckboxSelectMultiple,
    )
    fois = forms.IntegerField(
        min_value=2,
        max_value=366,
        required=False,
        label=gettext_lazy("How many times in all?"),
    )
    jusqu = forms.DateField(
        required=False,
        label=gettext_lazy("Or until"),
        help_text=gettext_lazy("This day included. Two years at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, first_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_on = first_on
        for name in ("fois", "jusqu"):
            self.fields[name].optional = _("one of the two")
        self.fields["rythme"].choices = list(self._rhythms())
        self.fields["jours"].choices = [(day, WEEKDAYS[day]) for day in range(7) if day != first_on.weekday()]

    def _rhythms(self) -> Iterator[tuple[str, str]]:
        first = pgettext("first day of the month", "1")
        day = self.first_on.day
        said = {"weekday": WEEKDAYS[self.first_on.weekday()], "day": first if day == 1 else str(day)}
        yield Rhythm.DAY, _("Every day")
        yield Rhythm.WEEK, _("Every week, on %(weekday)s") % said
        yield Rhythm.MONTH_DATE, _("Every month, on day %(day)s of the month") % said
        yield Rhythm.MONTH_RANK, RANKS[rank(self.first_on)] % said
        if is_last(self.first_on):
            yield Rhythm.MONTH_LAST, _("Every month, on the last %(weekday)s") % said

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned, wrong = self.cleaned_data, self.errors.keys() & {"fois", "jusqu"}
        if not wrong and bool(cleaned.get("fois")) == bool(cleaned.get("jusqu")):
            self.add_error("fois", _("Say either how many times, or until when."))
        if (until := cleaned.get("jusqu")) and until <= self.first_on:
            self.add_error("jusqu", _("This series ends before it begins. Choose a later last day."))
        return cleaned

    @property
    def repetition(self) -> Repetition:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Repetition(
            rhythm=Rhythm(said["rythme"]),
            interval=said["intervalle"] or 1,
            weekdays=frozenset(said["jours"]),
            times=said["fois"],
            until_on=said["jusqu"],
        )


RANKS = {
    1: gettext_lazy("Every month, on the first %(weekday)s"),
    2: gettext_lazy("Every month, on the second %(weekday)s"),
    3: gettext_lazy("Every month, on the third %(weekday)s"),
    4: gettext_lazy("Every month, on the fourth %(weekday)s"),
    5: gettext_lazy("Every month that has one, on the fifth %(weekday)s"),
}


class AbsenceForm(forms.Form):
    """From when to when somebody is away. Sent with GET."""

    du = forms.DateField(
        label=pgettext_lazy("day", "From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    au = forms.DateField(
        label=pgettext_lazy("day", "To"),
        help_text=gettext_lazy("This day included."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        first_on, last_on = self.cleaned_data.get("du"), self.cleaned_data.get("au")
        for name, day in (("du", first_on), ("au", last_on)):
            if day and day.year not in YEARS[1:-1]:
                self.add_error(name, _("This date is too far away. Choose one nearer to today."))
        if first_on and last_on and last_on < first_on:
            self.add_error("au", _("The last day comes before the first. Exchange them."))
        return self.cleaned_data


class RefusalForm(forms.Form):
    """Why a request is refused: the person reads it."""

    reason = forms.CharField(
        max_length=1000,
        label=gettext_lazy("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person receives these words. Say what they could choose instead."),
    )


class CancellingForm(RefusalForm):
    """Why the team cancels somebody's booking, where it is not the person's own wish."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
