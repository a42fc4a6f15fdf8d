"""Prices as people write them: euros, not cents; the days and hours of a peak, not numbers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet

from maillage.base.instants import DAY_MIN
from maillage.curation.wagtail import RecordForm
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import Space, Weekday
from spaces.catalogue.wagtail.fields import ClockField, InlineBoxes
from spaces.pricing.models import Audience, Price


class PriceForm(RecordForm):
    """The price of one unit of time. All but amount, unit and tax may stay as they are: for everybody, at any time."""

    amount = forms.DecimalField(
        label=gettext_lazy("Price, VAT included"), min_value=0, max_value=100_000, max_digits=8, decimal_places=2,
        localize=True, help_text=gettext_lazy("12 or 6.50; 0 for free."),
    )  # fmt: skip
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"), choices=Weekday.choices, coerce=int, widget=InlineBoxes, required=False,
        help_text=gettext_lazy("None: every day."),
    )  # fmt: skip
    starts = ClockField(label=gettext_lazy("From (hour of the day)"), required=False)
    ends = ClockField(label=gettext_lazy("To (hour of the day)"), required=False)

    class Meta:
        model = Price
        fields = ("unit", "vat_rate", "audience", "valid_from", "valid_through")
        localized_fields = ("vat_rate",)
        labels = {"valid_from": gettext_lazy("Season, from"), "valid_through": gettext_lazy("through")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].empty_label = _("everybody")
        price = self.instance
        if price.amount_cents is not None:
            self.initial["amount"] = Decimal(price.amount_cents) / 100
        self.initial["days"] = [int(day) for day in price.weekdays]
        if (price.starts_min, price.ends_min) != (0, DAY_MIN):
            self.initial |= {"starts": price.starts_min, "ends": price.ends_min}

    def limit_for(self, user: Anyone) -> None:
        audience = self.fields["audience"]
        audience.queryset = audiences_for(user)
        audience.label_from_instance = with_space

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_through")
        if first and last and last < first:
            self.add_error("valid_through", _("The season ends before it begins. Exchange the two dates."))
        if not self.errors:
            self._say_when(data)
        return data

    def _say_when(self, data: dict[str, Any]) -> None:
        """Here, not in `save`: the rows are compared with one another by it."""
        starts, ends = data.get("starts"), data.get("ends")
        self.instance.starts_min = (starts or 0) % DAY_MIN
        self.instance.ends_min = DAY_MIN if ends in (None, 0) else ends
        self.instance.weekdays = "".join(map(str, sorted(data["days"])))

    def save(self, commit: bool = True) -> Price:
        self.instance.amount_cents = int(self.cleaned_data["amount"] * 100)
        return super().save(commit=commit)


class PriceFormSet(BaseChildFormSet):
    """The prices of one resource: each case once, and nobody left without one."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [form.instance for form in self.forms if _is_kept(form)]
        cases = [row.case for row in rows]
        if len(set(cases)) < len(cases):
            raise ValidationError(_("Two prices are for the same unit, people, dates, days and hours. Remove one."))
        if rows and all(row.audience for row in rows):
            raise ValidationError(_("Say what everybody else pays: leave “for” empty in one of the prices."))


def audiences_for(user: Anyone) -> Any:
    """Those that somebody who manages spaces may name: theirs and the network's."""
    theirs = Audience.objects.select_related("space").order_by("name", "pk")
    if is_coordinator(user):
        return theirs
    return theirs.filter(space=None) | theirs.filter(space__in=Space.objects.managed_by(user).values("pk"))


def with_space(record: Any) -> str:
    """Two spaces may have members."""
    return f"{record} · {record.space}" if record.space else str(record)


def _is_kept(form: Any) -> bool:
    return bool(form.cleaned_data.get("unit")) and not form.cleaned_data.get(DELETION_FIELD_NAME)
