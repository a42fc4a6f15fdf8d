"""The pages of somebody without an account, and the link of their mail."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail

from maillage.base import clock
from spaces.booking.models import Booking
from tests.factories.booking import conditions

ROOM = "/en/lieux/la-centrale/reserver/salle-aneto/"
DESKS = "/en/lieux/la-centrale/reserver/espace-ouvert/"
ZOE = {"name": "Zoé Passante", "email": "zoe@example.org", "total": "3600+0+0"}  # shown for two hours


@pytest.fixture(autouse=True)
def _welcome(centrale):
    conditions(centrale, welcomes_guests=True)


def asked(hours: str = "10-12", day: str = "2026-06-16", **more) -> dict:
    start, end = hours.split("-")
    return {"debut": f"{day}T{start:0>2}:00:00+02:00", "fin": f"{day}T{end:0>2}:00:00+02:00", **more}


def link(message=None) -> str:
    (path,) = set(re.findall(r"/en/reservations/sans-compte/\S+/", (message or mail.outbox[-1]).body))
    return path


@pytest.fixture
def sent(client, room) -> str:
    """The link of the mail that Zoé got."""
    client.post(ROOM, asked(**ZOE))
    return link()


@pytest.fixture
def confirmed(client, sent) -> str:
    client.post(sent)
    return sent


@pytest.fixture(params=["unconfirmed", "cancelled", "over", "too_late"])
def unmovable(request, client, sent) -> Iterator[str]:
    """The link of what can no longer be moved, at that time."""
    why = request.param
    if why != "unconfirmed":
        client.post(sent)
    if why == "cancelled":
        client.post(f"{sent}annuler/")
    if why == "too_late":
        Booking.objects.update(policy=Booking.objects.get().policy | {"terms": {"cancel_notice_min": 1_000_000}})
    with clock.fixed(Booking.objects.get().end_at if why == "over" else clock.now()):
        yield sent


def whole(response) -> str:
    """The page with what it says once, above its content; of a feed, all of it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def states() -> list[str]:
    return list(Booking.objects.order_by("pk").values_list("state", flat=True))
