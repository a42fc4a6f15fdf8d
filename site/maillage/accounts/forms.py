"""Forms of the account pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.base.forms import LineField
from maillage.users.models import User


class NameForm(forms.Form):
    """What we ask at sign-up beside e-mail and password: how to call the person."""

    name = LineField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]

    def signup(self, request: object, user: User) -> None:
        """Asked by django-allauth; the adapter has kept the name already."""


class TokenForm(forms.Form):
    """A new access key."""

    label = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("So that you recognise it later, for example “my script”."),
    )


class ProfileForm(forms.ModelForm):
    """How the site names and speaks to somebody."""

    class Meta:
        model = User
        fields = ["name", "language"]
        field_classes = {"name": LineField}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True  # as signing up asks for it
        self.fields["language"].help_text = _(
            "Of our e-mails and of the back office. Each page of the site has its own, at its top or its foot."
        )
