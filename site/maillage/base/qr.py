"""QR codes, drawn on the server: dark on white whatever the page's colours, with the margin that readers need."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

MARGIN = 4  # modules, as the standard asks
PIXELS = 8  # a module, in a picture


def svg(text: str) -> SafeString:
    """As wide as its box."""
    drawn = segno.make_qr(text, error="m")
    return mark_safe(drawn.svg_inline(border=MARGIN, omitsize=True, dark="#000", light="#fff", svgclass="qr"))


def png(text: str) -> bytes:
    """For mails, which show no SVG."""
    written = BytesIO()
    segno.make_qr(text, error="m").save(written, kind="png", border=MARGIN, scale=PIXELS)
    return written.getvalue()
