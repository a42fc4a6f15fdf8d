"""What `check --deploy` asks besides Django's own questions. Operators read it, in English like all that it says."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.caches, deploy=True)
def processes_share_a_cache(**_asked: Any) -> list[CheckMessage]:
    """Several processes that each count alone let through several times what the limits say."""
    is_shared = not isinstance(caches["default"], LocMemCache | DummyCache)
    if settings.WEB_PROCESSES == 1 or is_shared:
        return []
    said = f"{settings.WEB_PROCESSES} web processes share no cache: each counts the limits on requests by itself."
    return [Warning(said, hint="Set REDIS_URL, or WEB_CONCURRENCY=1.", id="maillage.W001")]
