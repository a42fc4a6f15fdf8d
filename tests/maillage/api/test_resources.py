"""What can be booked, its rules, and when: for anybody who may see the place."""

import json
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from maillage.base.zones import get_zone
from maillage.network.services.exporting import export_network
from spaces.booking.services.blocks import block
from spaces.catalogue.models import Spot
from tests.factories.booking import at, booked, limit, open_room, priced, require_training, reserve_for
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates, open_weekly
from tests.factories.pricing import audience
from tests.maillage.api.test_errors import said

AVAILABILITY = "/resources/la-centrale/salle-a/availability"


def starts(response) -> list[str]:
    """The wall-clock hours of the starts."""
    assert response.status_code == 200, response.content
    return [start[11:16] for start in response.json()["starts"]]


def test_resource_is_said_in_the_words_of_the_network_document(anonymous, space, room):
    room.parent = ResourceFactory(space=space, slug="etage")
    room.has_own_hours, room.max_duration, room.requires_approval = True, 480, True
    room.save()
    Spot.objects.create(resource=room, x=10, y=20)
    room.shares.add(ResourceFactory(space=space, slug="projecteur"))
    open_weekly(room, [0, 2], ("10:00", "24:00"), valid_from=date(2026, 1, 1))
    on_dates(room, date(2026, 12, 24), hours=("09:00", "12:00"), label="Veille de Noël")
    require_training(room, "laser")
    limit(room, minutes=120)
    reserve_for(room, audience("Adhérents", space), audience("Étudiants"))
    priced(room, 1200)

    answer = anonymous.get("/resources/la-centrale/salle-a").json()

    exported = next(one for one in export_network()["spaces"][0]["resources"] if one["slug"] == "salle-a")
    outside = {name: answer.pop(name) for name in ("resource", "url", "space", "time_zone")}
    assert outside == {
        "resource": "la-centrale/salle-a",
        "url": "http://testserver/lieux/la-centrale/reserver/?ressource=salle-a",
        "space": "la-centrale",
        "time_zone": "Europe/Paris",
    }
    assert answer == exported
    assert answer["opening_hours"] == [
        {"days": ["mo", "we"], "opens": "10:00", "closes": "24:00", "valid_from": "2026-01-01", "valid_through": None}
    ]
    assert answer["audiences"] == ["adherents", "etudiants"]
    assert answer["spot"] == {"x": 10, "y": 20, "width": 15, "height": 15}
    assert answer["prices"] == [{"unit": "hour", "amount": "12.00", "vat_rate": "20.00"}]


def test_resource_costs_the_same_however_many_rules(anonymous, room, django_assert_num_queries):
    for number, code in enumerate(["laser", "cnc"], 1):
        require_training(room, code)
        on_dates(room, date(2026, 12, 23 + number), hours=("09:00", "12:00"))

    with django_assert_num_queries(9):
        anonymous.get("/resources/la-centrale/salle-a")


@pytest.mark.parametrize("path", ["/resources/la-centrale/salle-a", AVAILABILITY])
@pytest.mark.parametrize(
    ("hidden", "seen_by"),
    [
        ("nothing", {"anonymous", "stranger", "teammate", "owner"}),
        ("resource", {"teammate", "owner"}),
        ("space for members", {"stranger", "teammate", "owner"}),
        ("draft", {"teammate", "owner"}),
    ],
)
def test_resource_is_404_for_who_may_not_see_it(
    path, hidden, seen_by, anonymous, caller, stranger, teammate, owner, space, room
):
    if hidden == "resource":
        type(room).objects.update(is_active=False)
    elif hidden == "space for members":
        type(space).objects.update(visibility="members")
    elif hidden == "draft":
        type(space).objects.update(live=False, state="draft")
    programs = {
        "anonymous": anonymous,
        "stranger": caller(stranger),
        "teammate": caller(teammate),
        "owner": caller(owner),
    }
    query = {"from": "2026-06-16", "duration": 60} if path == AVAILABILITY else {}

    answers = {name: program.get(path, **query) for name, program in programs.items()}

    assert {name for name, response in answers.items() if response.status_code == 200} == seen_by
    assert {said(answers[name]) for name in answers.keys() - seen_by} <= {(404, "not_found")}


