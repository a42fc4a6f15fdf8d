"""What the agenda adds to the board of a space's team: links, dates without a room, what has changed."""

from datetime import UTC, date, datetime, time

import pytest

from maillage.base import clock
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 6, 16)
URL = "/en/gestion/la-centrale/?jour=2026-06-16"


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(datetime(2026, 6, 15, 6, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def centrale(owner, teammate):
    return SpaceFactory.open(name="La Centrale", slug="la-centrale", manager=owner, host=teammate)


@pytest.fixture
def room(centrale):
    return ResourceFactory(space=centrale, name="Grande salle", slug="grande-salle")


@pytest.fixture
def board(client):
    def visit(user):
        client.force_login(user)
        return client.get(URL)

    return visit


def workshop(space, **fields):
    said = {"title": "Atelier couture", "slug": "couture", "on": TUESDAY, "starts": time(14), "ends": time(17)}
    return EventFactory.published(**said | {"space": space, **fields})


def lines(response) -> list[str]:
    found = soup(response).select("#evenements .team-line")
    return [" · ".join(part.get_text() for part in line.select("p, .status")) for line in found]


def test_host_reads_when_what_and_where_with_the_way_to_that_date(board, centrale, room, teammate, client):
    workshop(centrale, rooms=[room], rrule="FREQ=WEEKLY;COUNT=2")

    page = board(teammate)

    assert lines(page) == ["14:00–17:00 · Atelier couture · Grande salle"]
    link = soup(page).select_one("#evenements a")["href"]
    assert link == "/en/agenda/couture/2026-06-16/" and client.get(link).status_code == 200


def test_two_dates_that_touch_are_two_lines_in_one_room(board, centrale, room, teammate):
    event = workshop(centrale, rooms=[room])
    event.schedules.create(first_on=TUESDAY, starts=time(17), ends=time(19))
    event.save_revision().publish()

    assert lines(board(teammate)) == [
        "14:00–17:00 · Atelier couture · Grande salle",
        "17:00–19:00 · Atelier couture · Grande salle",
    ]


def test_event_that_takes_no_room_is_there_too_and_others_are_not(board, centrale, room, teammate):
    workshop(centrale)
    workshop(SpaceFactory.open(), title="Ailleurs", slug="ailleurs")
    EventFactory.draft(title="Brouillon", space=centrale, on=TUESDAY)

    assert lines(board(teammate)) == ["14:00–17:00 · Atelier couture"]


def test_date_that_is_off_says_so(board, centrale, room, teammate):
    workshop(centrale, rooms=[room], status="cancelled")

    with clock.fixed(datetime(2026, 6, 16, 13, 0, tzinfo=UTC)):
        assert lines(board(teammate)) == ["14:00–17:00 · Atelier couture · cancelled"]


def test_host_is_told_of_what_they_may_not_read_without_a_link(board, centrale, room, owner, teammate):
    workshop(centrale, rooms=[room], visibility="team")

    hers, his = board(owner), board(teammate)

    assert "Atelier couture" in text(hers) and "Atelier couture" in text(his)
    assert [len(soup(page).select("#evenements a")) for page in (hers, his)] == [1, 0]


CLOSURE = "/en/gestion/la-centrale/fermetures/?du=2026-06-16&au=2026-06-16"


def test_event_that_a_closure_meets_leads_to_where_its_manager_changes_it(client, centrale, room, owner):
    event = workshop(centrale, rooms=[room])
    client.force_login(owner)

    (link,) = soup(client.get(CLOSURE)).select(".team-blocks a[href]")

    assert (link.get_text(), link["href"]) == ("Atelier couture", f"/admin/snippets/agenda/event/edit/{event.pk}/")


@pytest.mark.parametrize("number", [1, 3])
def test_closure_takes_as_many_queries_however_many_events(
    client, centrale, room, owner, number, django_assert_num_queries
):
    for hour in range(number):
        workshop(centrale, slug=f"couture-{hour}", rooms=[room], starts=time(9 + hour), ends=time(10 + hour))
    client.force_login(owner)
    client.get(CLOSURE)

    with django_assert_num_queries(23):
        client.get(CLOSURE)


def test_place_with_events_and_nothing_to_book_shows_its_day(board, centrale, teammate):
    workshop(centrale)

    assert lines(board(teammate)) and "Nothing can be booked here yet" not in text(board(teammate))


@pytest.mark.parametrize("number", [1, 3])
def test_board_takes_as_many_queries_however_many_events(
    board, client, centrale, room, owner, number, django_assert_num_queries
):
    for hour in range(number):
        workshop(centrale, slug=f"couture-{hour}", rooms=[room], starts=time(9 + hour), ends=time(10 + hour))
    board(owner)

    with django_assert_num_queries(22):
        assert len(lines(client.get(URL))) == number
