"""Plans, audiences and who has them."""

from datetime import date

from django.utils.text import slugify

from spaces.pricing.models import Audience, Entitlement, Membership, Plan, Price
from spaces.pricing.services import lots

LONG_AGO = date(2026, 1, 1)


def audience(name="Adhérents", space=None) -> Audience:
    return Audience.objects.create(name=name, slug=slugify(name), space=space)


def plan(name="Carnet", space=None, **fields) -> Plan:
    return Plan.objects.create(name=name, slug=slugify(name), space=space, **fields)


def member(person, plan, valid_from=LONG_AGO, valid_through=None) -> Membership:
    return Membership.objects.create(person=person, plan=plan, valid_from=valid_from, valid_through=valid_through)


def gives(plan, amount, unit="minutes", **fields) -> Entitlement:
    """`gives(plan, 600)`: ten hours, once."""
    return Entitlement.objects.create(plan=plan, amount=amount, unit=unit, **fields)


def carnet(person, space, amount, unit="minutes", name="Carnet") -> Membership:
    """`carnet(lea, space, 5, "days")`: a pass of one place that gives so much, once."""
    found = plan(name, space=space)
    gives(found, amount, unit=unit)
    return member(person, found)


def days_left(membership, on) -> list[int]:
    """Of each lot of a pass that counts on a day."""
    return [source.left for source in lots.sources([membership.pk], on)]


def price_for(resource, cents, unit="hour", **when) -> Price:
    return Price.objects.create(resource=resource, unit=unit, amount_cents=cents, **when)
