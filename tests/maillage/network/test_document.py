"""A network comes in whole, goes out the same, and says all that is wrong with it."""

import copy
import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from events.agenda.models import Event
from maillage.network.document.reading import DocumentError, read
from maillage.network.services.exporting import export_network
from maillage.network.services.importing import import_network
from maillage.users.models import User
from spaces.booking.models import Block, Booking, Occupancy
from spaces.catalogue.models import OpeningHours, Resource, Space

EXAMPLE = {
    "format": "maillage-network/1",
    "network": {"name": "Réseau du Gave", "time_zone": "Europe/Paris", "language": "fr"},
    "spaces": [
        {
            "slug": "la-centrale",
            "name": "La Centrale",
            "types": ["coworking", "fablab", "un-type-d-ici"],
            "address": {
                "street": "3 rue du Moulin", "postal_code": "64000", "city": "Pau", "insee": "64445", "country": "FR",
            },
            "latitude": 43.2951,
            "longitude": -0.3708,
            "time_zone": "Europe/Paris",
            "opening_hours": [
                {"days": ["mo", "tu", "we", "th", "fr"], "opens": "09:00", "closes": "18:00",
                 "valid_from": None, "valid_through": None},
                {"days": ["sa"], "opens": "18:00", "closes": "02:00"},
            ],
            "exceptions": [
                {"from": "2026-07-14", "through": "2026-07-14", "hours": [], "label": "Fête nationale"},
                {"from": "2026-12-24", "through": "2026-12-24", "hours": [{"opens": "09:00", "closes": "12:00"}]},
            ],
            "resources": [
                {"slug": "halle", "name": "Halle", "kind": "event_room"},
                {
                    "slug": "salle-a", "name": "Salle A", "kind": "meeting_room", "capacity": 1, "parent": "halle",
                    "shares": ["projecteur"], "opening_hours": None, "step": 60, "min_duration": 60,
                    "max_duration": 480, "buffer_before": 0, "buffer_after": 15, "block_whole_day": False,
                    "min_days_before": 0, "max_days_before": 90, "min_notice": 0, "requires_approval": False,
                    "habilitations": ["laser"],
                    "quotas": [{"audience": "all", "period": "day", "minutes": 120, "count": None}],
                    "prices": [{"unit": "hour", "amount": "12.00", "vat_rate": "20.00"}],
                },
                {"slug": "projecteur", "kind": "equipment", "opening_hours": []},
                {"slug": "bureaux", "name": "Bureaux", "kind": "hot_desk", "capacity": 3},
            ],
        }
    ],
    "people": [
        {"email": "lea@example.org", "name": "Léa Martin", "password": "secret-de-lea", "manages": ["la-centrale"],
         "habilitations": [{"code": "laser", "valid_until": "2026-06-16"}]},
        {"email": "tao@example.org", "name": "Tao"},
    ],
    "organisations": [
        {"slug": "cie-du-pont", "name": "Cie du Pont", "siret": None, "sectors": ["spectacle-vivant"],
         "team": ["lea@example.org"]}
    ],
    "bookings": [
        {"resource": "la-centrale/salle-a", "person": "lea@example.org", "start": "2026-06-16T10:00",
         "end": "2026-06-16T11:00", "seats": 1, "state": "confirmed", "expires": None, "buffer_before": 0,
         "buffer_after": 0},
        {"resource": "la-centrale/bureaux", "person": "tao@example.org", "start": "2026-06-16T10:00",
         "end": "2026-06-16T12:00"},
        {"resource": "la-centrale/bureaux", "person": "tao@example.org", "start": "2026-06-16T10:00",
         "end": "2026-06-16T12:00"},
        {"resource": "la-centrale/bureaux", "person": "tao@example.org", "start": "2026-10-25T02:30:00+01:00",
         "end": "2026-10-25T03:30", "state": "cancelled"},
    ],
    "blocks": [
        {"resource": "la-centrale/bureaux", "start": "2026-06-17T12:00", "end": "2026-06-17T14:00",
         "reason": "Entretien"}
    ],
    "events": [
        {"slug": "portes-ouvertes", "title": "Portes ouvertes", "space": "la-centrale", "resources": ["salle-a"],
         "start": "2026-09-20T10:00", "end": "2026-09-20T18:00", "rrule": None, "exdates": [], "capacity": None}
    ],
}  # fmt: skip


