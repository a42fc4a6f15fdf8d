"""All that is wrong with a file is named in one reading, each thing by its place in the file."""

import json

import pytest
from django.core.management import CommandError, call_command

from maillage.network.document.reading import DocumentError
from maillage.network.services.importing import import_file
from maillage.users.models import User
from spaces.catalogue.models import Space

ROOM = {"slug": "r"}
BOOKING = {"resource": "a/r", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"}


def space(*resources, **more):
    return {"slug": "a", "resources": list(resources) or [ROOM], **more}


def document(**parts):
    return {"format": "maillage-network/1", **parts}


def paths_of(said) -> list[str]:
    """The paths of what is wrong; nothing is written."""
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    with pytest.raises(DocumentError) as refusal:
        import_file(content)
    assert not Space.objects.exists()
    return [problem.path for problem in refusal.value.problems]


@pytest.mark.django_db
def test_mistakes_of_writing_and_of_meaning_are_named_together():
    said = document(
        zz=1,
        spaces=[
            {"name": "sans adresse"},
            space(
                {"slug": "x", "kind": "boat", "zz": 1},
                {"slug": "r", "step": "60", "parent": "nope"},
                opening_hours=[{"days": ["mo"], "opens": "09:00", "closes": "25:00"}],
            ),
        ],
        people=[{"email": "lea@example.org", "manages": ["a", "nulle-part"]}],
        bookings=[
            BOOKING | {"start": "hier"},
            BOOKING,
            BOOKING | {"start": "2026-06-16T10:30"},
            BOOKING | {"resource": "a/zz"},
            BOOKING | {"end": "2026-06-16T09:00"},
        ],
    )

    assert sorted(paths_of(said)) == [
        "bookings[0].start",
        "bookings[2]",
        "bookings[3].resource",
        "bookings[4].end",
        "people[0].manages[1]",
        "spaces[0].slug",
        "spaces[1].opening_hours[0].closes",
        "spaces[1].resources[0].kind",
        "spaces[1].resources[0].zz",
        "spaces[1].resources[1].parent",
        "spaces[1].resources[1].step",
        "zz",
    ]


@pytest.mark.django_db
def test_what_refers_to_a_record_that_is_written_wrongly_is_no_mistake():
    there = space(latitude=43.3)  # without a longitude

    assert paths_of(document(spaces=[there], bookings=[BOOKING])) == ["spaces[0]"]
    assert paths_of(document(spaces={"a": there}, bookings=[BOOKING])) == ["spaces"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"spaces": [space(), space()]}, ["spaces[1].slug"]),
        ({"spaces": [space(ROOM, ROOM)]}, ["spaces[0].resources[1].slug"]),
        ({"people": [{"email": "lea@example.org"}, {"email": "LEA@example.org"}]}, ["people[1].email"]),
        ({"organisations": [{"slug": "o"}, {"slug": "o"}]}, ["organisations[1].slug"]),
        (
            {"events": [{"slug": "e", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"}] * 2},
            ["events[1].slug"],
        ),
        ({"spaces": [space({"slug": "r", "prices": [{"unit": "hour", "amount": "1"}] * 2})]}, ["spaces[0].resources[0].prices[1]"]),
        ({"spaces": [space(audiences=[{"slug": "m"}] * 2)]}, ["spaces[0].audiences[1].slug"]),
        ({"spaces": [space({"slug": "r", "prices": [{"unit": "hour", "amount": "1", "days": ["mo", "tu"]}, {"unit": "hour", "amount": "2", "days": ["tu", "mo"]}]})]},
         ["spaces[0].resources[0].prices[1]"]),
        ({"spaces": [space({"slug": "r", "quotas": [{"period": "day", "count": 1}] * 2})]}, ["spaces[0].resources[0].quotas[1]"]),
        ({"spaces": [space({"slug": "r", "audiences": ["m", "nobody-s"]}, audiences=[{"slug": "m"}])]}, ["spaces[0].resources[0].audiences[1]"]),
        ({"spaces": [space({"slug": "r", "audiences": ["m"], "prices": [{"unit": "hour", "amount": 1, "audience": "n"}]}, audiences=[{"slug": "m"}, {"slug": "n"}])]},
         ["spaces[0].resources[0]"]),
        ({"spaces": [space({"slug": "r", "quotas": [{"period": "day", "count": 1, "plan": "nobody-s"}]})]}, ["spaces[0].resources[0].quotas[0].plan"]),
        ({"spaces": [space({"slug": "r", "quotas": [{"period": "day", "count": 1, "days": ["mo", "tu"]}, {"period": "day", "count": 2, "days": ["tu", "mo"]}]})]},
         ["spaces[0].resources[0].quotas[1]"]),
        ({"spaces": [space({"slug": "r"}, policies=[{"name": "Salles", "resources": ["r"]}] * 2)]},
         ["spaces[0].policies[1].name", "spaces[0].policies[1].resources"]),
        ({"spaces": [space(policies=[{"name": "Un"}, {"name": "Deux"}])]}, ["spaces[0].policies[1].resources"]),
        ({"people": [{"email": "l@example.org", "habilitations": [{"code": "laser"}] * 2}]}, ["people[0].habilitations[1].code"]),
        ({"spaces": [space(recognises=[{"code": "laser"}, {"code": "laser", "from": ["r"]}])]}, ["spaces[0].recognises[1].code", "spaces[0].recognises[1].from[0]"]),
    ],
)  # fmt: skip
def test_what_stands_twice_is_named(parts, expected):
    assert paths_of(document(**parts)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"attendance": "walking", "status": "lost"}, ["events[0].attendance", "events[0].status"]),
        ({"accessibility": ["mi", "xx"]}, ["events[0].accessibility[1]"]),
        ({"online_url": "visio.example", "registration_url": "x"}, ["events[0].online_url", "events[0].registration_url"]),
        ({"changes": [{"day": "2026-06-16", "reason": "x"}]}, ["events[0].changes[0].reason"]),
        ({"changes": [{"day": "2026-06-16"}] * 2}, ["events[0].changes[1].day"]),
        ({"changes": [{"day": "2026-06-16", "status": "rescheduled"}]}, ["events[0].changes[0]"]),
        ({"changes": [{"day": "2026-06-16", "new_day": "2026-06-17"}]}, ["events[0].changes[0]"]),
        ({"changes": [{"day": "2026-06-16", "status": "full", "ends": "24:00"}]}, ["events[0].changes[0].ends"]),
    ],
)  # fmt: skip
def test_what_an_event_cannot_be_is_named(part, expected):
    event = {"slug": "e", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"}

    assert paths_of(document(events=[event | part])) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({"r": "r"}, ["spaces[0].resources[0].parent"]),
        ({"r": "q", "q": "r"}, ["spaces[0].resources[1].parent"]),
        ({"r": "q", "q": "p", "p": "r"}, ["spaces[0].resources[2].parent"]),
    ],
)
def test_nothing_stands_in_itself(parents, expected):
    resources = [{"slug": slug, "parent": parent} for slug, parent in parents.items()]

    assert paths_of(document(spaces=[space(*resources)])) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"latitude": "43", "longitude": True}, ["spaces[0].latitude", "spaces[0].longitude"]),
        ({"name": "a\x00b", "story": ["x\x00"]}, ["spaces[0].name", "spaces[0].story"]),
        ({"types": ["x" * 61]}, ["spaces[0].types[0]"]),
        ({"exceptions": [{"from": "20260714"}, {"from": "2026-W29-2"}]}, ["spaces[0].exceptions[0].from", "spaces[0].exceptions[1].from"]),
        ({"policies": [{"name": "", "no_show_percent": 101, "cancel_notice": -1}]}, ["spaces[0].policies[0].name", "spaces[0].policies[0].cancel_notice", "spaces[0].policies[0].no_show_percent"]),
        ({"policies": [{"name": "Salles", "cancellation": [{"notice": 60, "kept_percent": 50}] * 2}]}, ["spaces[0].policies[0]"]),
        ({"visibility": "nobody", "state": "lost"}, ["spaces[0].visibility", "spaces[0].state"]),
        ({"resources": [{"slug": "r", "quotas": [{"audience": "cats", "period": "day", "count": 1}]}]}, ["spaces[0].resources[0].quotas[0].audience"]),
    ],
)  # fmt: skip
def test_values_that_cannot_be_kept_are_named(part, expected):
    assert paths_of(document(spaces=[space(**part)])) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "start",
    ["0001-01-01T00:00", "9999-12-31T23:00-10:00", "2026-W25-2T10:00", "20260616T1000", "2026-06-16T10", None, 5],
)
def test_instants_that_are_none_are_named(start):
    assert paths_of(document(spaces=[space()], blocks=[BOOKING | {"start": start}])) == ["blocks[0].start"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b'{"format": "maillage-network/1", "spaces": [{"slug": "a", "latitude": NaN, "longitude": -Infinity}]}',
        b'{"format": "maillage-network/1", "\\ud800": 1}',
        b'{"format": "maillage-network/1", "spaces": [{"slug": "a", "name": "\\ud800"}]}',
        b'{"format": "maillage-network/1", "people": [{"email": "l@example.org", "name": ' + b"9" * 5000 + b"}]}",
        b'{"format": "maillage-network/1", "spaces": ' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_nothing_that_json_can_say_breaks_the_reading(content):
    paths_of(content)


@pytest.mark.django_db
def test_command_names_both_sorts_of_mistakes(tmp_path):
    path = tmp_path / "network.json"
    path.write_text(json.dumps(document(zz=1, bookings=[BOOKING])))

    with pytest.raises(CommandError, match=r"(?s)Nothing was written.*zz: unknown key.*bookings\[0\]\.resource: "):
        call_command("import_network", str(path))


@pytest.mark.django_db
def test_a_password_is_taken_to_the_letter():
    import_file(json.dumps(document(people=[{"email": "lea@example.org", "password": " a b "}])).encode())

    assert User.objects.get(email="lea@example.org").check_password(" a b ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"audience": "nobody"}, ["spaces[0].resources[0].prices[0].audience"]),
        ({"valid_from": "2026-08-01", "valid_through": "2026-07-01"}, ["spaces[0].resources[0].prices[0]"]),
        ({"starts": "24:00"}, ["spaces[0].resources[0].prices[0].starts"]),
        ({"unit": "year"}, ["spaces[0].resources[0].prices[0].unit"]),
    ],
)
def test_what_a_price_cannot_be_is_named(said, expected):
    assert (
        paths_of(document(spaces=[space({"slug": "r", "prices": [{"unit": "hour", "amount": "1"} | said]})]))
        == expected
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"audience": "nobody"}, ["spaces[0].plans[0].audience"]),
        ({"reach": "listed", "spaces": ["nowhere"]}, ["spaces[0].plans[0].spaces[0]"]),
        ({"entitlements": [{"unit": "minutes", "amount": 0}]}, ["spaces[0].plans[0].entitlements[0].amount"]),
    ],
)
def test_what_a_plan_cannot_be_is_named(said, expected):
    assert paths_of(document(spaces=[space(plans=[{"slug": "p"} | said])])) == expected


@pytest.mark.django_db
def test_membership_of_no_plan_is_named():
    people = [{"email": "l@example.org", "memberships": [{"plan": "nothing", "from": "2026-01-01"}]}]

    assert paths_of(document(people=people)) == ["people[0].memberships[0].plan"]
