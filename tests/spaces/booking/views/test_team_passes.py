"""`/gestion/<slug>/forfaits/`: managers give passes and correct them. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.pricing.models import LedgerEntry, Membership
from tests.factories.booking import PersonFactory
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import gives, member, plan
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/forfaits/"


@pytest.fixture
def carnet(centrale):
    carnet = plan("Carnet 10 h", space=centrale)
    gives(carnet, 600)
    return carnet


def test_pass_is_given_at_the_desk_and_shows_with_what_is_left(as_, owner, carnet, lea):
    given = as_(owner).post(
        URL, {"plan": carnet.pk, "email": "LEA@example.org", "valid_from": "2026-06-01"}, follow=True
    )

    assert "Léa Martin has “Carnet 10 h”." in given.content.decode()
    assert Membership.objects.get().person == lea
    line = soup(given).select_one(".team-line").get_text(" ")
    assert "Léa Martin" in line and "10 h left of 10 h" in line


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "personne@example.org"}, "Nobody has an account with this address"),
        ({"valid_through": "2026-05-01"}, "The last day comes before the first"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(as_, owner, carnet, lea, changes, said):
    asked = {"plan": carnet.pk, "email": "lea@example.org", "valid_from": "2026-06-01"} | changes

    response = as_(owner).post(URL, asked)

    assert response.status_code == 422 and said in text(response)
    assert not Membership.objects.exists()


def test_what_is_left_is_corrected_with_a_reason(as_, owner, carnet, lea):
    held = member(lea, carnet)
    link = soup(as_(owner).get(URL)).select_one(".team-acts a")["href"]

    done = as_(owner).post(link, {"change": "-2.5", "reason": "Carnet papier"}, follow=True)

    assert "7 h 30 left of 10 h" in text(done)
    entry = LedgerEntry.objects.get(kind="adjust")
    assert (entry.membership, entry.amount, entry.reason, entry.by) == (held, -150, "Carnet papier", owner)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"change": "-11", "reason": "x"}, "Less is left than you take away"),
        ({"change": "0", "reason": "x"}, "but not 0"),
        ({"change": "0.001", "reason": "x"}, "2 decimal places"),
        ({"change": "1", "reason": ""}, "This field is required"),
    ],
)
def test_correction_that_cannot_be_is_refused(as_, owner, carnet, lea, typed, said):
    member(lea, carnet)
    link = soup(as_(owner).get(URL)).select_one(".team-acts a")["href"]

    response = as_(owner).post(link, typed)

    assert response.status_code == 422 and said in text(response)
    assert not LedgerEntry.objects.filter(kind="adjust").exists()


def test_passes_of_others_are_out_of_reach(as_, owner, teammate, other_manager, lea, carnet):
    elsewhere = plan("Ailleurs", space=SpaceFactory(slug="plus-loin"))
    foreign, mine = member(lea, elsewhere), member(lea, carnet)
    hours, theirs = gives(elsewhere, 60), carnet.entitlements.get()

    assert as_(owner).get(f"{URL}{foreign.pk}/{hours.pk}/").status_code == 404
    assert as_(owner).get(f"{URL}{mine.pk}/{hours.pk}/").status_code == 404
    assert (
        as_(owner).post(URL, {"plan": elsewhere.pk, "email": lea.email, "valid_from": "2026-06-01"}).status_code == 422
    )
    for person, status in ((teammate, 403), (other_manager, 404), (lea, 404)):
        assert as_(person).get(URL).status_code == status
        assert as_(person).post(f"{URL}{mine.pk}/{theirs.pk}/", {"change": "9", "reason": "x"}).status_code == status
    assert Membership.objects.count() == 2 and not LedgerEntry.objects.exists()


def test_queries_do_not_depend_on_how_many_there_are(as_, owner, carnet):
    browser = as_(owner)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(URL).status_code == 200
        return queries_of_rooms(captured.captured_queries)

    member(PersonFactory(), carnet)
    one = count()
    for _ in range(2):
        member(PersonFactory(), carnet)
    assert (one, count()) == (10, 10)
