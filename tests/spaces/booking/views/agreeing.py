"""Saying yes to what the team's forms show or ask about before they take it."""

from typing import Any

from django.test import Client

from spaces.booking.forms import LOOK
from spaces.catalogue.models import Resource
from tests.factories.booking import on
from tests.reading import soup

JSON = {"HTTP_ACCEPT": "application/json"}


def to(hours: str, resource: Resource | None = None, **more: Any) -> dict[str, Any]:
    """What the team's form of a move says: hours of the day that tests stand in."""
    start, end = on(hours)
    where = {"resource": resource.pk} if resource else {}
    return {"start": start.strftime("%Y-%m-%dT%H:%M"), "end": end.strftime("%Y-%m-%dT%H:%M"), **where, **more}


def told(client: Client, move: str, sent: dict[str, Any]) -> dict[str, Any]:
    """The same, with a yes to what the planning asks about."""
    return sent | {"prix": client.post(move, sent, **JSON).json()["takes"]}


def seen(client: Client, desk: str, sent: dict[str, Any]) -> dict[str, Any]:
    """The same, with what the form at the desk shows that it costs once it is filled in like that."""
    shown = soup(client.post(desk, sent | {LOOK: "oui"}))
    return sent | {one["name"]: one["value"] for one in shown.select("#totaux input")}
