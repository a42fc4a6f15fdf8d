"""The catalogue in Wagtail."""

from wagtail.snippets.models import register_snippet

from spaces.catalogue.wagtail.viewsets import NetworkDatesViewSet, ResourceViewSet, SpaceViewSet

register_snippet(SpaceViewSet)
register_snippet(ResourceViewSet)
register_snippet(NetworkDatesViewSet)
