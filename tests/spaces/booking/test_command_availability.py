"""`manage.py availability`: the API's answer for programs, a list for people, clear errors."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from tests.factories.booking import booked
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db

ASKED = ("la-centrale/salle-a", "--from", "2026-06-16", "--duration", "60", "--now", "2026-06-01T08:00:00+02:00")


@pytest.fixture(autouse=True)
def room():
    space = SpaceFactory.open(slug="la-centrale", days=EVERY_DAY, hours=("09:00", "12:00"))
    return ResourceFactory(space=space, slug="salle-a")


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("availability", *arguments, stdout=out)
    return out.getvalue()


def test_command_prints_the_answer_of_the_api_as_json(room):
    booked(room, "10-11")

    answer = json.loads(said(*ASKED, "--explain", "--json"))

    assert answer == {
        "time_zone": "Europe/Paris",
        "duration": 60,
        "starts": ["2026-06-16T09:00:00+02:00", "2026-06-16T11:00:00+02:00"],
        "refused": [{"start": "2026-06-16T10:00:00+02:00", "code": "already_booked"}],
    }


def test_command_leaves_the_refused_out_unless_asked_to_explain():
    assert "refused" not in json.loads(said(*ASKED, "--json"))


def test_command_answers_until_the_last_day():
    starts = json.loads(said(*ASKED, "--until", "2026-06-17", "--json"))["starts"]

    assert [start[8:13] for start in starts] == ["16T09", "16T10", "16T11", "17T09", "17T10", "17T11"]


def test_command_reads_a_clock_without_offset_on_the_wall_of_the_place():
    answer = json.loads(said(*ASKED[:-1], "2026-06-16T10:00", "--explain", "--json"))

    assert answer["starts"][0] == "2026-06-16T10:00:00+02:00"
    assert answer["refused"] == [{"start": "2026-06-16T09:00:00+02:00", "code": "in_the_past"}]


def test_command_counts_the_seats(room):
    room.capacity = 2
    room.save()
    booked(room, "9-12")

    assert json.loads(said(*ASKED, "--seats", "2", "--json"))["starts"] == []


def test_command_lists_one_start_a_line_for_people(room):
    booked(room, "10-11")

    assert said(*ASKED, "--explain").splitlines() == [
        "2026-06-16T09:00:00+02:00",
        "2026-06-16T11:00:00+02:00",
        "2026-06-16T10:00:00+02:00  already_booked",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("la-centrale/nowhere", *ASKED[1:]),
        ("la-centrale", *ASKED[1:]),
        (*ASKED, "--from", "16/06/2026"),
        (*ASKED, "--until", "2026-06-15"),
        (*ASKED, "--until", "2026-07-17"),
        (*ASKED, "--duration", "0"),
        (*ASKED, "--duration", "-60"),
        (*ASKED, "--duration", "an hour"),
        (*ASKED, "--duration", "9" * 5000),
        (*ASKED, "--seats", "0"),
        (*ASKED, "--now", "yesterday"),
        (*ASKED, "--from", "9999-12-31"),
        (*ASKED, "--from", "0001-01-01"),
    ],
)
def test_command_says_what_is_wrong_with_a_question(arguments):
    with pytest.raises(CommandError) as error:
        said(*arguments, "--json")

    assert error.value.returncode != 0
    assert str(error.value)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_command_says_that_the_year_is_wrong_not_the_duration(day):
    with override("en"), pytest.raises(CommandError, match="beyond any calendar"):
        said(*ASKED, "--from", day, "--until", day)
