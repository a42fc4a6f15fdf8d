"""Saying yes to what the team's forms ask about before they take it."""

from typing import Any

from django.test import Client

JSON = {"HTTP_ACCEPT": "application/json"}


def told(client: Client, move: str, sent: dict[str, Any]) -> dict[str, Any]:
    """The same, with a yes to what the planning asks about."""
    return sent | {"prix": client.post(move, sent, **JSON).json()["takes"]}
