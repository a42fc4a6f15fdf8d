"""Erasing an account: who it was is forgotten, what happened stays."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ModelLogEntry

from maillage.accounts.services.addresses import proved
from maillage.base import clock, mail
from maillage.users.models import User
from members.directory.models import Person
from members.directory.services import records
from members.directory.services import team as organisation_team
from spaces.booking.models import Booking, State
from spaces.booking.services.people import NOBODY
from spaces.booking.services.states import cancel
from spaces.catalogue.services import team as space_team


def erase(user: User) -> None:
    """Erase the account and its profile; cancel what is booked; leave past bookings without a name or a word.

    So with what they booked without an account, under an address that they have proved. Raises DomainError, and
    changes nothing, where a space or an organisation would be left with nobody.
    """
    _leave_teams(user)
    now = clock.now()
    theirs = Booking.objects.of(user), Booking.objects.of_guests(proved(user))
    for bookings in theirs:
        to_come = bookings.holding(now).upcoming(now).exclude(state=State.CHECKED_IN)
        for booking in to_come.select_related("resource"):
            cancel(booking, by=booking.themselves, for_good=True)
    with transaction.atomic():
        for bookings in theirs:
            bookings.update(note="", answer="", **NOBODY)
        for profile in Person.objects.filter(user=user):
            of_profile = ContentType.objects.get_for_model(profile, for_concrete_model=False)
            ModelLogEntry.objects.filter(content_type=of_profile, object_id=str(profile.pk)).delete()
            records.delete(profile, by=user)
        mail.send("accounts/emails/erased", to=user.email, language=user.language, context={})
        user.delete()


@transaction.atomic
def _leave_teams(user: User) -> None:
    for of_space in user.space_roles.select_related("space"):
        space_team.leave(of_space, by=user)
    for of_organisation in user.organisation_roles.select_related("organisation"):
        organisation_team.leave(of_organisation, by=user)
