"""What programs ask a site for at fixed addresses: where they may look, and whom to tell about a weakness."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.models import Network

PRIVATE = ("/compte/", "/gestion/", "/reservations/")  # in each language
# Machines read the API; each list is there once without its filters, and its months and days never end.
CLOSED = ("/admin/", "/api/", "/documents/", "/*?")
OPEN = ("/api/v1/docs", "/sitemap-*?p=")
TRUE_FOR = timedelta(days=180)


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public where the site is meant to be found, nothing elsewhere (`INDEXED`)."""
    lines = ["User-agent: *"]
    if settings.INDEXED:
        lines += [f"Disallow: {path}" for path in (*CLOSED, *_in_each_language(PRIVATE))]
        lines += [f"Allow: {path}" for path in OPEN]
        lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    else:
        lines += ["Disallow: /"]
    return _text(lines)


@require_safe
@cache_control(max_age=3600, public=True)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. 404 where nobody said whom to write to."""
    contact = settings.SECURITY_CONTACT or Network.for_request(request).contact_email
    if not contact:
        raise Http404
    expires = (clock.now() + TRUE_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    return _text(
        [
            f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {languages}",
            f"Canonical: {settings.SITE_URL}{reverse('security')}",
        ]
    )


def _in_each_language(paths: Iterable[str]) -> list[str]:
    prefixes = ["" if code == settings.LANGUAGE_CODE else f"/{code}" for code, _name in settings.LANGUAGES]
    return [prefix + path for prefix in prefixes for path in paths]


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
