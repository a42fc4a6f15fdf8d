"""What every template may rely on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from maillage.base.models import Network


def site(request: HttpRequest) -> dict[str, Any]:
    """`network` (name, tagline), `demo_mode`."""
    return {
        "network": Network.for_request(request),
        "demo_mode": settings.DEMO_MODE,
    }
