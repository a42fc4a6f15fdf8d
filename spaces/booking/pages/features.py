"""What people need of a desk or a room: which resources have it, chips to choose by."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.text import capfirst

from spaces.catalogue.models import Feature, Resource

Item = dict[str, Any]


def has_all(resource: Resource, asked: tuple[Feature, ...]) -> bool:
    """Whether a resource has all that was asked for."""
    return set(asked) <= set(resource.offers)


def chips(
    resources: Iterable[Resource], asked: tuple[Feature, ...], url_of: Callable[[tuple[Feature, ...]], str]
) -> list[Item]:
    """One for each feature that any of `resources` has, or that was asked for: chosen or left with a click."""
    offered = {feature for resource in resources for feature in resource.offers}
    return [
        {
            "text": capfirst(str(feature.label)),
            "url": url_of(tuple(one for one in Feature if (one in asked) != (one is feature))),
            "removable": feature in asked,
        }
        for feature in Feature
        if feature in offered or feature in asked
    ]
