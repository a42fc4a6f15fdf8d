"""What the foot of every page links to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base.models import Network
from maillage.editorial.models import Key


def footer(request: HttpRequest) -> dict[str, Any]:
    """`footer_links`: the pages that a site owes; `source_url`: where the code of this very site is, if it was said."""
    labels = {key: str(key.label) for key in Key}
    # The law asks for the state of conformity on the home page, in these very words.
    state = Network.for_request(request).get_accessibility_display()
    labels[Key.ACCESSIBILITY] = _("Accessibility: %(state)s") % {"state": state}
    links = [{"label": label, "url": reverse(f"editorial:{key}")} for key, label in labels.items()]
    return {"footer_links": links, "source_url": settings.SOURCE_URL}
