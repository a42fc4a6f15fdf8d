"""The tabs of somebody's own corner, for our pages and django-allauth's."""

from typing import Any

from django import template

from maillage.accounts.navigation import pages

register = template.Library()


@register.simple_tag(takes_context=True)
def account_pages(context: dict[str, Any]) -> list[dict[str, object]]:
    """`[{label, url, current, icon}]`"""
    return pages(context["request"])
