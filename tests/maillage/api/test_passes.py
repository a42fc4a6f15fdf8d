"""One's own passes by programs: what is left, every movement, nobody else's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from maillage.base.zones import get_zone
from spaces.booking.services.booking import book, move
from spaces.booking.services.states import cancel
from tests.factories.booking import at, on, priced
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import gives, member, plan
from tests.queries import queries_of_rooms


@pytest.fixture
def membership(stranger, room):
    priced(room, 1200)
    carnet = plan("Carnet 10 h", space=room.space)
    gives(carnet, 600)
    return member(stranger, carnet)


def use(room, person, hours: str):
    start, end = on(hours)
    return book(room, person=person, by=person, start=start, end=end)


def test_balance_is_what_is_left(caller, stranger, room, membership):
    use(room, stranger, "10-12")

    response = caller(stranger).get("/passes")

    lot = {"unit": "minutes", "amount": 600, "left": 480, "every": "once", "kinds": []}
    days = {"valid_from": membership.valid_from.isoformat(), "valid_through": None}
    whose = {"plan": "Carnet 10 h", "space": "la-centrale", "reach": "own", "spaces": []}
    assert response.json() == {"items": [{**whose, **days, "lots": [{**lot, **days}]}], "next": None, "count": 1}


def test_ledger_has_every_movement_the_latest_first(caller, stranger, room, membership):
    booking = use(room, stranger, "10-12")
    cancel(booking, by=stranger)

    found = caller(stranger).get("/passes/movements").json()["items"]

    assert [(one["kind"], one["amount"], one["booking"]) for one in found] == [
        ("give_back", 120, str(booking.uuid)),
        ("spend", -120, str(booking.uuid)),
        ("grant", 600, None),
    ]
    assert {(one["plan"], one["unit"], one["reason"]) for one in found} == {("Carnet 10 h", "minutes", "")}
    assert found[0]["at"] == "2026-06-01T10:00:00+02:00"


def test_movements_keep_the_hours_that_a_moved_booking_had(caller, stranger, room, membership):
    booking = use(room, stranger, "10-12")
    start, end = on("14-17")
    with clock.fixed(clock.now() + timedelta(hours=1)):
        move(booking, start=start, end=end, by=stranger)

    found = caller(stranger).get("/passes/movements").json()["items"]

    before = ("2026-06-16T10:00:00+02:00", "2026-06-16T12:00:00+02:00")
    after = ("2026-06-16T14:00:00+02:00", "2026-06-16T17:00:00+02:00")
    assert [(one["kind"], one["amount"], (one["start"], one["end"])) for one in found] == [
        ("spend", -180, after),
        ("give_back", 120, before),
        ("spend", -120, before),
        ("grant", 600, (None, None)),
    ]


def test_nobody_reads_those_of_others(caller, stranger, owner, room, membership, anonymous):
    use(room, stranger, "10-12")

    for path in ("/passes", "/passes/movements"):
        assert caller(stranger).get(path).json()["count"] > 0
        assert caller(owner).get(path).json() == {"items": [], "next": None, "count": 0}
        assert anonymous.get(path).status_code == 401


def test_what_is_over_is_left_out_and_what_has_not_begun_has_no_lots_yet(caller, stranger, membership):
    today = clock.today(get_zone("Europe/Paris"))
    membership.valid_from, membership.valid_through = today - timedelta(2), today - timedelta(1)
    membership.save()
    assert caller(stranger).get("/passes").json()["items"] == []

    membership.valid_from, membership.valid_through = today + timedelta(1), None
    membership.save()
    assert [one["lots"] for one in caller(stranger).get("/passes").json()["items"]] == [[]]


def test_days_are_those_of_the_place_of_each_plan(caller, stranger):
    """At two in the morning in Paris it is yesterday evening in Martinique, and dawn in La Réunion."""
    places = [SpaceFactory.open(slug=zone[-5:], time_zone=zone) for zone in ("America/Martinique", "Indian/Reunion")]
    for space in places:
        monthly = plan("Dix heures par mois", space=space)
        gives(monthly, 600, every="month")
        member(stranger, monthly)
        gives(ends := plan("Jusqu’en juin", space=space), 60)
        member(stranger, ends, valid_through=date(2026, 6, 30))
        gives(begins := plan("Dès juillet", space=space), 60)
        member(stranger, begins, date(2026, 7, 1))

    with clock.fixed(at("2026-07-01 02:00")):
        found = caller(stranger).get("/passes").json()["items"]

    lots = {(one["space"], one["plan"]): [lot["valid_from"] for lot in one["lots"]] for one in found}
    there, here = (space.slug for space in places)
    assert lots == {
        (there, "Dix heures par mois"): ["2026-06-01"],
        (there, "Jusqu’en juin"): ["2026-01-01"],
        (there, "Dès juillet"): [],
        (here, "Dix heures par mois"): ["2026-07-01"],
        (here, "Dès juillet"): ["2026-07-01"],
    }


def test_queries_do_not_depend_on_how_many_there_are(caller, stranger, room, membership):
    program = caller(stranger)

    def visit(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert program.get(path).status_code == 200
        return queries_of_rooms(found)

    use(room, stranger, "10-11")
    one = [visit(path) for path in ("/passes", "/passes/movements")]
    for number, hours in enumerate(("11-12", "12-13")):
        another = plan(f"Abonnement {number}", space=room.space)
        gives(another, 60)
        member(stranger, another)
        use(room, stranger, hours)
    three = [visit(path) for path in ("/passes", "/passes/movements")]

    assert (one, three) == ([7, 4], [7, 4])


@pytest.mark.parametrize(("asked", "amount", "left"), [({}, "0.00", 480), ({"with_passes": False}, "24.00", 600)])
def test_booking_leaves_passes_alone_where_it_is_asked_to(caller, stranger, room, membership, asked, amount, left):
    times = {"start": "2026-06-16T10:00:00+02:00", "end": "2026-06-16T12:00:00+02:00"}

    made = caller(stranger).post("/bookings", {"resource": room.path} | times | asked).json()

    assert made["price"]["amount"] == amount
    assert [lot["left"] for lot in caller(stranger).get("/passes").json()["items"][0]["lots"]] == [left]


def test_several_bookings_leave_passes_alone_where_they_are_asked_to(caller, stranger, room, membership):
    line = {"resource": room.path, "start": "2026-06-16T10:00:00+02:00", "end": "2026-06-16T12:00:00+02:00"}

    made = caller(stranger).post("/bookings/together", {"lines": [line], "with_passes": False}).json()

    assert [one["price"]["amount"] for one in made["bookings"]] == ["24.00"]
