"""Who somebody is to the whole network. Rooms add what somebody is to one record."""

from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from maillage.users.models import COORDINATORS, User

Anyone = User | AnonymousUser


def is_member(user: Anyone) -> TypeGuard[User]:
    """Signed in, with an account that may be used."""
    return user.is_authenticated and user.is_active


def is_coordinator(user: Anyone) -> TypeGuard[User]:
    """Runs the network: sees and moderates every record."""
    return is_member(user) and user.is_coordinator


def coordinators() -> QuerySet[User]:
    """Those who run the network."""
    everywhere = Q(is_superuser=True) | Q(groups__name=COORDINATORS)
    return User.objects.filter(everywhere, is_active=True).distinct()


def is_administrator(user: Anyone) -> TypeGuard[User]:
    """Holds every right, also on the machine room: settings, accounts, roles."""
    return is_member(user) and user.is_superuser
