"""Prices as people write them: euros, not cents."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.curation.wagtail import RecordForm
from spaces.pricing.models import Price


class PriceForm(RecordForm):
    """The price of one unit of time."""

    amount = forms.DecimalField(
        label=_("Price, VAT included"), min_value=0, max_value=100_000, max_digits=8, decimal_places=2, localize=True,
        help_text=_("12 or 6.50; 0 for free."),
    )  # fmt: skip

    class Meta:
        model = Price
        fields = ("unit", "vat_rate")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.amount_cents is not None:
            self.initial["amount"] = Decimal(self.instance.amount_cents) / 100

    def save(self, commit: bool = True) -> Price:
        self.instance.amount_cents = int(self.cleaned_data["amount"] * 100)
        return super().save(commit=commit)
