"""The people of the demonstration, for the sign-in page in demo mode only."""

from typing import Any

from django import template

from maillage.users.demo import ACCOUNTS, PASSWORD
from maillage.users.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_accounts(context: dict[str, Any]) -> list[Any]:
    """Those that can sign in; sets `demo_password` beside them. One query."""
    context["demo_password"] = PASSWORD
    known = set(User.objects.filter(email__in=[one.email for one in ACCOUNTS]).values_list("email", flat=True))
    return [one for one in ACCOUNTS if one.email in known]
