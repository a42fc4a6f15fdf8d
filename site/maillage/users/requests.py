"""Requests of people who are signed in: the views that ask for a login say so in their signature."""

from django.http import HttpRequest

from maillage.users.models import User


class MemberRequest(HttpRequest):
    """A request whose sender is known; only ever named in signatures, below `login_required` and its like."""

    user: User
