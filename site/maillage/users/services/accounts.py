"""Accounts made or corrected by administrators."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from maillage.base import mail
from maillage.users.models import User


@transaction.atomic
def set_address(user: User) -> None:
    """Make the account's address the one that sign-in knows; its owner confirms it by mail."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})


def invite(user: User) -> None:
    """Tell somebody that an account was made for them, and how to choose a password."""
    with translation.override(user.language):
        address = settings.SITE_URL + reverse("account_reset_password")
    mail.send("users/emails/invitation", to=user.email, language=user.language, context={"user": user, "url": address})
