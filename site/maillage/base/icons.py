"""The icons of the site: one sprite, vendored from Lucide by `site/vendor.py`."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = Path(__file__).resolve().parents[2] / "static" / "vendor" / "lucide" / "icons.svg"


@cache
def names() -> frozenset[str]:
    """Every icon in the sprite."""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))


def icon(name: str, label: str = "") -> SafeString | str:
    """The icon `name`, decorative unless `label` says what it means; nothing for an unknown name.

    Names can come from records (an amenity's icon): one that the sprite has lost must not break a page.
    """
    if name not in names():
        return ""
    address = f"{static('vendor/lucide/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)
