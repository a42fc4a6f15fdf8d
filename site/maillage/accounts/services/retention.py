"""Accounts that nobody uses any more: told a month ahead, erased after three years.

Used is whatever its holder does: signing in, a program with their key, being somewhere that they booked. Whoever comes
back in time keeps everything. Coordinators and administrators run the network: nobody erases them by waiting.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import override

from maillage.accounts.services.erasure import erase
from maillage.base import clock, mail
from maillage.base.errors import DomainError
from maillage.users.models import COORDINATORS, Token, User
from spaces.booking.models import Booking

KEPT = timedelta(days=3 * 365)  # without being used
NOTICE = timedelta(days=30)

logger = logging.getLogger(__name__)


def forget_unused_accounts() -> int:
    """Warn those who are about to be erased, erase those who were warned and did not come back. How many are erased."""
    now = clock.now()
    User.objects.exclude(warned_at=None).exclude(pk__in=unused_since(now - KEPT + NOTICE)).update(warned_at=None)
    for user in unused_since(now - KEPT + NOTICE).filter(warned_at=None):
        _warn(user, now)
    return sum(_erase(user) for user in unused_since(now - KEPT).filter(warned_at__lte=now - NOTICE))


def unused_since(at: datetime) -> QuerySet[User]:
    """Accounts whose holder has not been seen since, in any way."""
    somewhere = Booking.objects.filter(person=OuterRef("pk"), end_at__gt=at)
    programs = Token.objects.filter(user=OuterRef("pk"), last_used_at__gt=at)
    theirs = User.objects.filter(is_superuser=False).exclude(groups__name=COORDINATORS)
    return theirs.filter(
        Q(last_login=None) | Q(last_login__lte=at), ~Exists(somewhere), ~Exists(programs), date_joined__lte=at
    )


def _warn(user: User, now: datetime) -> None:
    if not User.objects.filter(pk=user.pk, warned_at=None).update(warned_at=now):
        return
    with override(user.language):
        url = settings.SITE_URL + reverse("account_login")
    context = {"url": url, "erased_on": (now + NOTICE).date()}
    mail.send("accounts/emails/unused", to=user.email, language=user.language, context=context)


def _erase(user: User) -> bool:
    try:
        erase(user)
    except DomainError as refusal:  # the last manager of something: a coordinator finds another one
        logger.warning("The unused account %s is not erased: %s", user.uuid, refusal.message)
        return False
    return True
