"""The planning of a space, or of one resource, in the team's own calendars."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from django.views.decorators.http import require_safe

from maillage.users.requests import calendar_token
from spaces.booking.feeds import entries_of_team, private_calendar
from spaces.catalogue.models import Space


@require_safe
def planning(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """For whoever made this address, as long as they are of the team. `?ressource=` one resource alone."""
    found = calendar_token(token)
    space = get_object_or_404(Space.objects.staffed_by(found.user), slug=slug)
    asked = request.GET.get("ressource", "")
    resource = get_object_or_404(space.resources, slug=asked) if asked else None
    name = f"{resource.name} – {space.name}" if resource else space.name
    with override(found.user.language):
        key = (found.pk, space.pk, asked)
        return private_calendar(request, entries_of_team(space, resource), name=name, key=key)
