"""What a place that begins does not have yet: something to book, hours, prices, conditions."""

from dataclasses import replace

from django.contrib.admin.utils import quote
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.coreutils import safe_snake_case

from maillage.curation.models import State
from maillage.curation.wagtail.dashboard import Step
from maillage.users.permissions import Anyone, is_coordinator
from spaces.booking.models import Booking, BookingPolicy
from spaces.catalogue.models import OpeningHours, Resource, Space
from spaces.catalogue.models.querysets import SpaceQuerySet
from spaces.pricing.models import Price

HERE = OuterRef("pk")


def beginning(user: Anyone) -> SpaceQuerySet:
    """Places that this person manages and that nobody has booked yet. A coordinator begins none."""
    if is_coordinator(user):
        return Space.objects.none()
    mine = Space.objects.managed_by(user).exclude(state=State.ARCHIVED)
    return mine.filter(~Exists(Booking.objects.filter(resource__space=HERE))).order_by("name", "pk")


def first_steps(request: HttpRequest) -> list[Step]:
    """Each step for the first place that lacks it. One query."""
    places = beginning(request.user).annotate(
        has_resources=Exists(Resource.objects.filter(space=HERE)),
        has_hours=Exists(OpeningHours.objects.filter(Q(space=HERE) | Q(resource__space=HERE))),
        has_prices=Exists(Price.objects.filter(resource__space=HERE)),
        has_conditions=Exists(BookingPolicy.objects.filter(space=HERE)),
    )
    found: dict[str, Step] = {}
    for place in places:
        for step in _missing(place):
            found.setdefault(step.label, replace(step, place=place.name if len(places) > 1 else ""))
    return list(found.values())


def _missing(place: Space) -> list[Step]:
    """`place` knows what it has. Without a resource there is nothing to put a price on."""
    steps = _steps(place)
    if not place.has_resources:
        del steps["prices"]
    return [step for name, step in steps.items() if not getattr(place, f"has_{name}")]


def _steps(place: Space) -> dict[str, Step]:
    resources = Resource.snippet_viewset
    edit = reverse(Space.snippet_viewset.get_url_name("edit"), args=[quote(place.pk)])
    return {
        "resources": Step(
            _("Add what can be booked"),
            _("A room, a desk, a machine: a form for each, with its own rules."),
            reverse(resources.get_url_name("add")),
            order=10,
        ),
        "hours": Step(
            _("Say when the doors are open"),
            _("The usual week, then closures. Outside these hours nobody can book."),
            f"{edit}#tab-{safe_snake_case(_('Hours'))}",
            order=20,
        ),
        "prices": Step(
            _("Say what it costs"),
            _("In the form of each resource, under “Booking”. Without a price, it is free."),
            f"{reverse(resources.get_url_name('list'))}?space={place.pk}",
            order=30,
        ),
        "conditions": Step(
            _("Say how one cancels"),
            _("Until when, and what is kept. Without conditions, cancelling is free."),
            reverse(BookingPolicy.snippet_viewset.get_url_name("add")),
            order=40,
        ),
    }
