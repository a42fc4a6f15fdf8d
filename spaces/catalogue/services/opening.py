"""When doors are open, for many places at once: rows of the database as the rules read them."""

from collections.abc import Iterable

from spaces.catalogue.models import Resource, Space
from spaces.catalogue.models.layers import Place, Thing, layers_of_places, layers_of_things
from spaces.catalogue.rules.opening import OpeningLayers


def space_layers(spaces: Iterable[Space]) -> dict[int, OpeningLayers]:
    """The hours of spaces, by primary key. Two queries."""
    return layers_of_places(Place.of(space) for space in spaces)


def resource_layers(resources: Iterable[Resource]) -> dict[int, OpeningLayers]:
    """The hours of resources, by primary key. Two queries, if their spaces were selected with them; none for nothing.

    Resources that have nothing of their own share their space's object, which remembers what it found.
    """
    return layers_of_things(
        Thing(resource.pk, Place.of(resource.space), resource.has_own_hours) for resource in resources
    )
