"""What somebody can do about a network that shows no place yet."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base.models import Network
from maillage.users.permissions import is_coordinator, is_member
from spaces.catalogue.models import Space

register = template.Library()


@register.simple_tag(takes_context=True, name="first_place")
def show_first_place(context: Context, places_url: str = "", label: str = "") -> dict[str, str] | None:
    """{% first_place as step %}: what this reader can do, as {url, label}; both empty for who can do nothing.

    Where they do see a place: None, or the way to the places that was given. One query.
    """
    request = context["request"]
    if Space.objects.listed_for(request.user).exists():
        return {"url": places_url, "label": label} if places_url else None
    url, label = _way(request)
    return {"url": url, "label": label}


def _way(request: HttpRequest) -> tuple[str, str]:
    """Those who run the network describe one; others ask them to, where they say how."""
    describe_url = reverse(Space.snippet_viewset.get_url_name("add"))
    if is_coordinator(request.user):
        return describe_url, _("Describe a first place")
    if contact_url := Network.for_request(request).contact_url:
        return contact_url, _("Suggest a place")
    if not is_member(request.user):
        return describe_url, _("Do you run this network? Describe a first place")
    return "", ""
