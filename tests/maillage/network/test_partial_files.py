"""A file that speaks of some of what is there: the rest stays as it is."""

import json

import pytest

from events.agenda.models import Event
from maillage.base.models import Network
from maillage.network.document.reading import DocumentError, read
from maillage.network.services.exporting import export_network
from spaces.catalogue.models import Feature, Resource, Space, Spot
from tests.maillage.network.whole import WHOLE, bring_in, written


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
def test_changes_of_dates_stay_unless_the_file_speaks_of_them():
    bring_in(WHOLE)
    times = {"slug": "g", "start": "2026-12-02T10:00", "end": "2026-12-02T12:00", "rrule": "FREQ=WEEKLY;COUNT=3"}

    silent = bring_in({"format": "maillage-network/1", "events": [times]})
    assert (written(silent), Event.objects.get(slug="g").changes.count()) == (0, 2)

    bring_in({"format": "maillage-network/1", "events": [times | {"changes": []}]})
    event = Event.objects.get(slug="g")
    assert (event.changes.count(), {one.status for one in event.occurrences.all()}) == (0, {"scheduled"})


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