def test_availability_is_what_is_free(anonymous, room):
    booked(room, "10-11")
    booked(room, "12-13")

    response = anonymous.get(AVAILABILITY, **{"from": "2026-06-16", "until": "2026-06-16", "duration": 60, "seats": 1})

    assert response.json() == {
        "time_zone": "Europe/Paris",
        "duration": 60,
        "starts": [f"2026-06-16T{hour:02}:00:00+02:00" for hour in (9, 11, 13, 14, 15, 16, 17)],
    }


def test_availability_explains_on_demand(anonymous, room):
    booked(room, "10-11")

    response = anonymous.get(AVAILABILITY, **{"from": "2026-06-16", "duration": 60, "explain": 1})

    assert response.json()["refused"] == [{"start": "2026-06-16T10:00:00+02:00", "code": "already_booked"}]


def test_example_25_paris_seen_from_reunion(anonymous):
    """The answer names the instant: a program in Réunion shows its own hour."""
    open_room(slug="salle", space=SpaceFactory.open(slug="pau", days=EVERY_DAY, hours=("14:00", "15:00")))

    def start(day: str) -> datetime:
        answer = anonymous.get("/resources/pau/salle/availability", **{"from": day, "until": day, "duration": 60})
        (said,) = answer.json()["starts"]
        return datetime.fromisoformat(said)

    reunion = get_zone("Indian/Reunion")
    assert [(at.hour, at.astimezone(reunion).hour) for at in map(start, ("2026-07-01", "2026-12-01"))] == [
        (14, 16), (14, 17)
    ]  # fmt: skip


def test_example_2_availability_tells_the_two_hours_apart(anonymous):
    open_room(
        hours=("00:00", "06:00"),
        slug="nuit",
        space=SpaceFactory.open(slug="veille", days=EVERY_DAY, hours=("00:00", "06:00")),
    )

    response = anonymous.get("/resources/veille/nuit/availability", **{"from": "2026-10-25", "duration": 60})

    assert [start[10:] for start in response.json()["starts"]] == [
        "T00:00:00+02:00", "T01:00:00+02:00", "T02:00:00+02:00", "T02:00:00+01:00", "T03:00:00+01:00",
        "T04:00:00+01:00", "T05:00:00+01:00",
    ]  # fmt: skip


def test_availability_is_the_answer_of_the_command(anonymous):
    space = SpaceFactory.open(slug="riad", days=EVERY_DAY, time_zone="Africa/Casablanca")
    ResourceFactory(space=space, slug="atelier")
    said_by_command = StringIO()
    day = ["--from", "2026-02-16", "--until", "2026-02-18", "--duration", "60"]
    now = ["--now", "2026-02-01T10:00:00+00:00"]

    call_command("availability", "riad/atelier", *day, *now, "--explain", "--json", stdout=said_by_command)
    from maillage.base import clock

    with clock.fixed(at("2026-02-01 11:00")):
        response = anonymous.get(
            "/resources/riad/atelier/availability",
            **{"from": "2026-02-16", "until": "2026-02-18", "duration": 60, "explain": 1},
        )

    assert response.json() == json.loads(said_by_command.getvalue())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"duration": 60}, ["from"]),
        ({"from": "2026-06-16"}, ["duration"]),
        ({"from": "16/06/2026", "duration": 60}, ["from"]),
        ({"from": "0001-01-01", "duration": 60}, ["from"]),
        ({"from": "9999-12-31", "duration": 60}, ["from"]),
        ({"from": "2026-06-16", "duration": "-60"}, ["duration"]),
        ({"from": "2026-06-16", "duration": "one"}, ["duration"]),
        ({"from": "2026-06-16", "duration": 60, "seats": 0}, ["seats"]),
        ({"from": "2026-06-16", "duration": 60, "explain": "loud"}, ["explain"]),
    ],
)
@pytest.mark.parametrize("path", [AVAILABILITY, "/availability"])
def test_question_that_makes_no_sense_is_named(anonymous, room, path, query, names):
    response = anonymous.get(path, **query)

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == names


