"""Where the booking pages are: the board in its many states, and the form filled in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from spaces.booking.models import Booking
from spaces.booking.questions import YES, BoardQuestion, Key, Wanted
from spaces.catalogue.models import Resource, Space


@dataclass(frozen=True)
class BoardAddress:
    """The address of a board, and of its neighbours."""

    space: Space
    asked: BoardQuestion

    @cached_property
    def path(self) -> str:
        return reverse("booking:space", args=[self.space.slug])

    def having(self, **changes: Any) -> str:
        """The same board with other values of the question: `day=`, `resource=`, `view=`…"""
        query = urlencode(_said(replace(self.asked, **changes)))
        return f"{self.path}?{query}" if query else self.path

    def pairs(self, *but: str) -> list[tuple[str, str]]:
        """(name, value) of everything else, to be carried along by a form."""
        return [(name, value) for name, value in _said(self.asked) if name not in but]


def form_url(resource: Resource, start: datetime, end: datetime, seats: int = 1, *, with_passes: bool = True) -> str:
    """The booking form for a time of a resource."""
    return f"{form_path(resource)}?{Wanted(start, end, seats, with_passes).query}"


def form_path(resource: Resource) -> str:
    """The booking form of a resource: for whoever fills in many, as each takes a while to find."""
    return reverse("booking:reserve", args=[resource.space.slug, resource.slug])


def booking_path(key: Key) -> str:
    """The page of a booking, for its person."""
    return reverse("booking:booking" if isinstance(key, UUID) else "booking:guest", args=[key])


def move_path(key: Key) -> str:
    """The page on which its person gives a booking another time, or another resource."""
    return reverse("booking:reschedule" if isinstance(key, UUID) else "booking:move_guest", args=[key])


def team_move_path(booking: Booking) -> str:
    """The page on which the team does."""
    return reverse("booking:move", args=[booking.uuid])


def moving_to(booking: Booking, wanted: Wanted, resource: Resource) -> dict[str, str]:
    """What a booking is to have, as an address or a form says it."""
    where = {} if resource.pk == booking.resource_id else {"ressource": resource.slug}
    return where | wanted.asked()


def repeat_url(resource: Resource, wanted: Wanted) -> str:
    """The form that repeats a booking of this time."""
    path = reverse("booking:repeat", args=[resource.space.slug, resource.slug])
    return f"{path}?{wanted.query}"


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that a form or a link says it was on."""
    asked = request.POST.get("retour") or request.GET.get("retour") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/"):
        return asked
    return otherwise


def _said(asked: BoardQuestion) -> Iterable[tuple[str, str]]:
    """What differs from a board without a question."""
    default = BoardQuestion()
    said = [
        ("jour", asked.day.isoformat() if asked.day else ""),
        ("ressource", asked.resource),
        ("duree", str(asked.duration or "")),
        ("places", "" if asked.seats == default.seats else str(asked.seats)),
        ("deplacer", str(asked.moving or "")),
        *(("panier", str(one)) for one in asked.basket),
        ("plusieurs", YES if asked.gathering and not asked.basket else ""),
        ("heure", asked.hour),
        *(("avec", one.value) for one in asked.features),
        ("vue", "" if asked.view == default.view else asked.view),
    ]
    return [(name, value) for name, value in said if value]
