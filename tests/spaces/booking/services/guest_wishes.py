"""What somebody without an account asks at La Centrale, and the mails that they get."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation

from maillage.base import clock
from spaces.booking.models import Booking
from spaces.booking.services import guest_links
from spaces.booking.services.guests import GuestWish, ask, confirm
from tests.factories.booking import conditions, on, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

ADDRESS = "zoe@example.org"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def room(owner):
    owner.language = "en"
    owner.save()
    space = SpaceFactory.open(days=EVERY_DAY, hours=("08:00", "20:00"), manager=owner, name="La Centrale")
    conditions(space, welcomes_guests=True)
    room = ResourceFactory(space=space, name="Salle Aneto")
    priced(room, 1800)
    return room


def wish(hours="10-12", *, email=ADDRESS, day="2026-06-16", **more) -> GuestWish:
    start, end = on(hours, day)
    return GuestWish(**{"name": "Zoé Passante", "email": email, "language": "en", "start": start, "end": end, **more})


def confirmed(room, hours="10-12", **more) -> Booking:
    return confirm(ask(room, wish(hours, **more))).booking


def in_half_an_hour(minutes=30):
    return clock.fixed(clock.now() + timedelta(minutes=minutes))


def mails_to(address=ADDRESS) -> list:
    return [message for message in mail.outbox if message.to == [address]]


def reached(message, prefix="/en") -> set[Booking | None]:
    """What the links of a guest's mail lead to."""
    tokens = re.findall(rf"//[^/]+{prefix}/reservations/sans-compte/(\S+)/", message.body)
    return {guest_links.find(token) for token in tokens}
