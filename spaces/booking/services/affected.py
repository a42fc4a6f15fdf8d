"""Bookings that a closure meets: they are kept until the team decides about each."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from maillage.base import clock
from maillage.base.instants import midnight, to_instant, to_utc
from maillage.base.zones import get_zone
from spaces.booking.models import Block, Booking, BookingQuerySet, State, Use
from spaces.booking.rules.tree import Tree
from spaces.booking.services.reading import read_tree
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.services.opening import resource_layers


def affected_by_block(block: Block) -> BookingQuerySet:
    """The bookings that stand where a block is, soonest first."""
    return affected_by_period([block.resource], block.start_at, block.end_at)


def affected_by_period(resources: Iterable[Resource], start_at: datetime, end_at: datetime) -> BookingQuerySet:
    """The bookings that stand on these resources of one space or inside them, and requests for them, soonest first."""
    closed = _with_inside(resources)
    holding = Booking.objects.holding(clock.now()).overlapping(start_at, end_at)
    there = Q(occupancy__resource__in=closed, occupancy__active=True) | Q(state=State.PENDING, resource__in=closed)
    return holding.filter(there).distinct().for_listing().order_by("start_at", "pk")


def events_within(resources: Iterable[Resource], start_at: datetime, end_at: datetime) -> list[Use]:
    """The times for which events have these resources or what is inside them, soonest first, with the `resource`."""
    events = Use.objects.filter(kind=Use.Kind.EVENT, resource__in=_with_inside(resources))
    there = events.filter(start_at__lt=end_at, end_at__gt=start_at)
    return list(there.select_related("resource").order_by("start_at", "pk"))


def _with_inside(resources: Iterable[Resource]) -> set[int]:
    """The keys of resources of one space, and of all that is inside them."""
    resources = list(resources)
    tree = read_tree({resource.space_id for resource in resources})
    return {pk for resource in resources for pk in (resource.pk, *tree.inside(resource.pk))}


def affected_by_hours(space: Space, first_on: date, last_on: date) -> list[Booking]:
    """The bookings of these days that are no longer inside opening hours, soonest first.

    To be asked after a change of hours: a closure, an exceptional date, new weekly hours.
    """
    zone = get_zone(space.time_zone)
    start_at, end_at = to_utc(midnight(first_on, zone)), to_utc(midnight(last_on + timedelta(days=1), zone))
    holding = Booking.objects.filter(resource__space=space).holding(clock.now()).overlapping(start_at, end_at)
    bookings = list(holding.for_listing().order_by("start_at", "pk"))
    layers = resource_layers({booking.resource for booking in bookings})
    return [booking for booking in bookings if not _is_inside(booking, layers[booking.resource_id])]


def met(bookings: Iterable[Booking]) -> set[int]:
    """The keys of those that a closure or the opening hours stand against at this moment, also of what is over.

    As many queries for all as for one.
    """
    bookings = list(bookings)
    if not bookings:
        return set()
    closed = in_closures(bookings)
    layers = resource_layers({booking.resource for booking in bookings})
    return closed | {one.pk for one in bookings if not _is_inside(one, layers[one.resource_id])}


def in_closures(bookings: Iterable[Booking]) -> set[int]:
    """The keys of those that a closure stands against. Two queries, whatever their number."""
    bookings = list(bookings)
    tree = read_tree({booking.resource.space_id for booking in bookings})
    around = {booking.pk: _around(tree, booking) for booking in bookings}
    blocks = Block.objects.standing().filter(resource__in=set().union(*around.values()))
    blocks = blocks.overlapping(min(one.start_at for one in bookings), max(one.end_at for one in bookings))
    closed = list(blocks.values_list("resource_id", "start_at", "end_at"))

    def is_closed(booking: Booking) -> bool:
        there = ((start, end) for resource, start, end in closed if resource in around[booking.pk])
        return any(start < booking.end_at and booking.start_at < end for start, end in there)

    return {booking.pk for booking in bookings if is_closed(booking)}


def _around(tree: Tree, booking: Booking) -> set[int]:
    """The resources whose closure meets it: those it has taken, what they are in and what is in them."""
    taken = tree.needs(booking.resource_id, booking.seats).everything
    return {pk for one in taken for pk in tree.around(one)}


def is_met(booking: Booking) -> bool:
    """Whether `met` says so of one booking."""
    return booking.pk in met([booking])


def once_met(block: Block) -> BookingQuerySet:
    """The bookings that stand where a block was, and those cancelled since it was made; what is over left out."""
    closed = _with_inside([block.resource])
    there = Q(occupancy__resource__in=closed) | Q(resource__in=closed)
    cancelled = Q(state=State.CANCELLED, cancelled_at__gte=block.created_at, start_at__gt=clock.now())
    found = Booking.objects.filter(there, cancelled | Q(state__in=State.HOLDING, end_at__gt=clock.now()))
    return found.overlapping(block.start_at, block.end_at).distinct().for_listing().order_by("start_at", "pk")


def _is_inside(booking: Booking, layers: OpeningLayers) -> bool:
    start, end = to_instant(booking.start_at), to_instant(booking.end_at)
    first_on = booking.start_at.astimezone(layers.zone).date()
    last_on = booking.end_at.astimezone(layers.zone).date()
    return any(run.start <= start and end <= run.end for run in layers.runs(first_on, last_on))