def example(**changes):
    return copy.deepcopy(EXAMPLE) | changes


def bring_in(document, **options):
    return import_network(read(json.dumps(document).encode()), **options)


def problems_of(document):
    with pytest.raises(DocumentError) as refusal:
        bring_in(document)
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.django_db
def test_import_writes_everything_with_wall_clock_times_of_the_space(few_territories):
    bring_in(EXAMPLE)

    space = Space.objects.get(slug="la-centrale")
    assert space.is_public
    assert space.commune.code == "64445"
    assert sorted(space.types.values_list("code", flat=True)) == ["coworking", "fablab", "un-type-d-ici"]
    assert OpeningHours.objects.filter(space=space).count() == 6
    room = Resource.objects.get(slug="salle-a")
    assert (room.parent.slug, [share.slug for share in room.shares.all()]) == ("halle", ["projecteur"])
    assert not room.has_own_hours
    assert Resource.objects.get(slug="projecteur").has_own_hours
    assert room.search_text == " salle a"
    booking = Booking.objects.get(resource=room)
    assert booking.start_at == datetime(2026, 6, 16, 8, tzinfo=UTC)
    assert (booking.buffer_before, booking.buffer_after) == (0, 0)
    assert Block.objects.get().start_at == datetime(2026, 6, 17, 10, tzinfo=UTC)
    assert Event.objects.get().occurrences.get().start_at == datetime(2026, 9, 20, 8, tzinfo=UTC)
    assert Occupancy.objects.filter(resource=room, kind="event").count() == 1
    lea = User.objects.get(email="lea@example.org")
    assert lea.check_password("secret-de-lea")
    assert lea.emailaddress_set.get().verified


@pytest.mark.django_db
def test_import_changes_nothing_when_run_again(few_territories):
    bring_in(EXAMPLE)
    before = export_network()

    progress = bring_in(EXAMPLE)

    written = {kind: counts["created"] + counts["updated"] for kind, counts in progress.counts.items()}
    assert {kind: number for kind, number in written.items() if number} == {}
    assert export_network() == before


@pytest.mark.django_db
def test_export_brings_in_the_same_network(few_territories, django_user_model):
    bring_in(EXAMPLE)
    exported = json.loads(json.dumps(export_network()))

    progress = bring_in(exported)

    written = {kind: counts["created"] + counts["updated"] for kind, counts in progress.counts.items()}
    assert {kind: number for kind, number in written.items() if number} == {}
    assert "secret" not in json.dumps(exported)


@pytest.mark.django_db
def test_dry_run_says_what_would_be_done_and_writes_nothing(few_territories):
    progress = bring_in(EXAMPLE, dry_run=True)

    assert progress.counts["spaces"] == {"created": 1, "updated": 0, "unchanged": 0}
    assert not Space.objects.exists()
    assert not User.objects.filter(email="lea@example.org").exists()


@pytest.mark.django_db
def test_import_keeps_what_a_missing_key_does_not_say(few_territories):
    bring_in(EXAMPLE)

    bring_in({"format": "maillage-network/1", "spaces": [{"slug": "la-centrale", "name": "La Centrale bis"}]})

    space = Space.objects.get()
    assert (space.name, space.city, space.opening_hours.count()) == ("La Centrale bis", "Pau", 6)


@pytest.mark.django_db
def test_import_takes_the_defaults_of_missing_keys(few_territories):
    bring_in({"format": "maillage-network/1", "spaces": [{"slug": "x", "resources": [{"slug": "y"}]}]})

    resource = Resource.objects.get()
    assert (resource.step, resource.min_duration, resource.max_duration, resource.capacity) == (60, None, None, 1)
    assert (resource.name, resource.space.name, resource.has_own_hours) == ("Y", "X", False)


