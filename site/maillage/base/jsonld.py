"""schema.org documents inside pages, for search engines."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Thing = dict[str, Any]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EMPTY: tuple[Any, ...] = ("", None, [], {})
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script_text(things: Thing | list[Thing]) -> SafeString:
    """The text of a `<script type="application/ld+json">`, without what is empty; nothing in it can end the script."""
    document = [filled(thing) for thing in things] if isinstance(things, list) else filled(things)
    return mark_safe(json.dumps(document, ensure_ascii=False, default=str).translate(_ESCAPES))


def filled(thing: Thing) -> Thing:
    """Without what is empty; a zero and a "no" are said."""
    return {name: value for name, value in thing.items() if value not in EMPTY}


def postal_address(*, street: str = "", postal_code: str = "", city: str = "", country: str = "") -> Thing | None:
    """None when nothing of it is known."""
    known = filled(
        {"streetAddress": street, "postalCode": postal_code, "addressLocality": city, "addressCountry": country}
    )
    return {"@type": "PostalAddress", **known} if known else None
