"""For whom a program books: for its owner, for an organisation of theirs, or as a team for somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from maillage.base.api.errors import bad_value
from maillage.base.errors import NotAllowed
from maillage.users.models import User
from members.directory.models import Organisation
from spaces.booking.permissions import can_book_for_others
from spaces.catalogue.models import Resource


@dataclass(frozen=True)
class Asker:
    """`on_behalf_of` as the request says it, for all of these resources."""

    user: User
    on_behalf_of: str | None
    resources: Sequence[Resource]

    @cached_property
    def person(self) -> User:
        """Who is to have the booking. Only the space's team is told whether somebody has an account."""
        email = self.on_behalf_of
        if email is None or "@" not in email:
            return self.user
        if not all(can_book_for_others(self.user, resource) for resource in self.resources):
            raise NotAllowed(
                _("Only the space’s team books for others. Leave “on_behalf_of” out to book for yourself.")
            )
        found = User.objects.find_active(email)
        if found is None:
            message = _("Nobody has an account with the address “%(value)s”.") % {"value": email}
            raise bad_value("on_behalf_of", message, place="body")
        return found

    @cached_property
    def organisation(self) -> Organisation | None:
        """The one to book for. Being in its team is asked for, editing everything is not enough."""
        slug = self.on_behalf_of
        if slug is None or "@" in slug:
            return None
        found = Organisation.objects.visible_to(self.user).filter(slug=slug).first()
        if found is None:
            message = _("There is no organisation “%(value)s”.") % {"value": slug}
            raise bad_value("on_behalf_of", message, place="body")
        if not found.team.filter(user=self.user).exists():
            raise NotAllowed(_("You book only for organisations in whose team you are. Ask them to add you."))
        return found
