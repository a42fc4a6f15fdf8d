"""The people of the demonstration, for the sign-in page in demo mode only."""

from typing import Any

from django import template

from maillage.users.demo import ACCOUNTS, PASSWORD

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_accounts(context: dict[str, Any]) -> list[Any]:
    """The accounts to choose from; sets `demo_password` beside them."""
    context["demo_password"] = PASSWORD
    return ACCOUNTS
