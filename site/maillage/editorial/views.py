"""The pages that every site owes its readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import override
from django.views.decorators.http import require_safe

from maillage.editorial import texts
from maillage.editorial.models import Key, Text


@require_safe
def page(request: HttpRequest, key: Key) -> HttpResponse:
    """Help, accessibility statement, legal notice, personal data."""
    return _show(request, key, texts.text_of(request, key))


def preview(request: HttpRequest, text: Text) -> HttpResponse:
    """The page with the words of `text`, which may not be published."""
    with override(text.language):
        return _show(request, Key(text.key), texts.as_html(text))


def _show(request: HttpRequest, key: Key, words: SafeString) -> HttpResponse:
    return render(request, "editorial/pages/text.html", {"title": key.label, "words": words})
