"""What comes in goes out the same, brings in the same elsewhere, and changes nothing where it is already."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from events.agenda.models import Event
from maillage.base.models import Network
from maillage.curation.models import State, Visibility
from maillage.network.document.reading import read
from maillage.network.services.exporting import export_network
from maillage.network.services.importing import import_network
from maillage.users.models import User
from spaces.booking.models import Booking
from spaces.booking.services.availability import availability
from spaces.catalogue.models import OpeningException, Resource, Space, SpaceTeam
from spaces.pricing.models import Audience, Membership, Plan
from tests.maillage.network.whole import EVERY_DAY, WHOLE, bring_in, everything, written


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
    with django_assert_num_queries(20):
        import_network(document)


@pytest.mark.django_db
def test_command_writes_a_document_that_people_can_read():
    out = io.StringIO()

    call_command("export_network", stdout=out)

    assert out.getvalue().startswith('{\n  "format": "maillage-network/1",\n  "network": {\n    "name": ')
