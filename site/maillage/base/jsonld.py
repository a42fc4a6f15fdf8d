"""schema.org documents inside pages."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script_text(document: Any) -> SafeString:
    """The text of a `<script type="application/ld+json">`: nothing in it can end the script."""
    return mark_safe(json.dumps(document, ensure_ascii=False, default=str).translate(_ESCAPES))
