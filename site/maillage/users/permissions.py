"""Who somebody is to the whole network. Rooms add what somebody is to one record."""

from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser

from maillage.users.models import User

Anyone = User | AnonymousUser


def is_member(user: Anyone) -> TypeGuard[User]:
    """Signed in, with an account that may be used."""
    return user.is_authenticated and user.is_active


def is_coordinator(user: Anyone) -> TypeGuard[User]:
    """Runs the network: sees and moderates every record."""
    return is_member(user) and user.is_coordinator


def is_administrator(user: Anyone) -> TypeGuard[User]:
    """Holds every right, also on the machine room: settings, accounts, roles."""
    return is_member(user) and user.is_superuser
