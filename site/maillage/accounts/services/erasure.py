"""Erasing an account: who it was is forgotten, what happened stays."""

from contextlib import suppress

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from maillage.accounts.services.addresses import proved
from maillage.base import clock, mail
from maillage.base.errors import DomainError
from maillage.users.models import User
from members.directory.models import Invitation, Person
from members.directory.services import records
from members.directory.services import team as organisation_team
from spaces.booking.models import Booking, BookingQuerySet, State
from spaces.booking.services.people import forget
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel
from spaces.catalogue.services import team as space_team

MOST_ROUNDS = 20  # one is enough, unless somebody changes a booking at that very moment


def erase(user: User) -> None:
    """Erase the account and its profile; cancel what is booked; leave past bookings without a name or a word.

    So with what they booked without an account, under an address that they have proved. The account closes first, so
    that nobody books with it meanwhile; what is interrupted is finished by asking again.
    Raises DomainError, and changes nothing, where a space or an organisation would be left with nobody.
    """
    _close(user)
    for _round in range(MOST_ROUNDS):
        if _forget(user):
            return
        _cancel_what_is_to_come(user)
    raise DomainError(
        "busy", _("Your account is closed, but a booking of yours goes on changing. Write to the network.")
    )


@transaction.atomic
def _close(user: User) -> None:
    _leave_teams(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False


def _cancel_what_is_to_come(user: User) -> None:
    for bookings in _to_come(user):
        for booking in bookings.select_related("resource"):
            with suppress(BookingRefused):  # it has changed since it was read: it is looked at again
                cancel(booking, by=booking.themselves, for_good=True)


@transaction.atomic
def _forget(user: User) -> bool:
    """Drop who they are, unless something of theirs holds a place: it is to be cancelled first."""
    if not User.objects.select_for_update().filter(pk=user.pk).exists():
        return True
    if any(bookings.exists() for bookings in _to_come(user)):
        return False
    for bookings in _theirs(user):
        forget(bookings)
    for profile in Person.objects.filter(user=user):
        of_profile = ContentType.objects.get_for_model(profile, for_concrete_model=False)
        ModelLogEntry.objects.filter(content_type=of_profile, object_id=str(profile.pk)).delete()
        records.delete(profile, by=user)
    Invitation.objects.filter(email__in=proved(user)).delete()
    mail.send("accounts/emails/erased", to=user.email, language=user.language, context={})
    user.delete()
    return True


def _theirs(user: User) -> tuple[BookingQuerySet, BookingQuerySet]:
    """What they booked, with their account and without it."""
    return Booking.objects.of(user), Booking.objects.of_guests(proved(user))


def _to_come(user: User) -> list[BookingQuerySet]:
    """What of it holds a place; whoever sits there stays."""
    now = clock.now()
    is_there = Q(state=State.CHECKED_IN, start_at__lte=now)
    return [bookings.holding(now).upcoming(now).exclude(is_there) for bookings in _theirs(user)]


@transaction.atomic
def _leave_teams(user: User) -> None:
    for of_space in user.space_roles.select_related("space"):
        space_team.leave(of_space, by=user)
    for of_organisation in user.organisation_roles.select_related("organisation"):
        organisation_team.leave(of_organisation, by=user)
