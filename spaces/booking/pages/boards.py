"""The places that somebody works for: what waits for an answer in each, and the way to its board."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base import dates
from maillage.base.words import words_of
from maillage.territories.rules.place_names import spelled_out
from spaces.booking.services.queues import Queue, queues, run_by
from spaces.booking.wording import queues_said
from spaces.catalogue.models import Space

PER_PAGE = 25

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class BoardsPage:
    """Where requests have waited longest comes first. Three queries, whatever their number and that of the places."""

    request: HttpRequest
    text: str = ""
    number: int = 1

    @cached_property
    def queues(self) -> dict[int, Queue]:
        return queues(run_by(self.request.user))

    @cached_property
    def page(self) -> Page:
        """Keys of places."""
        found = run_by(self.request.user).by_name()
        if self.text:
            found = found.matching(words_of(spelled_out(self.text)))
        rank = {pk: number for number, pk in enumerate(self.queues)}
        by_name = found.values_list("pk", flat=True)
        return Paginator(sorted(by_name, key=lambda pk: rank.get(pk, len(rank))), PER_PAGE).get_page(self.number)

    def context(self) -> Item:
        path = reverse("booking:boards")
        spaces = Space.objects.defer("body").in_bulk(list(self.page))
        return {
            "queue": queues_said(self.queues.values()),
            "action": path,
            "fields": [{"name": "q", "label": _("Which place?"), "value": self.text, "placeholder": _("Name or town")}],
            "page": self.page,
            "places": [self._place(spaces[pk]) for pk in self.page],
            "text": self.text,
            "breadcrumb": [
                {"label": _("My account"), "url": reverse("accounts:home")},
                {"label": _("Boards and requests")},
            ],
        }

    def _place(self, space: Space) -> Item:
        queue = self.queues.get(space.pk)
        return {
            "name": space.name,
            "city": space.city,
            "board_url": reverse("booking:team", args=[space.slug]),
            "requests_url": reverse("booking:requests", args=[space.slug]) if queue else "",
            "requests": _waits(queue, space) if queue else "",
        }


def _waits(queue: Queue, space: Space) -> str:
    words = ngettext(
        "%(count)s request, asked %(when)s", "%(count)s requests, the oldest asked %(when)s", queue.requests
    )
    return words % {"count": queue.requests, "when": dates.when(queue.asked_at, None, space.time_zone)}
