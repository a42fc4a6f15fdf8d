"""What rooms above the directory add to the page of an organisation.

The directory knows nothing of events. They register here from `AppConfig.ready`.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from members.directory.models import Organisation

Make = Callable[[HttpRequest, Organisation], dict[str, Any] | None]

_sections: dict[str, Make] = {}


def register(template: str, context: Make) -> None:
    """Add a panel. `context(request, organisation)` answers what `template` needs, or None to show nothing."""
    _sections[template] = context


def rendered(request: HttpRequest, organisation: Organisation) -> list[SafeString]:
    """The panels of other rooms for this organisation."""
    made = ((template, make(request, organisation)) for template, make in _sections.items())
    return [render_to_string(template, context, request=request) for template, context in made if context is not None]
