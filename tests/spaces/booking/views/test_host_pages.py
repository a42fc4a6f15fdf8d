"""All that a host can reach from the board, beside what a manager can: nothing that would be refused, nothing missing."""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import resolve

from maillage.base import clock
from spaces.booking.models import MissedArrival, State
from spaces.booking.services.blocks import block
from spaces.booking.services.kiosks import open_kiosk
from spaces.booking.services.states import check_in
from tests.factories.booking import at, booked, on, require_training, trained
from tests.factories.pricing import gives, member, plan
from tests.maillage.curation.record_rights import open_back_office

pytestmark = pytest.mark.django_db

BOARD = "/en/gestion/la-centrale/"
OF_THE_TEAM = re.compile(r"/en/(gestion|reservations)/|/admin/")
OF_THE_BACK_OFFICE = "back office"

OF_BOTH = {
    "team", "planning", "requests", "scanner", "labels", "kiosks", "welcome", "why", "booking",
    "check_in", "release", "undo", "move", "cancel", "settle_arrival",
}  # fmt: skip
OF_MANAGERS = {
    "approve", "refuse", "block", "unblock", "closures", "habilitations", "recognise", "revoke", "untrained", "team_passes",
    "end_pass", "correct_pass", "revoke_kiosk", "boards", OF_THE_BACK_OFFICE,
}  # fmt: skip


@pytest.fixture
def everything(centrale, room, desks, lea, owner, other_manager):
    """Something that each page of the team could offer to act on."""
    require_training(desks, "laser").recognised_by.add(centrale)
    trained(lea, "laser", space=centrale)
    arrived = booked(room, "10-12", person=lea)
    booked(room, "12-13", person=lea)
    with clock.fixed(at("2026-06-16 10:58")):
        check_in(booked(desks, "11-12", person=lea), by=owner)
    booked(desks, "14-15", person=other_manager)
    booked(room, "15-16", state=State.PENDING)
    start, end = on("9-18", "2026-06-19")
    block(room, start=start, end=end, by=owner, reason="Peinture")
    kiosk, _secret = open_kiosk(centrale, name="Entrée", by=owner)
    MissedArrival.objects.create(booking=arrived, kiosk=kiosk, at=at("2026-06-16 10:30"), why="La place était prise")
    carnet = plan("Carnet 10 h", space=centrale)
    gives(carnet, 600)
    member(lea, carnet, valid_from=date(2026, 6, 1))


def reached(client) -> set[str]:
    """Names of all addresses that links and forms of these pages lead to; each link leads to a page."""
    ways, links, forms = [BOARD], {BOARD}, set()
    while ways:
        path = ways.pop()
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        page = BeautifulSoup(answer.content if "html" in answer["Content-Type"] else "", "html.parser")
        forms |= addresses(path, [form.get("action", "") for form in page.select("form[method=post]")])
        new = addresses(path, [link["href"] for link in page.select("a[href]")]) - links
        links |= new
        ways += sorted(address for address in new if name(address) != OF_THE_BACK_OFFICE)
    return {name(address) for address in links | forms}


def addresses(page: str, found: list[str]) -> set[str]:
    """Those of the team and of its back office, whatever they ask."""
    return {path for address in found if OF_THE_TEAM.match(path := urlsplit(urljoin(page, address)).path)}


def name(path: str) -> str:
    return OF_THE_BACK_OFFICE if path.startswith("/admin/") else resolve(path).url_name


def test_host_is_offered_all_but_what_managers_decide(as_, everything, owner, teammate):
    open_back_office(owner)
    with clock.fixed(at("2026-06-16 11:00")):
        of_manager, of_host = reached(as_(owner)), reached(as_(teammate))

    assert (of_host, of_manager - of_host) == (OF_BOTH, OF_MANAGERS)
