"""Sections that exist, and the same page in each language."""

from types import ModuleType

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import override

from maillage.base import navigation


def wagtail_serve(request, path):
    return HttpResponse(path)


def lieux(request):
    return HttpResponse()


@pytest.fixture(autouse=True)
def _urls(settings):
    urls = ModuleType("urls_of_a_small_network")
    urls.urlpatterns = i18n_patterns(
        path("lieux/", lieux, name="lieux"),
        path("<path:path>", wagtail_serve, name="wagtail_serve"),
        prefix_default_language=False,
    )
    settings.ROOT_URLCONF = urls
    navigation.exists.cache_clear()
    yield
    navigation.exists.cache_clear()


def test_sections_shows_only_what_answers_and_marks_where_one_is():
    with override("en"):
        assert navigation.sections("/en/lieux/la-centrale/") == [
            navigation.Section(url="/en/lieux/", label="Places", current=True)
        ]
    with override("fr"):
        assert navigation.sections("/agenda/") == [navigation.Section(url="/lieux/", label="Lieux", current=False)]


def test_language_links_keep_the_filters():
    with override("fr"):
        links = navigation.language_links("/lieux/?q=bois")
    assert [(link.code, link.url, link.current) for link in links][:2] == [
        ("fr", "/lieux/?q=bois", True),
        ("en", "/en/lieux/?q=bois", False),
    ]
