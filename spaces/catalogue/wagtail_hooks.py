"""The catalogue in Wagtail."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from maillage.curation.wagtail.dashboard import Step
from maillage.users.permissions import is_coordinator
from spaces.catalogue.models import Space
from spaces.catalogue.wagtail.viewsets import NetworkDatesViewSet, ResourceViewSet, SpaceViewSet

register_snippet(SpaceViewSet)
register_snippet(ResourceViewSet)
register_snippet(NetworkDatesViewSet)


@hooks.register("register_first_steps")
def first_place(request: HttpRequest) -> list[Step]:
    """For coordinators of a network without a place. One query."""
    if not is_coordinator(request.user) or Space.objects.exists():
        return []
    text = _("Its name and its address are enough to begin; its team is named from its form, and writes the rest.")
    return [Step(_("Describe a first place"), text, reverse(Space.snippet_viewset.get_url_name("add")), order=10)]
