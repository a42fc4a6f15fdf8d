"""What django-allauth writes to people, in our words. Its names of mails are `account/email/…` and `mfa/email/…`."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from maillage.accounts.browsers import browser_name
from maillage.base import mail

NEW_PASSWORD = _("Choose a new password")
NOT_ME = _("If it was not you, ignore this e-mail: nothing happens.")
ABOUT_SAFETY = _("You receive this e-mail because it concerns the safety of your account.")


@dataclass(frozen=True, slots=True)
class Words:
    """One mail. `text` may name what its context has; `url` is the context's key of the button's address."""

    subject: Any
    text: Any
    action: Any = NEW_PASSWORD
    url: str = ""
    reason: Any = NOT_ME


def _changed(subject: Any, text: Any) -> Words:
    """Something changed in the account: said to its holder, who may not be the one who did it."""
    return Words(subject, text, reason=ABOUT_SAFETY)


PASSWORD_CHANGED = _changed(_("Your password was changed"), _("The password of your account was changed."))
WORDS = {
    "account/email/email_confirmation_signup": Words(
        _("Confirm your address"),
        _("Welcome. Confirm that this address is yours: your account is then ready."),
        _("Confirm my address"),
        "activate_url",
        _("You receive this e-mail because somebody gave this address to create an account. "
          "If it was not you, ignore it."),
    ),
    "account/email/email_confirmation": Words(
        _("Confirm your address"),
        _("Confirm that this address is yours: it then becomes the one you sign in with."),
        _("Confirm my address"),
        "activate_url",
    ),
    "account/email/account_already_exists": Words(
        _("You already have an account"),
        _("Somebody, probably you, wanted to create an account with this address. It has one already: sign in with it, "
          "or choose a new password if you no longer know yours."),
        url="password_reset_url",
    ),
    "account/email/unknown_account": Words(
        _("No account has this address"),
        _("Somebody, probably you, asked for a new password for this address, but no account has it. You may have "
          "signed up with another address."),
        _("Create my account"),
        "signup_url",
    ),
    "account/email/password_reset_key": Words(
        _("Choose a new password"),
        _("Here is the link to choose a new password. It serves once, within three days."),
        url="password_reset_url",
        reason=_("If you did not ask for it, ignore this e-mail: your password stays as it is."),
    ),
    "account/email/password_changed": PASSWORD_CHANGED,
    "account/email/password_reset": PASSWORD_CHANGED,
    "account/email/password_set": PASSWORD_CHANGED,
    "account/email/email_changed": _changed(
        _("Your e-mail address was changed"), _("You now sign in with %(to_email)s instead of %(from_email)s.")
    ),
    "account/email/email_confirm": _changed(_("Your address is confirmed"), _("Your e-mail address is confirmed.")),
    "account/email/email_deleted": _changed(
        _("An address was taken away"), _("The address %(deleted_email)s was taken away from your account.")
    ),
    "mfa/email/totp_activated": _changed(
        _("Codes from an app"), _("From now on, signing in asks for a code from your app.")
    ),
    "mfa/email/totp_deactivated": _changed(
        _("No more codes from an app"), _("Signing in no longer asks for a code from your app.")
    ),
    "mfa/email/recovery_codes_generated": _changed(
        _("New recovery codes"), _("New recovery codes were made for your account. The former ones no longer work.")
    ),
    "mfa/email/webauthn_added": _changed(_("A passkey was added"), _("A passkey was added to your account.")),
    "mfa/email/webauthn_removed": _changed(
        _("A passkey was taken away"), _("A passkey was taken away from your account.")
    ),
}  # fmt: skip


def send(name: str, *, to: str, context: dict[str, Any]) -> None:
    """Queue the mail called `name`, in the language of its reader: the account's, else the one in use."""
    words, user = WORDS[name], context.get("user")
    language = user.language if user and user.pk else get_language() or settings.LANGUAGE_CODE
    with override(language):
        said = {
            "subject": str(words.subject),
            "text": str(words.text) % context,
            "action": str(words.action),
            "reason": str(words.reason),
            "url": context[words.url] if words.url else settings.SITE_URL + reverse("account_reset_password"),
            "at": context.get("timestamp"),
            "ip": context.get("ip"),
            "browser": browser_name(context.get("user_agent", "")),
        }
    mail.send("accounts/emails/message", to=to, language=language, context=said)
