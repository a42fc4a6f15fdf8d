"""The catalogue in Wagtail."""

from typing import Any

from wagtail.signals import published
from wagtail.snippets.models import register_snippet

from spaces.catalogue.models import Space
from spaces.catalogue.services import media
from spaces.catalogue.wagtail.viewsets import NetworkDatesViewSet, ResourceViewSet, SpaceViewSet

register_snippet(SpaceViewSet)
register_snippet(ResourceViewSet)
register_snippet(NetworkDatesViewSet)


def name_shelf(instance: Space, **_: Any) -> None:
    """A space that was renamed keeps its shelf, under its new name."""
    media.follow_name(instance)


published.connect(name_shelf, sender=Space, dispatch_uid="catalogue_name_shelf")
