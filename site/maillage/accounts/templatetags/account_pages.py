"""What our account pages and django-allauth's share: their tabs, the names of browsers."""

from typing import Any

from django import template

from maillage.accounts.browsers import browser_name
from maillage.accounts.navigation import pages

register = template.Library()


@register.simple_tag(takes_context=True)
def account_pages(context: dict[str, Any]) -> list[dict[str, object]]:
    """`[{label, url, current, icon}]`"""
    return pages(context["request"])


@register.filter
def browser(user_agent: str) -> str:
    """The name of the program and its system."""
    return browser_name(user_agent)