@pytest.mark.parametrize(
    ("until", "duration", "code"),
    [
        ("2026-06-15", 60, "wrong_order"),
        ("2026-07-17", 60, "too_many_days"),
        ("2026-06-16", 10**9, "malformed"),
        ("2026-06-16", 10**30, "malformed"),
    ],
)
@pytest.mark.parametrize("path", [AVAILABILITY, "/availability"])
def test_question_beyond_its_bounds_is_refused(anonymous, room, path, until, duration, code):
    response = anonymous.get(path, **{"from": "2026-06-16", "until": until, "duration": duration})

    assert said(response) == (400, code)


def test_31_days_are_answered_at_once(anonymous, room):
    response = anonymous.get(AVAILABILITY, **{"from": "2026-07-01", "until": "2026-07-31", "duration": 60})

    assert len(response.json()["starts"]) == 31 * 9


def test_many_resources_are_answered_at_once(anonymous, space, room):
    booked(room, "09-17")
    ResourceFactory(space=space, slug="laser", kind="machine", name="Laser")
    ResourceFactory(space=space, slug="vieille", is_active=False)
    open_room(space=SpaceFactory.open(slug="autre", days=EVERY_DAY), slug="salle")

    def asked(**query) -> list[tuple[str, int]]:
        body = anonymous.get("/availability", **{"from": "2026-06-16", "duration": 60, **query}).json()
        assert body["count"] == len(body["items"])
        return [(one["resource"], len(one["starts"])) for one in body["items"]]

    assert asked() == [("autre/salle", 9), ("la-centrale/laser", 9), ("la-centrale/salle-a", 1)]
    assert asked(space="la-centrale") == [("la-centrale/laser", 9), ("la-centrale/salle-a", 1)]
    assert asked(space=["la-centrale", "autre"], kind="machine") == [("la-centrale/laser", 9)]
    assert asked(kind=["machine", "meeting_room"], space="autre") == [("autre/salle", 9)]


def test_one_of_many_says_what_one_alone_says(anonymous, room):
    booked(room, "10-12")
    query = {"from": "2026-06-16", "until": "2026-06-18", "duration": 120, "explain": 1}

    (one,) = anonymous.get("/availability", **query).json()["items"]

    assert one.pop("resource") == "la-centrale/salle-a"
    assert one == anonymous.get(AVAILABILITY, **query).json()


@pytest.mark.parametrize(("name", "value"), [("space", "nowhere"), ("space", "hidden"), ("kind", "castle")])
def test_many_refuses_what_it_does_not_know(anonymous, room, name, value):
    open_room(space=SpaceFactory.draft(slug="hidden"))

    response = anonymous.get("/availability", **{"from": "2026-06-16", "duration": 60, name: value})

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == [name]


def test_many_leaves_out_what_the_asker_may_not_see(anonymous, caller, stranger, owner):
    open_room(space=SpaceFactory(slug="public"), slug="a")
    open_room(space=SpaceFactory.for_members(slug="members"), slug="b")
    open_room(space=SpaceFactory.draft(slug="draft", manager=owner), slug="c")

    def seen(program) -> list[str]:
        body = program.get("/availability", **{"from": "2026-06-16", "duration": 60}).json()
        return [one["resource"] for one in body["items"]]

    assert seen(anonymous) == ["public/a"]
    assert seen(caller(stranger)) == ["members/b", "public/a"]
    assert seen(caller(owner)) == ["draft/c", "members/b", "public/a"]


def test_availability_never_says_who_is_there(anonymous, room, stranger, owner):
    booked(room, "10-11", person=stranger)
    block(room, start=at("2026-06-16 14:00"), end=at("2026-06-16 15:00"), by=owner, reason="Fuite")

    body = anonymous.get(AVAILABILITY, **{"from": "2026-06-16", "duration": 60, "explain": 1}).content.decode()

    assert "Sacha" not in body and "stranger" not in body and "Fuite" not in body


@pytest.mark.parametrize("count", [1, 3])
def test_many_costs_the_same_however_many(anonymous, space, django_assert_num_queries, count):
    for _ in range(count):
        booked(ResourceFactory(space=space), "10-11")

    with django_assert_num_queries(6):
        body = anonymous.get("/availability", **{"from": "2026-06-16", "duration": 60}).json()
    assert body["count"] == count
