"""Forms of the team about passes: give one, correct what is left of one."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from spaces.booking.team_forms import DAY
from spaces.catalogue.models import Space
from spaces.pricing.models import Entitlement, Plan

HOUR_MIN = 60


class GivePassForm(forms.Form):
    """Somebody buys a pass at the desk, or joins the members."""

    plan = forms.ModelChoiceField(
        queryset=Plan.objects.none(), label=pgettext_lazy("subscription", "Plan"), empty_label=None
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the person"), help_text=gettext_lazy("The one they use for their account.")
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    valid_through = forms.DateField(
        label=gettext_lazy("Through"), widget=DAY, required=False, help_text=gettext_lazy("Empty: until you end it.")
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"valid_from": today}
        self.fields["plan"].queryset = Plan.objects.filter(space=space)

    def clean_valid_through(self) -> date | None:
        last_on: date | None = self.cleaned_data["valid_through"]
        if last_on and last_on < self.today:
            raise forms.ValidationError(_("This day is over: nobody could use the pass. Choose a day to come."))
        return last_on


class SignedField(forms.DecimalField):
    """Also with the sign that is printed for minus."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("−", "-") if isinstance(value, str) else value)


class CorrectPassForm(forms.Form):
    """More or less of what a pass still has, and why: its person reads both."""

    change = SignedField(
        min_value=-1000,
        max_value=1000,
        max_digits=6,
        decimal_places=2,
        localize=True,
        label=gettext_lazy("Add or take away"),
    )
    reason = forms.CharField(
        max_length=200, label=gettext_lazy("Reason"), help_text=gettext_lazy("The person reads it.")
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_in_hours = unit == Entitlement.Unit.MINUTES
        self.unit_length = HOUR_MIN if is_in_hours else 1
        self.fields["change"].help_text = _("In hours: 2, or −1.5.") if is_in_hours else _("In days: 2, or −1.")

    def clean_change(self) -> int:
        """In minutes or days."""
        amount: Decimal = self.cleaned_data["change"] * self.unit_length
        if not amount or amount != int(amount):
            raise forms.ValidationError(_("Write whole minutes or whole days, but not 0."))
        return int(amount)


class EndPassForm(forms.Form):
    """The last day on which a pass counts."""

    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=DAY, help_text=gettext_lazy("This day included."))
