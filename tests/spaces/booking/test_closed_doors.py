"""A place that its team has closed for a time, as people find it. In English: the words of the code itself."""

from datetime import UTC, datetime, timedelta

import pytest

from maillage.base import clock
from maillage.base.periods import Period
from spaces.booking.services.blocks import unblock
from spaces.booking.services.closures import Closure, close, closings
from spaces.catalogue.models import Space
from spaces.catalogue.services.opening import space_layers
from tests.factories.booking import at, booked, on
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

PAGE = "/en/lieux/la-centrale/"
BOARD = "/en/lieux/la-centrale/reserver/"
NOON = datetime(2026, 6, 16, 10, 0, tzinfo=UTC)


@pytest.fixture
def shut(room, desks, owner):
    """`shut("9-18")` closes La Centrale at these hours of Tuesday, or only `chosen` resources of it."""

    def shut(hours: str = "0-24", chosen=()):
        start, end = on(hours)
        close(Closure(space=room.space, chosen=chosen, start=start, end=end, reason="Dégât des eaux"), by=owner)

    return shut


def strip(response):
    """What the days say, by their last figures: « 16 »."""
    return {one.b.get_text(): one.get_text(" ") for one in soup(response).select(".date-strip-days a")}


def test_page_says_when_the_doors_open_again(client, shut):
    shut()

    with clock.fixed(NOON):
        page = client.get(PAGE)

    assert "Opens tomorrow at 09:00" in text(page)
    assert "closed" in text(page) and "16 June" in text(page)
    assert "Dégât des eaux" not in page.content.decode()


def test_afternoon_alone_leaves_the_morning(client, shut):
    shut("14-24")

    with clock.fixed(NOON):
        assert "Open, closes at 14:00" in text(client.get(PAGE))
    with clock.fixed(NOON + timedelta(hours=3)):
        assert "Opens tomorrow" in text(client.get(PAGE))


def test_list_and_its_filter_know_it(client, shut):
    shut()

    with clock.fixed(NOON):
        assert "Opens tomorrow" in text(client.get("/en/lieux/"))
        assert "La Centrale" not in text(client.get("/en/lieux/?ouvert=maintenant"))
        assert not Space.objects.open_at(NOON).exists()
        assert Space.objects.open_at(NOON + timedelta(days=1)).exists()


def test_board_says_closed_instead_of_full(client, shut):
    shut()

    page = client.get(BOARD, {"jour": "2026-06-16"})

    assert "La Centrale is closed on Tuesday 16 June" in text(page)
    assert "closed" in strip(page)["16"] and "closed" not in strip(page)["17"]


def test_a_day_that_is_only_taken_stays_full(client, room):
    booked(room, "9-18")

    assert "full" in strip(client.get(BOARD))["16"]


def test_one_room_out_of_service_closes_no_door(client, room, shut):
    shut(chosen=[room])

    with clock.fixed(NOON):
        assert "Open, closes at" in text(client.get(PAGE))
    assert closings([room.space_id], *on("0-24")) == {room.space_id: []}


def test_reopened_doors_are_open(client, room, shut):
    shut()
    for resource in room.space.resources.all():
        unblock(resource.blocks.get(), by=None)

    with clock.fixed(NOON):
        assert "Open, closes at" in text(client.get(PAGE))


def test_programs_read_it(client, shut):
    shut()

    document = client.get("/lieux/la-centrale.json").json()

    assert document["opening_hours"].endswith("; 2026 Jun 16 off")
    assert '"validFrom": "2026-06-16"' in client.get(PAGE).content.decode()


def test_what_is_inside_a_room_needs_no_closure_of_its_own(room, desks, shut):
    ResourceFactory(space=room.space, parent=room, kind="desk")
    ResourceFactory(space=room.space, slug="old", is_active=False)
    shut()

    assert closings(None, *on("10-11")) == {room.space_id: [Period.between(*on("0-24"))]}


def test_closings_of_many_places_cost_two_queries(room, shut, owner, django_assert_num_queries):
    shut("8-12")
    with django_assert_num_queries(2):
        closings([room.space_id], *on("0-24"))
    for number in range(3):
        other = ResourceFactory(space=SpaceFactory.open(slug=f"autre-{number}")).space
        close(Closure(space=other, chosen=[], start=at("2026-06-16 09:00"), end=at("2026-06-17 09:00")), by=owner)
    with django_assert_num_queries(2):
        assert len(closings(None, *on("0-24"))) == 4
    spaces = list(Space.objects.all())
    with django_assert_num_queries(4):
        space_layers(spaces)


@pytest.mark.parametrize("address", ["/lieux.json", "/lieux/la-centrale.json"])
def test_who_keeps_an_answer_hears_of_closed_doors_and_of_open_ones(client, room, desks, shut, address):
    def asked_again(before):
        tag = client.get(address, headers={"if-none-match": before["ETag"]})
        date = client.get(address, headers={"if-modified-since": before["Last-Modified"]})
        assert (tag.status_code, date.status_code) == (200, 200)
        return tag

    with clock.fixed(NOON):
        first = client.get(address)
    with clock.fixed(NOON + timedelta(minutes=1)):
        shut()
        closed = asked_again(first)
    with clock.fixed(NOON + timedelta(minutes=2)):
        for resource in room.space.resources.all():
            unblock(resource.blocks.get(), by=None)
        asked_again(closed)
