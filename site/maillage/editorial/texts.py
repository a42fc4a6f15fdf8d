"""What a text says now: the network's own words where it published some, else those that come with the product.

Long texts are written whole in each language (`templates/editorial/shipped/<language>/<key>.html`) rather
than sentence by sentence through gettext: they are read, checked and corrected as one.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from wagtail.rich_text import expand_db_html

from maillage.base import mail
from maillage.base.models import Network
from maillage.editorial.models import Key, Text

DAY_S = 24 * 60 * 60


def text_of(request: HttpRequest, key: Key) -> SafeString:
    """What the page `key` says, in the language in use."""
    language = get_language() or settings.LANGUAGE_CODE
    own = Text.objects.published(key, language).first()
    return as_html(own) if own else shipped(request, key, language)


def as_html(text: Text) -> SafeString:
    """Rich text, which editors wrote and Wagtail cleaned, as a page shows it."""
    return SafeString(expand_db_html(text.body))


def shipped(request: HttpRequest, key: str, language: str) -> SafeString:
    """The text that comes with the product, with the network's own names in it."""
    with override(language):
        return render_to_string(f"editorial/shipped/{language}/{key}.html", _facts(request))


def _facts(request: HttpRequest) -> dict[str, Any]:
    """What the texts say of this very site: read from its settings, so that they stay true."""
    return {
        "network": Network.for_request(request),
        "host_name": urlsplit(settings.SITE_URL).netloc,
        "source_url": settings.SOURCE_URL,
        "other_hosts": [urlsplit(source).netloc for source in settings.IMAGE_SOURCES],
        "error_reports": bool(settings.SENTRY_DSN),
        "session_days": settings.SESSION_COOKIE_AGE // DAY_S,
        "mail_days": mail.KEPT_DAYS,
    }
