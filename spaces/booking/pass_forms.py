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
        label=gettext_lazy("E-mail of the person"), help_text=gettext_lazy("The one of their account here.")
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    valid_through = forms.DateField(
        label=gettext_lazy("Through"), widget=DAY, required=False, help_text=gettext_lazy("Empty: until you end it.")
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"valid_from": today}
        self.fields["plan"].queryset = Plan.objects.filter(space=space)


class CorrectPassForm(forms.Form):
    """More or less of what a pass still has, and why: its person reads both."""

    change = forms.DecimalField(
        min_value=-1000,
        max_value=1000,
        max_digits=6,
        decimal_places=2,
        localize=True,
        label=gettext_lazy("Add or take away"),
        help_text=gettext_lazy("In hours or days, as the pass counts: 2, or -1.5."),
    )
    reason = forms.CharField(
        max_length=200, label=gettext_lazy("Reason"), help_text=gettext_lazy("Its person reads it.")
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_length = HOUR_MIN if unit == Entitlement.Unit.MINUTES else 1

    def clean_change(self) -> int:
        """In minutes or days."""
        amount: Decimal = self.cleaned_data["change"] * self.unit_length
        if not amount or amount != int(amount):
            raise forms.ValidationError(_("Write whole minutes or whole days, but not 0."))
        return int(amount)
