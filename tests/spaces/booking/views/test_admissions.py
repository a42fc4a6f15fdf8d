"""What is for some people only, as pages show it. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.booking.models import Admission
from tests.factories.booking import reserve_for
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import audience, member, plan, price_for
from tests.queries import queries_of_rooms
from tests.reading import soup, starts, text

pytestmark = pytest.mark.django_db

BOARD = "/en/lieux/la-centrale/reserver/"
TUESDAY = f"{BOARD}?jour=2026-06-16"
FORM = f"{BOARD}salle-aneto/?debut=2026-06-16T10:00:00%2B02:00&fin=2026-06-16T12:00:00%2B02:00"
AFTERNOON = {"genre": "meeting_room", "jour": "2026-06-16", "de": "14:00", "a": "18:00"}


@pytest.fixture
def members(centrale):
    return audience(space=centrale)


@pytest.fixture
def reserved(room, members):
    reserve_for(room, members)
    return room


@pytest.fixture
def zoe(stranger, centrale, members):
    """A member."""
    member(stranger, plan(space=centrale, audience=members))
    return stranger


def test_board_is_locked_for_others_with_the_way_in(as_, reserved, lea, zoe):
    for person, way in ((None, "I am one of them: sign in"), (lea, "Ask the team how to become one of them")):
        response = as_(person).get(TUESDAY)
        assert starts(response) == []
        assert soup(response).select("td.slot-locked")
        assert "Salle Aneto is reserved for Adhérents." in text(response) and way in text(response)

    response = as_(zoe).get(TUESDAY)
    assert len(starts(response)) == 9
    assert not soup(response).select(".board-locks")


def test_board_of_one_says_whom_it_is_for_even_to_them(as_, reserved, zoe):
    said = text(as_(zoe).get(f"{TUESDAY}&ressource=salle-aneto"))

    assert "Only for: Adhérents." in said


def test_page_of_the_space_locks_it_too(as_, reserved, lea):
    response = as_(lea).get("/en/lieux/la-centrale/")

    assert soup(response).select("td.slot-locked") and "only for: Adhérents" in text(response)


def test_form_says_who_may_book_and_names_no_price_where_there_is_none(as_, room, members, lea):
    room.prices.update(audience=members)

    response = as_(lea).get(FORM)

    said = text(response)
    assert "Salle Aneto is reserved for Adhérents. To become one of them, write to bonjour@centrale.example" in said
    assert "Free of charge" not in said
    assert [a["href"] for a in soup(response).select("aside.reserve-aside a")] == [
        "mailto:bonjour@centrale.example",
        TUESDAY,
    ]
    assert soup(response).select_one("[data-errors] a[href='mailto:bonjour@centrale.example']")
    assert not soup(response).select("button[form=reserver], form#reserver .btn-primary")


def test_what_is_found_says_whom_it_is_for(as_, reserved, members, lea):
    said = text(as_(lea).get("/en/reserver/", AFTERNOON))
    assert "€72" in said and "only for: Adhérents" in said

    reserved.prices.update(audience=members)
    said = text(as_(lea).get("/en/reserver/", AFTERNOON))
    assert "only for: Adhérents" in said and "free of charge" not in said


def test_team_reads_why_somebody_may_not_book_and_changes_it(as_, owner, reserved, lea, booking):
    asked = {
        "resource": "salle-aneto",
        "start": "2026-06-16T14:00",
        "end": "2026-06-16T15:00",
        "seats": "1",
        "who": lea.email,
    }

    (broken,) = soup(as_(owner).get("/en/gestion/la-centrale/pourquoi/", asked)).select(".rule-broken")

    assert broken.b.text == "This person may not book it"
    assert f"/edit/{reserved.pk}/" in broken.a["href"]


def test_queries_do_not_depend_on_how_many_are_reserved(as_, lea, centrale, members):
    def visit():
        with CaptureQueriesContext(connection) as found:
            assert as_(lea).get(TUESDAY).status_code == 200
        return queries_of_rooms(found)

    def add(slug):
        resource = ResourceFactory(space=centrale, slug=slug)
        reserve_for(resource, members)
        price_for(resource, 800, audience=members)

    add("r0")
    visit()  # sites are remembered
    one = visit()
    add("r1"), add("r2")
    three = visit()
    Admission.objects.all().delete()
    centrale.resources.get(slug="r0").prices.all().delete()

    assert one == three
