"""django-allauth's forms, in our words, telling nothing about who has an account."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from maillage.accounts.services import addresses

NEW_PASSWORD_HELP = _("At least 10 characters. A few words one after the other are easy to keep in mind.")


class _Plain(forms.Form):
    """Labels without placeholders that repeat them. A new password is typed once: the page can show it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name in ("login", "email"):
            if name in self.fields:
                self.fields[name].label = _("E-mail address")
        for name in ("password", "oldpassword"):
            if name in self.fields:
                self.fields[name].help_text = ""
        if "password1" in self.fields:
            self.fields["password1"].help_text = NEW_PASSWORD_HELP


class LoginForm(_Plain, account.LoginForm):
    """With the address that a link names (`email`), as signing up has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.fields["login"].initial = self.request.GET.get("email", "")


class SignupForm(_Plain, account.SignupForm):
    def clean_email(self) -> str:
        addresses.forget_claims(self.cleaned_data["email"])
        return super().clean_email()

    def try_save(self, request: HttpRequest) -> Any:
        """An answer takes as long for an address that has an account: a password is hashed then, too."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(_Plain, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["password1"].label = _("New password")


class SetPasswordForm(_Plain, account.SetPasswordForm):
    pass


class ResetPasswordForm(_Plain, account.ResetPasswordForm):
    def clean_email(self) -> str:
        addresses.forget_claims(self.cleaned_data["email"])
        return super().clean_email()


class ResetPasswordKeyForm(_Plain, account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")

    def save(self) -> None:
        """The link came by mail: following it proves the address as well."""
        super().save()
        addresses.prove(self.user)


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    pass


class SecondFactorForm(_Plain, second_factor.AuthenticateForm):
    pass


class SecondFactorAgainForm(_Plain, second_factor.ReauthenticateForm):
    pass


class ActivateCodesForm(_Plain, ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code that the app shows")


class AddPasskeyForm(_Plain, AddWebAuthnForm):
    """A key that stands for the password, unless somebody wants it as a second factor only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name to recognise it")
        self.fields["name"].help_text = _("For example “My telephone”.")
        self.fields["passwordless"].label = _("Sign in with this key alone, without the password")
        self.fields["passwordless"].help_text = _("Your device asks for your fingerprint, your face or its own code.")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(_Plain, EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Its name")
