"""When doors are open, for many places at once: rows of the database as the rules read them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from maillage.base import clock
from maillage.base.instants import YEARS
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.models.closings import closings
from spaces.catalogue.models.layers import Place, Thing, layers_of_places, layers_of_things
from spaces.catalogue.rules.closing import closed_for
from spaces.catalogue.rules.opening import OpeningLayers

LOOK_BACK = timedelta(days=2)  # an opening of today may have begun the evening before
THE_END = datetime(YEARS[-1], 1, 1, tzinfo=UTC)


def space_layers(spaces: Iterable[Space]) -> dict[int, OpeningLayers]:
    """The hours of spaces as people find their doors, by primary key; what is past may have been otherwise.

    Three queries; one more where a team has closed one of them for a time.
    """
    layers = layers_of_places(Place.of(space) for space in spaces)
    closed = closings(layers.keys(), clock.now() - LOOK_BACK, THE_END)
    return {pk: closed_for(one, closed.get(pk, ())) for pk, one in layers.items()}


def resource_layers(resources: Iterable[Resource]) -> dict[int, OpeningLayers]:
    """The hours of resources, by primary key. Two queries, if their spaces were selected with them; none for nothing.

    What is out of service for a time is not left out: bookings tell it from closed doors.
    Resources that have nothing of their own share their space's object, which remembers what it found.
    """
    return layers_of_things(
        Thing(resource.pk, Place.of(resource.space), resource.has_own_hours) for resource in resources
    )
