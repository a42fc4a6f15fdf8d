"""Devices that somebody signed in with."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def forget_signed_out() -> int:
    """Forget the address and browser of each device whose session is over. Returns how many."""
    forgotten, _by_model = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return forgotten
