"""The form of somebody who books without an account."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy

from maillage.base.forms import LineField
from spaces.booking.forms import BookingForm
from spaces.booking.team_forms import LONGEST_NAME


class GuestForm(forms.Form):
    """How somebody is called, and where to ask them to confirm."""

    name = LineField(
        max_length=LONGEST_NAME,
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("The link that confirms your booking goes there."),
    )
    on_behalf = None  # a guest asks for themselves

    note = BookingForm.base_fields["note"]

    def again(self, _user: Any) -> Self:
        """The same words for another time."""
        return type(self)(initial={name: self.data.get(name, "") for name in self.fields})


class AddressForm(forms.Form):
    """Where the mail that confirms is to go instead."""

    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
