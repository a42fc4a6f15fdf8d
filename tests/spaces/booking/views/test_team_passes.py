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
        ({"valid_from": "2026-06-20", "valid_through": "2026-06-19"}, "The last day comes before the first"),
        ({"valid_through": "2026-06-14"}, "This day is over: nobody could use the pass."),
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

    asked = as_(owner).get(link)
    assert "In hours: 2, or −1.5." in text(asked)
    assert [one.get_text() for one in soup(asked).select(".breadcrumb li")][-2:] == ["Passes", "Adjust a pass"]
    done = as_(owner).post(link, {"change": "−2.5", "reason": "Carnet papier"}, follow=True)

    assert "7 h 30 min left of 10 h" in text(done) and "“Carnet 10 h” is adjusted." in done.content.decode()
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
    assert as_(owner).post(f"{URL}{foreign.pk}/terminer/", {"last_on": "2026-06-30"}).status_code == 404
    assert as_(owner).get(f"{URL}{mine.pk}/{hours.pk}/").status_code == 404
    assert (
        as_(owner).post(URL, {"plan": elsewhere.pk, "email": lea.email, "valid_from": "2026-06-01"}).status_code == 422
    )
    for person, status in ((teammate, 403), (other_manager, 404), (lea, 404)):
        assert as_(person).get(URL).status_code == status
        assert as_(person).post(f"{URL}{mine.pk}/{theirs.pk}/", {"change": "9", "reason": "x"}).status_code == status
        assert as_(person).post(f"{URL}{mine.pk}/terminer/", {"last_on": "2026-06-30"}).status_code == status
    assert Membership.objects.filter(valid_through=None).count() == 2 and not LedgerEntry.objects.exists()


def test_share_of_a_month_is_called_so(as_, owner, centrale, lea):
    member(lea, gives(plan("Abonnement", space=centrale), 240, every="month").plan)

    assert "This month: 4 h left of 4 h" in text(as_(owner).get(URL))


def test_pass_is_ended_on_a_day_and_keeps_its_history(as_, owner, carnet, lea):
    held = member(lea, carnet)
    line = soup(as_(owner).get(URL)).select_one(".team-line")
    adjust, url = (a["href"] for a in line.select(".team-acts a"))
    client = as_(owner)
    client.post(adjust, {"change": "-2", "reason": "Papier"})
    page = soup(client.get(url))
    assert page.select_one("[name=last_on]")["value"] == "2026-06-15"

    early = client.post(url, {"last_on": "2026-06-14"})
    done = client.post(url, {"last_on": "2026-06-30"}, follow=True)

    assert early.status_code == 422 and "Choose Monday 15 June or a later day." in text(early)
    assert "“Carnet 10 h” ends on Tuesday 30 June." in done.content.decode() and "until 30 June" in text(done)
    held.refresh_from_db()
    assert held.valid_through.isoformat() == "2026-06-30" and LedgerEntry.objects.filter(membership=held).count() == 2
    later = client.post(url, {"last_on": "2026-07-01"})
    assert later.status_code == 422 and "It ends on Tuesday 30 June already." in text(later)


def test_tab_leads_managers_to_the_passes(as_, owner, teammate, centrale):
    def tabs(user, url):
        return {
            link.get_text(strip=True): link.get("aria-current")
            for link in soup(as_(user).get(url)).select(".team-tabs a")
        }

    board = "/en/gestion/la-centrale/"

    assert (tabs(owner, board)["Passes"], tabs(owner, URL)["Passes"]) == (None, "page")
    assert "Passes" not in tabs(teammate, board)


def test_place_without_plans_leads_to_writing_one(as_, owner, centrale):
    link = soup(as_(owner).get(URL)).select_one(".empty a")

    assert link.get_text() == "Write a plan" and link["href"].endswith("/plan/add/")


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
