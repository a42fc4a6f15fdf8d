"""What django-allauth asks of us: how it writes to people, what it says, and never to wait for a mail server."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.accounts import secrets
from maillage.accounts.services import mails
from maillage.base import demonstration
from maillage.base.models import Network
from maillage.base.navigation import address
from maillage.users.models import User

WRONG_CODE = _("This code is not right, or no longer. Wait for the next one and try again.")
TOO_MANY = _("That was too many attempts. Wait a few minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Mails are queued: an answer takes as long for an unknown address as for a known one."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The address or the password is not right. Check both, or choose a new password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This is not your password."),
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if self.request:
            demonstration.remember(self.request, email)
        mails.send(template_prefix, to=email, context=context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Names the account, so that its language is spoken, whatever the page in use speaks."""
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def is_safe_url(self, url: str | None) -> bool:
        """What no address can be (`http://[`) is none of ours; the library would answer 500."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Home, in the language that one was reading."""
        return address("/")

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the name given and the language in use."""
        user.name = form.cleaned_data.get("name", "")
        user.language = get_language() or "fr"
        return super().save_user(request, user, form, commit)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys and codes bear the name of the network, which people recognise in their telephone."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Add a passkey or an app for codes first."),
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        return secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return Network.default().name
