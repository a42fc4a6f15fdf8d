"""What comes in goes out the same, brings in the same elsewhere, and changes nothing where it is already."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from events.agenda.models import Event
from maillage.base.models import Network
from maillage.curation.models import State, Visibility
from maillage.network.document.reading import DocumentError, read
from maillage.network.services.exporting import export_network
from maillage.network.services.importing import import_network
from maillage.users.models import User
from spaces.booking.models import Booking
from spaces.booking.services.availability import availability
from spaces.catalogue.models import Feature, OpeningException, Resource, Space, SpaceTeam, Spot
from spaces.pricing.models import Audience, Membership, Plan

EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]

WHOLE = {
    "format": "maillage-network/1",
    "network": {
        "name": "Réseau du Gave",
        "time_zone": "Indian/Reunion",
        "language": "en",
        "public_holidays": "closed",
        "exceptions": [{"from": "2026-05-01", "through": "2026-05-01", "hours": [], "label": "Fête du Travail"}],
        "audiences": [{"slug": "students", "name": "Étudiants"}],
        "plans": [{"slug": "carte", "reach": "listed", "spaces": ["b", "a"], "audience": "students"}],
    },
    "spaces": [
        {
            "slug": "a",
            "name": "A",
            "types": ["fablab", "coworking"],
            "time_zone": "Europe/Paris",
            "public_holidays": "open",
            "visibility": "members",
            "opening_hours": [
                {"days": ["fr", "mo"], "opens": "18:00", "closes": "02:00"},
                {"days": ["tu"], "opens": "00:00", "closes": "24:00", "valid_from": "2026-01-01"},
            ],
            "exceptions": [
                {"from": "2026-12-24", "hours": [{"opens": "14:00", "closes": "18:00"}, {"opens": "09:00", "closes": "12:00"}]},
                {"from": "2026-07-14", "through": "2026-07-15", "label": "Fermé"},
            ],
            "resources": [
                {"slug": "desk", "parent": "room", "kind": "desk", "is_active": False, "features": ["quiet", "wheelchair", "quiet"], "spot": {"x": 5, "y": 10}},
                {"slug": "room", "parent": "hall", "shares": ["kit"], "buffer_before": 10, "buffer_after": 30},
                {
                    "slug": "hall",
                    "kind": "event_room",
                    "min_duration": 0,
                    "max_duration": 600,
                    "block_whole_day": True,
                    "requires_approval": True,
                    "quotas": [{"period": "week", "count": 3}, {"audience": "members", "period": "day", "minutes": 120}],
                    "prices": [{"unit": "day", "amount": 100}, {"unit": "hour", "amount": "12.5", "vat_rate": "5.5"}],
                },
                {
                    "slug": "studio",
                    "quotas": [
                        {"period": "month", "minutes": 600, "plan": "carnet", "counts_kind": True},
                        {"period": "day", "minutes": 60, "days": ["fr", "mo"], "starts": "22:00", "ends": "00:00"},
                        {"period": "day", "minutes": 60, "holder": "organisation"},
                    ],
                    "prices": [
                        {"unit": "hour", "amount": 12},
                        {"unit": "hour", "amount": 9, "days": ["sa", "fr"], "starts": "18:00", "ends": "00:00"},
                        {"unit": "hour", "amount": 8, "audience": "students", "valid_from": "2026-07-01"},
                        {"unit": "month", "amount": 90, "audience": "members", "valid_through": "2026-12-31"},
                    ],
                },
                {"slug": "kit", "kind": "equipment", "opening_hours": []},
                {"slug": "pool", "capacity": 3, "habilitations": ["wood", "laser"], "exceptions": [{"from": "2026-06-01"}]},
            ],
            "audiences": [{"slug": "members", "name": "Adhérents"}],
            "recognises": [{"code": "wood"}, {"code": "laser", "from": ["b"]}],
            "plans": [
                {
                    "slug": "carnet", "name": "Carnet 10 h", "price": "90", "audience": "members",
                    "entitlements": [
                        {"unit": "minutes", "amount": 600, "kinds": ["desk", "hot_desk"]},
                        {"unit": "days", "amount": 2, "every": "month"},
                    ],
                },
            ],
            "policies": [
                {"name": "Reste", "cancel_notice": 120, "release_after": 30, "no_show_percent": 100},
                {
                    "name": "Bureaux",
                    "resources": ["pool"],
                    "cancellation": [{"notice": 1440, "kept_percent": 100}, {"notice": 2880, "kept_percent": 50}],
                },
            ],
        },
        {"slug": "b", "state": "archived", "resources": [{"slug": "x"}]},
    ],
    "people": [
        {
            "email": "Lea@example.org",
            "name": "Léa",
            "password": "secret-de-lea",
            "manages": ["a"],
            "hosts": ["a", "b"],
            "habilitations": [{"code": "wood"}, {"code": "laser", "valid_until": "2026-06-16"}, {"code": "laser", "space": "b"}],
            "memberships": [{"plan": "a/carnet", "from": "2026-01-01"}, {"plan": "carte", "from": "2026-02-01", "through": "2026-12-31"}],
        },
        {"email": "tao@example.org", "headline": "Soudeur", "skills": ["soudure"], "roles": ["coordinator"]},
    ],
    "organisations": [{"slug": "cie", "sectors": ["b", "a"], "team": ["tao@example.org", "lea@example.org"]}],
    "bookings": [
        {"resource": "a/room", "person": "lea@example.org", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"},
        {"resource": "a/room", "start": "2026-06-16T11:00", "end": "2026-06-16T12:00", "buffer_before": 60, "note": "Ici",
         "guest": "Zoé Passante"},
        {"resource": "a/pool", "start": "2026-10-25T02:30", "end": "2026-10-25T02:30:00+01:00", "seats": 2},
        {"resource": "a/pool", "start": "2026-03-29T02:30", "end": "2026-03-29T04:30", "state": "pending"},
        {"resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"},
        {"resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"},
        {
            "resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00", "state": "hold",
            "expires": "2026-06-16T09:00",
        },
        {
            "resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00", "state": "expired",
            "expires": "2026-06-15T09:00",
        },
        {"resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00", "state": "cancelled"},
        {"resource": "b/x", "start": "2026-06-16T10:00+02:00", "end": "2026-06-16T11:00+02:00", "state": "checked_in"},
    ],
    "blocks": [{"resource": "a/hall", "start": "2026-06-16T08:00", "end": "2026-06-16T20:00", "reason": "Entretien"}],
    "events": [
        {
            "slug": "e", "space": "a", "resources": ["pool"], "start": "2026-12-01T10:00", "end": "2026-12-01T12:00",
            "rrule": "FREQ=WEEKLY;COUNT=4", "exdates": ["2026-12-08", "2026-12-15T10:00"], "capacity": 12,
        },
        {"slug": "f", "habilitation": "laser", "habilitation_months": 24, "start": "2026-12-05T22:00+11:00", "end": "2026-12-06T02:00", "organisers": ["cie"]},
        {
            "slug": "g", "place": "Parvis de la gare", "attendance": "mixed", "online_url": "https://visio.example/g",
            "audiences": ["familles", "adultes"], "accessibility": ["vi", "hi"], "status": "full", "price": "5 €",
            "registration_url": "https://inscription.example/g",
            "start": "2026-12-02T10:00", "end": "2026-12-02T12:00", "rrule": "FREQ=WEEKLY;COUNT=3",
            "changes": [
                {"day": "2026-12-16", "status": "rescheduled", "new_day": "2026-12-17", "starts": "22:00", "ends": "00:30"},
                {"day": "2026-12-09"},
            ],
        },
    ],
}  # fmt: skip


def bring_in(said):
    return import_network(read(json.dumps(said).encode()))


def written(progress) -> int:
    return sum(counts["created"] + counts["updated"] for counts in progress.counts.values())


def everything() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found


@pytest.mark.django_db
def test_import_touches_no_row_when_run_again():
    bring_in(WHOLE)
    before = everything()

    again, dry = bring_in(WHOLE), import_network(read(json.dumps(WHOLE).encode()), dry_run=True)
    of_its_own_export = bring_in(export_network())

    assert [written(progress) for progress in (again, dry, of_its_own_export)] == [0, 0, 0]
    assert everything() == before


@pytest.mark.django_db
def test_dry_run_touches_no_row():
    before = everything()

    progress = import_network(read(json.dumps(WHOLE).encode()), dry_run=True)

    assert progress.counts["bookings"]["created"] == len(WHOLE["bookings"])
    assert everything() == before


@pytest.mark.django_db
def test_export_brings_in_the_same_network_elsewhere():
    bring_in(WHOLE)
    exported = json.loads(json.dumps(export_network()))
    Resource.objects.update(parent=None)
    for model in (Event, Booking, Resource, Membership, Plan, Audience, User, Space, OpeningException):
        model.objects.all().delete()

    bring_in(exported)

    assert export_network() == exported


@pytest.mark.django_db
def test_places_take_the_clock_of_the_network_unless_they_have_one():
    bring_in(WHOLE)

    zones = {space.slug: space.time_zone for space in Space.objects.all()}
    assert zones == {"a": "Europe/Paris", "b": "Indian/Reunion"}
    assert Event.objects.get(slug="f").time_zone == "Indian/Reunion"
    booking = Booking.objects.get(resource__slug="x")
    assert booking.start_at.hour == 8


@pytest.mark.django_db
def test_dates_of_the_network_close_its_places():
    hours = [{"days": EVERY_DAY, "opens": "09:00", "closes": "10:00"}]
    closed = [{"from": "2027-05-01", "label": "Fête du Travail"}]
    bring_in(
        {
            "format": "maillage-network/1",
            "network": {"exceptions": closed},
            "spaces": [{"slug": "a", "opening_hours": hours, "resources": [{"slug": "r"}]}],
        }
    )
    resource = Resource.objects.select_related("space").get()
    days = {"from_on": date.fromisoformat("2027-04-30"), "until_on": date.fromisoformat("2027-05-02"), "duration": 60}

    assert [start[:10] for start in availability(resource, **days)["starts"]] == ["2027-04-30", "2027-05-02"]
    assert Network.objects.get().name == "Maillage"
    assert OpeningException.objects.of_network().get().label == "Fête du Travail"


@pytest.mark.django_db
def test_public_holidays_stay_as_they_are_unless_the_document_says():
    bring_in(WHOLE)
    silent = {
        "format": "maillage-network/1",
        "network": {"name": "Autre"},
        "spaces": [{"slug": "a"}, {"slug": "b"}, {"slug": "new"}],
    }

    bring_in(silent)

    choices = {space.slug: space.public_holidays for space in Space.objects.all()}
    assert choices == {"a": "open", "b": "network", "new": "network"}
    assert Network.objects.get().public_holidays == "closed"
    assert export_network()["network"]["public_holidays"] == "closed"


@pytest.mark.django_db
def test_what_is_not_public_stays_so():
    bring_in(WHOLE)

    standing = {space.slug: (space.state, space.visibility) for space in Space.objects.all()}
    assert standing == {
        "a": (State.PUBLISHED, Visibility.MEMBERS),
        "b": (State.ARCHIVED, Visibility.PUBLIC),
    }
    assert not Resource.objects.get(slug="desk").is_active


@pytest.mark.django_db
def test_who_manages_a_place_welcomes_people_there_anyhow():
    bring_in(WHOLE)

    roles = SpaceTeam.objects.order_by("space__slug").values_list("space__slug", "role")
    assert list(roles) == [("a", "manager"), ("b", "host")]


@pytest.mark.django_db
def test_a_file_may_speak_of_what_is_there_already():
    bring_in(WHOLE)
    more = {
        "format": "maillage-network/1",
        "people": [{"email": "zoe@example.org", "manages": ["a"]}],
        "bookings": [
            {"resource": "a/kit", "person": "tao@example.org", "start": "2026-07-01T10:00", "end": "2026-07-01T11:00"}
        ],
        "events": [
            {
                "slug": "g", "space": "a", "resources": ["kit"], "organisers": ["cie"],
                "start": "2026-07-02T10:00", "end": "2026-07-02T12:00",
            }
        ],
    }  # fmt: skip

    assert (written(bring_in(more)), written(bring_in(more))) == (3, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "name"), [("spaces", "name"), ("organisations", "name"), ("events", "title")])
def test_a_name_that_is_null_says_nothing(key, name):
    record = {"slug": "le-lieu", name: None}
    if key == "events":
        record |= {"start": "2026-07-02T10:00", "end": "2026-07-02T12:00"}
    said = {"format": "maillage-network/1", key: [record]}

    assert (written(bring_in(said)), written(bring_in(said))) == (1, 0)
    assert export_network()[key][0][name] == "Le lieu"


@pytest.mark.django_db
def test_dates_become_what_their_event_says_of_them():
    bring_in(WHOLE)
    event = Event.objects.get(slug="g")

    said = [(one.status, one.start_at.astimezone(event.zone).isoformat()) for one in event.occurrences.all()]
    assert said == [
        ("scheduled", "2026-12-02T10:00:00+04:00"),
        ("cancelled", "2026-12-09T10:00:00+04:00"),
        ("rescheduled", "2026-12-17T22:00:00+04:00"),
    ]
    assert (event.is_free, event.accessible_to, event.status) == (False, ["hi", "vi"], "full")


@pytest.mark.django_db
def test_changes_of_dates_stay_unless_the_file_speaks_of_them():
    bring_in(WHOLE)
    times = {"slug": "g", "start": "2026-12-02T10:00", "end": "2026-12-02T12:00", "rrule": "FREQ=WEEKLY;COUNT=3"}

    silent = bring_in({"format": "maillage-network/1", "events": [times]})
    assert (written(silent), Event.objects.get(slug="g").changes.count()) == (0, 2)

    bring_in({"format": "maillage-network/1", "events": [times | {"changes": []}]})
    event = Event.objects.get(slug="g")
    assert (event.changes.count(), {one.status for one in event.occurrences.all()}) == (0, {"scheduled"})


@pytest.mark.django_db
def test_a_record_that_changes_with_its_rows_is_counted_once():
    bring_in(WHOLE)
    changed = {"slug": "a", "name": "A bis", "opening_hours": [], "types": [], "resources": [{"slug": "kit", "step": 15, "prices": [], "opening_hours": None}]}  # fmt: skip

    counts = bring_in({"format": "maillage-network/1", "spaces": [changed]}).counts

    assert counts["spaces"] == counts["resources"] == {"created": 0, "updated": 1, "unchanged": 0}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_spaces_and_resources_take_as_many_queries_however_many(count, django_assert_num_queries):
    spaces = [
        {
            "slug": f"s{number}",
            "types": ["coworking"],
            "opening_hours": [{"days": EVERY_DAY, "opens": "09:00", "closes": "18:00"}],
            "exceptions": [{"from": "2026-07-14"}],
            "resources": [
                {"slug": "hall"},
                {"slug": "room", "parent": "hall", "shares": ["hall"], "habilitations": ["laser"]}
                | {"quotas": [{"period": "day", "count": 1}], "prices": [{"unit": "hour", "amount": "1"}]},
            ],
        }
        for number in range(count)
    ]
    document = read(json.dumps({"format": "maillage-network/1", "spaces": spaces}).encode())

    with django_assert_num_queries(22):
        import_network(document)
    with django_assert_num_queries(19):
        import_network(document)


@pytest.mark.django_db
def test_command_writes_a_document_that_people_can_read():
    out = io.StringIO()

    call_command("export_network", stdout=out)

    assert out.getvalue().startswith('{\n  "format": "maillage-network/1",\n  "network": {\n    "name": ')


RICH = '<h3>Au programme</h3><p>Voir <a href="https://example.org/" rel="noopener noreferrer">le site</a></p>'
HOSTILE = '<script>alert(1)</script><p onclick="alert(1)">Voir <a href="javascript:alert(1)">le site</a></p>'


def rich(html: str) -> dict:
    event = {"slug": "e", "start": "2026-09-20T10:00", "end": "2026-09-20T18:00", "body": "Voir", "body_html": html}
    space = {"slug": "s", "story": ["Voir"], "story_html": [html]}
    return {"format": "maillage-network/1", "spaces": [space], "events": [event]}


@pytest.mark.django_db
def test_headings_and_links_of_a_text_come_in_and_go_out():
    bring_in(rich(RICH))

    document = export_network()
    assert Event.objects.get().body == Space.objects.get().body.raw_data[0]["value"] == RICH
    assert document["events"][0]["body_html"] == RICH and document["spaces"][0]["story_html"] == [RICH]
    assert document["spaces"][0]["story"] == ["Au programme", "Voir le site"]


@pytest.mark.django_db
@pytest.mark.parametrize("is_new", [True, False])
def test_text_of_another_network_is_cleaned(is_new):
    if not is_new:
        bring_in(rich(RICH))
    bring_in(rich(HOSTILE))

    for html in (Event.objects.get().body, Space.objects.get().body.raw_data[0]["value"]):
        assert html == '<p>Voir <a rel="noopener noreferrer">le site</a></p>'


@pytest.mark.django_db
def test_text_that_was_edited_here_and_says_the_same_stays_as_it_is():
    bring_in(rich("<p>Voir</p>"))
    edited = '<p data-block-key="abc12">Voir</p>'
    Event.objects.update(body=edited)
    space = Space.objects.get()
    space.body = [("text", edited), ("quote", "Bravo")]
    space.save()
    before = everything()

    assert written(bring_in(export_network())) == 0
    assert everything() == before


@pytest.mark.django_db
def test_features_are_those_of_the_catalogue_and_stay_unless_the_file_speaks_of_them():
    def bring(**desk):
        bring_in({"format": "maillage-network/1", "spaces": [{"slug": "a", "resources": [{"slug": "desk", **desk}]}]})
        return Resource.objects.get().features

    every = list(Feature.values)
    assert bring(features=every) == every
    assert bring(summary="Sous la verrière") == every
    assert bring(features=[]) == []


@pytest.mark.django_db
def test_spot_on_a_plan_moves_stays_and_goes_as_the_file_says():
    def bring(**desk):
        bring_in({"format": "maillage-network/1", "spaces": [{"slug": "a", "resources": [{"slug": "desk", **desk}]}]})
        return list(Spot.objects.values_list("x", "y", "width", "height"))

    assert bring(spot={"x": 5, "y": 10}) == [(5, 10, 15, 15)]
    assert bring(spot={"x": 6, "y": 10, "width": 20, "height": 90}) == [(6, 10, 20, 90)]
    assert bring(summary="Sous la verrière") == [(6, 10, 20, 90)]
    assert bring(spot=None) == []


def test_spot_beyond_the_edge_is_a_problem():
    spot = {"x": 90, "y": 10, "width": 20}
    said = {"format": "maillage-network/1", "spaces": [{"slug": "a", "resources": [{"slug": "desk", "spot": spot}]}]}

    with pytest.raises(DocumentError) as refusal:
        read(json.dumps(said).encode())

    assert "spaces[0].resources[0].spot" in str(refusal.value)