@pytest.mark.django_db
def test_import_names_every_problem_with_its_path_and_writes_nothing(few_territories):
    document = example()
    document["spaces"][0]["resources"][1]["parent"] = "ailleurs"
    document["bookings"][0]["person"] = "personne@example.org"
    document["bookings"][1]["resource"] = "la-centrale/rien"
    document["people"][0]["manages"] = ["nulle-part"]
    document["events"][0]["rrule"] = "FREQ=SECONDLY"

    found = problems_of(document)

    assert [line.split(":")[0] for line in found] == [
        "spaces[0].resources[1].parent",
        "people[0].manages[0]",
        "bookings[0].person",
        "bookings[1].resource",
        "events[0].rrule",
    ]
    assert not Space.objects.exists()


@pytest.mark.django_db
def test_import_refuses_bookings_that_overlap(few_territories):
    document = example()
    document["bookings"].append(dict(document["bookings"][0], person="tao@example.org", start="2026-06-16T10:30"))

    (problem,) = problems_of(document)

    assert problem.startswith("bookings[4]: ")
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"zz": 1}, "zz: unknown key"),
        ({"format": "maillage-network/2"}, "format: Input should be 'maillage-network/1'"),
        ({"spaces": [{"slug": "a", "step": 3}]}, "spaces[0].step: unknown key"),
        ({"spaces": [{"name": "sans adresse"}]}, "spaces[0].slug: this key is required"),
        ({"spaces": [{"slug": "a", "latitude": 3}]}, "spaces[0]: latitude and longitude go together"),
        ({"spaces": [{"slug": "a", "time_zone": "Mars/Base"}]}, "spaces[0].time_zone: unknown time zone"),
        (
            {"spaces": [{"slug": "a", "resources": [{"slug": "b", "step": 0}]}]},
            "spaces[0].resources[0].step: Input should be greater than or equal to 1",
        ),
        (
            {"spaces": [{"slug": "a", "opening_hours": [{"days": ["mo"], "opens": "24:00", "closes": "25:00"}]}]},
            "spaces[0].opening_hours[0].closes: write a time of day",
        ),
        (
            {"bookings": [{"resource": "a/b", "start": "2026-06-16", "end": "2026-06-16T12:00"}]},
            "bookings[0].start: write an instant as 2026-06-16T10:00",
        ),
        (
            {
                "bookings": [
                    {"resource": "a/b", "start": "2026-06-16T10:00", "end": "2026-06-16T12:00", "state": "hold"}
                ]
            },
            "bookings[0]: a hold says when it expires: add expires",
        ),
    ],
)
def test_reading_names_the_path_of_what_is_wrong(change, expected):
    with pytest.raises(DocumentError) as refusal:
        read(json.dumps({"format": "maillage-network/1"} | change).encode())

    assert any(str(problem).startswith(expected) for problem in refusal.value.problems), str(refusal.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is not JSON: Expecting value (line 1, column 1)"),
        (b"[]", "the file holds one JSON object, between { and }"),
        (b"\xff", "the file is not UTF-8 text (byte 0)"),
        (b'{"format": "maillage-network/1", "format": "x"}', "the key 'format' is written twice in one object"),
    ],
)
def test_reading_says_why_a_file_is_no_document(content, expected):
    with pytest.raises(DocumentError) as refusal:
        read(content)

    assert str(refusal.value) == expected


@pytest.mark.django_db
def test_command_lists_every_problem_and_fails(tmp_path, few_territories):
    path = tmp_path / "network.json"
    path.write_text(json.dumps({"format": "maillage-network/1", "zz": 1, "spaces": [{"slug": "A"}]}))

    with pytest.raises(CommandError, match=r"(?s)Nothing was written.*spaces\[0\].slug.*zz: unknown key"):
        call_command("import_network", str(path))


@pytest.mark.django_db
def test_demo_is_a_document_that_stands_in_the_present_week(few_territories):
    from maillage.network.services.demo import document_of

    document = document_of(date(2026, 11, 25))

    first = next(event for event in document.events if event.slug == "initiation-decoupe-laser")
    assert first.start == datetime(2026, 11, 24, 18, 30)
    assert (len(document.spaces), len(document.people) + len(document.organisations)) == (12, 40)
