"""Whom the team of a space can book for: those who have booked there, and whoever tells them their address."""

from django.db.models import Max, QuerySet

from maillage.base.words import fold
from maillage.users.models import User
from spaces.catalogue.models import Space

MOST_KNOWN, MOST_FOUND = 300, 8


def known_people(space: Space) -> QuerySet[User]:
    """Those who have booked there, the latest first. Nobody else is listed: an account is no public matter."""
    theirs = User.objects.filter(is_active=True, bookings__resource__space=space)
    return theirs.annotate(last_at=Max("bookings__start_at")).order_by("-last_at", "pk")


def find_people(space: Space, text: str) -> list[User]:
    """By whole address among all accounts, else by parts of the name among those known here."""
    if "@" in text:
        return list(User.objects.filter(is_active=True, email__iexact=text.strip()))
    words = fold(text).split()
    people = known_people(space)[:MOST_KNOWN]
    found = [person for person in people if all(word in fold(str(person)) for word in words)]
    return found[:MOST_FOUND] if words else []
