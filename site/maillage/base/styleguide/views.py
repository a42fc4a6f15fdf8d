"""The page itself. Registered among Wagtail's addresses, hence for staff only."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.base import icons, weave
from maillage.base.styleguide.examples import every

COLOURS = (
    *("ink", "ink-soft", "paper", "surface", "line", "line-strong", "accent", "accent-tint"),
    *("place", "place-tint", "event", "event-tint", "people", "people-tint", "project", "project-tint"),
    *("ok", "ok-tint", "warn", "warn-tint", "bad", "bad-tint"),
)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the colours, sizes, icons and cloths they are made of."""
    by_name = groupby(every(), key=lambda example: example.component)
    groups = [(name, [(example, example.render()) for example in cases]) for name, cases in by_name]
    cloths = [(family, [f"{family} {n}" for n in range(6)]) for family in weave.FAMILIES]
    context = {"groups": groups, "colours": COLOURS, "icons": sorted(icons.names()), "cloths": cloths}
    return render(request, "base/pages/styleguide.html", context)
