"""The record viewsets that apps have registered."""

from typing import Any

from django.apps import apps
from django.http import Http404
from wagtail.hooks import search_for_hooks

from maillage.curation.models import Listed

_viewsets: list[Any] = []


def add(viewset: Any) -> None:
    if viewset not in _viewsets:
        _viewsets.append(viewset)


def viewsets() -> list[Any]:
    """All of them, in the order of the menu."""
    search_for_hooks()
    return sorted(_viewsets, key=lambda viewset: viewset.menu_order or 0)


def listed_viewsets() -> list[Any]:
    """Those whose records have the lifecycle."""
    return [viewset for viewset in viewsets() if viewset.is_listed]


def listed_model(app_label: str, model_name: str) -> type[Listed]:
    """The listed model of these names, or 404."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not any(viewset.model is model for viewset in listed_viewsets()):
        raise Http404
    return model
