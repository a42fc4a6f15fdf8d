"""An account, as administrators see it. Nobody sets somebody else's password."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm

from maillage.users.models import COORDINATORS, User
from maillage.users.services import accounts


class AccountForm(UserForm):
    """Shared by creation and change. Groups of spaces are kept by the spaces' own teams."""

    password_enabled = False
    password_required = False
    first_name = None
    last_name = None

    email = forms.EmailField(label=_("E-mail address"))
    is_superuser = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("Holds every right, also on accounts and settings."),
    )
    coordinates = forms.BooleanField(
        label=_("Coordinator"),
        required=False,
        help_text=_("Runs the network: sees, corrects and publishes every record."),
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ("email", "name", "language", "is_superuser")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["coordinates"].initial = self.instance.groups.filter(name=COORDINATORS).exists()

    def clean_email(self) -> str:
        email = User.objects.normalise(self.cleaned_data["email"])
        if User.objects.exclude(pk=self.instance.pk).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this address."), code="duplicate")
        return email

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save(commit=commit)
        if commit:
            coordinators, _created = Group.objects.get_or_create(name=COORDINATORS)
            move = user.groups.add if self.cleaned_data["coordinates"] else user.groups.remove
            move(coordinators)
        return user


class AccountCreationForm(AccountForm):
    """A new account, whose owner is invited by mail to choose a password."""

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        user = super().save(commit=commit)
        if commit:
            accounts.set_address(user)
            accounts.invite(user)
        return user


class AccountEditForm(AccountForm):
    class Meta(AccountForm.Meta):
        fields = (*AccountForm.Meta.fields, "is_active")

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
            del self.fields["is_superuser"]

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save(commit=commit)
        if commit and "email" in self.changed_data:
            accounts.set_address(user)
        return user
