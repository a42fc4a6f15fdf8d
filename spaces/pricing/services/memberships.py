"""Giving somebody a plan of a space: a pass sold at the desk, a name on the list of members."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.errors import DomainError, NotAllowed
from maillage.users.models import User
from spaces.catalogue.models import Space
from spaces.pricing.models import Membership, Plan
from spaces.pricing.permissions import can_set_prices


def memberships_of(space: Space, on: date) -> Any:
    """Who has a plan of this space on a day or will later, by name."""
    held = Membership.objects.current(on).filter(plan__space=space)
    return held.select_related("plan__space", "person").order_by("person__name", "plan__name", "pk")


def give(plan: Plan, *, email: str, by: Any, valid_from: date, valid_through: date | None = None) -> Membership:
    """Give a plan to whoever has an account under this address.

    Raises DomainError("no_account") when nobody has: only those who may give it, and so may know, are told.
    """
    if not can_set_prices(by, plan.space):
        raise NotAllowed(_("Only the managers of the place that sells a plan give it."))
    if valid_through and valid_through < valid_from:
        raise DomainError("too_short", _("The last day comes before the first. Exchange them."))
    person = User.objects.find_active(email)
    if person is None:
        raise DomainError(
            "no_account", _("Nobody has an account with this address. Ask them to make one, then come back.")
        )
    return Membership.objects.create(plan=plan, person=person, valid_from=valid_from, valid_through=valid_through)


def end(membership: Membership, *, last_on: date, today: date, by: Any) -> Membership:
    """Let it count through a day, not beyond; nothing of what it gave or paid is lost.

    Raises DomainError("too_early") for a day before today or its first, "too_late" after the day on which it ends.
    """
    if not can_set_prices(by, membership.plan.space):
        raise NotAllowed(_("Only the managers of the place that sells a plan give it."))
    first = max(today, membership.valid_from)
    if last_on < first:
        raise DomainError("too_early", _("Choose %(day)s or a later day.") % {"day": dates.day_long(first)})
    if membership.valid_through and last_on > membership.valid_through:
        said = {"day": dates.day_long(membership.valid_through)}
        raise DomainError("too_late", _("It ends on %(day)s already. Choose that day or an earlier one.") % said)
    membership.valid_through = last_on
    membership.save(update_fields=["valid_through"])
    return membership
