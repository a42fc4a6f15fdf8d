"""In a demonstration no mail leaves: each browser may read those that it made us write."""

from django.conf import settings
from django.http import HttpRequest

WRITTEN_TO = "demo_written_to"  # in the session, as nobody may be signed in


def remember(request: HttpRequest, address: str) -> None:
    """Note whom this browser has just had written to."""
    if settings.DEMO_MODE:
        request.session[WRITTEN_TO] = address


def written_to(request: HttpRequest) -> str:
    """The address that this browser last made us write to; "" for none."""
    found: str = request.session.get(WRITTEN_TO, "")
    return found
