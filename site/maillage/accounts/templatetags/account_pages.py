"""What our account pages and django-allauth's share: their tabs, what one signs in for, the names of browsers."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.accounts.browsers import browser_name
from maillage.accounts.navigation import pages
from spaces.booking.pages.errand import errand

register = template.Library()


@register.simple_tag(takes_context=True)
def account_pages(context: dict[str, Any]) -> list[dict[str, object]]:
    """`[{label, url, current, icon}]`"""
    return pages(context["request"])


@register.simple_tag
def from_settings(label: str, between: str = "", between_url: str = "") -> list[dict[str, str]]:
    """The way from the settings to a page of django-allauth, for the component `breadcrumb`."""
    middle = [{"label": between, "url": between_url}] if between else []
    return [{"label": _("Settings"), "url": reverse("accounts:settings")}, *middle, {"label": label}]


@register.simple_tag(takes_context=True)
def signing_in_for(context: dict[str, Any]) -> dict[str, Any] | None:
    """What somebody was about to book, if that is where they go on to: `pages.errand`."""
    address = context.get("redirect_field_value")
    return errand(context["request"].user, address) if address else None


@register.filter
def browser(user_agent: str) -> str:
    """The name of the program and its system."""
    return browser_name(user_agent)
