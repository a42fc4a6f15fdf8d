"""Whom the team of a space can book for: those who have booked there, whoever tells their address, and guests."""

from datetime import timedelta

from django.db.models import Max, Q, QuerySet

from maillage.base import clock
from maillage.base.words import fold
from maillage.curation.services import audit
from maillage.users.models import User
from spaces.booking.models import Booking, BookingQuerySet, State
from spaces.catalogue.models import Space

MOST_KNOWN, MOST_FOUND = 300, 8
NOBODY = {"guest_name": "", "guest_email": "", "guest_language": ""}
KEPT, KEPT_UNCONFIRMED = timedelta(days=365), timedelta(days=1)  # as the page on personal data says


def known_people(space: Space) -> QuerySet[User]:
    """Those who have booked there, the latest first. Nobody else is listed: an account is no public matter."""
    theirs = User.objects.filter(is_active=True, bookings__resource__space=space)
    return theirs.annotate(last_at=Max("bookings__start_at")).order_by("-last_at", "pk")


def find_people(space: Space, text: str, *, known_only: bool = False) -> list[User]:
    """By whole address among all accounts, else by parts of the name among those known here.

    `known_only`: by address too; what is said of somebody is no matter of teams they never booked with.
    """
    if "@" in text:
        people = known_people(space) if known_only else User.objects.filter(is_active=True)
        return list(people.filter(email__iexact=text.strip()))
    words = fold(text).split()
    people = known_people(space)[:MOST_KNOWN]
    found = [person for person in people if all(word in fold(str(person)) for word in words)]
    return found[:MOST_FOUND] if words else []


def forget(bookings: BookingQuerySet) -> int:
    """Drop whose they were, and every word about them: theirs, the team's, and those that history repeats."""
    audit.forget_reasons(bookings)
    return bookings.update(note="", answer="", **NOBODY)


def forget_guests() -> int:
    """Forget those who came without an account, a year later: they have none to erase.

    Who never confirmed is forgotten the next day: perhaps somebody else typed their address. Their links end then.
    """
    now = clock.now()
    unconfirmed = Q(state__in=(State.HOLD, State.EXPIRED), expires_at__lt=now - KEPT_UNCONFIRMED)
    known = Booking.objects.exclude(guest_name="", guest_email="")
    return forget(known.filter(Q(end_at__lt=now - KEPT) | unconfirmed))
