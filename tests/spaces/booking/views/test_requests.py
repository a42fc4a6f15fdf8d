"""`/gestion/<slug>/demandes/`: what waits for the team's answer. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book
from tests.factories.booking import PersonFactory, booked, on
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import carnet
from tests.queries import queries_of_rooms
from tests.reading import plain, soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/demandes/"


@pytest.fixture
def room(room):
    room.requires_approval = room.requests_compete = True
    room.save()
    return room


def ask(resource, hours, name="Ada"):
    person = PersonFactory(name=name, language="en")
    start, end = on(hours)
    return book(resource, person=person, by=person, start=start, end=end, note="Pour dix personnes")


def test_rivals_are_side_by_side(as_, room, owner):
    ask(room, "10-12", "Ada"), ask(room, "11-13", "Bob"), ask(room, "15-16", "Cleo")

    groups = soup(as_(owner).get(URL)).select(".team-rivals")

    assert [[line.b.get_text() for line in group.select("li")] for group in groups] == [["Ada", "Bob"], ["Cleo"]]


def test_request_says_its_hours_under_the_day_and_the_thing(as_, room, owner):
    ask(room, "10-12", "Ada")

    page = soup(as_(owner).get(URL))

    assert page.select_one(".panel h2").get_text() == "Salle Aneto, Tuesday 16 June"
    line = page.select_one(".team-rivals li").get_text(" ")
    assert "10:00–12:00" in line and "Salle Aneto" not in line
    assert "asked on Monday 15 June at 08:00" in line


def test_request_says_what_it_costs_or_that_a_pass_pays(as_, room, owner, centrale):
    dear = ask(room, "10-12", "Ada")
    person = PersonFactory(name="Bob", language="en")
    carnet(person, centrale, 5, "days")
    start, end = on("14-16")
    book(room, person=person, by=person, start=start, end=end)

    lines = [plain(line.get_text(" ")) for line in soup(as_(owner).get(URL)).select(".team-rivals li")]

    assert dear.price_cents == 3600
    assert ["€36 incl. VAT" in lines[0], "Covered by a pass" in lines[1], "€" in lines[1]] == [True, True, False]


def test_manager_accepts_one_and_the_other_is_refused(as_, room, owner):
    chosen, other = ask(room, "10-12"), ask(room, "11-13")

    response = as_(owner).post(f"/en/reservations/{chosen.uuid}/accepter/", {"retour": URL, "vu": 0}, follow=True)

    assert "1 other request could no longer have that time" in response.content.decode()
    assert [Booking.objects.get(pk=one.pk).state for one in (chosen, other)] == [State.CONFIRMED, State.REFUSED]
    assert "No requests waiting" in text(response)


@pytest.mark.parametrize("said", ["", "-1", "²", "1" * 5000])
def test_what_no_page_of_ours_says_was_seen_accepts_nothing(as_, room, owner, said):
    asked = ask(room, "10-12")

    response = as_(owner).post(f"/en/reservations/{asked.uuid}/accepter/", {"retour": URL, "vu": said})

    assert response.status_code == 302
    assert Booking.objects.get(pk=asked.pk).state == State.PENDING


def test_request_whose_time_is_taken_says_so(as_, room, owner):
    late = ask(room, "10-12")
    booked(room, "11-13")

    page = soup(as_(owner).get(URL))

    assert "no longer free" in page.select_one(".team-rivals").get_text()
    assert not page.select_one(f"form[action$='/{late.uuid}/accepter/']")


def test_hosts_read_and_managers_answer(as_, room, owner, teammate):
    waiting = ask(room, "10-12")
    accept = f"form[action='/en/reservations/{waiting.uuid}/accepter/']"

    manager, host = as_(owner).get(URL), as_(teammate).get(URL)

    assert soup(manager).select_one(accept) and not soup(host).select_one(accept)
    assert "Pour dix personnes" in text(host)
    answers = "Those who manage the place answer these requests."
    assert (answers in text(host), answers in text(manager)) == (True, False)
    assert as_(teammate).post(f"/en/reservations/{waiting.uuid}/accepter/").status_code == 403
    badges = [soup(page).select(".tabs .badge") for page in (manager, host)]
    assert [[badge.get_text() for badge in found] for found in badges] == [["1"], []]  # of what one may answer


def test_others_find_nothing(as_, room, stranger, lea, other_manager):
    ask(room, "10-12", "Ada Secret")

    for user in (stranger, lea, other_manager, None):
        response = as_(user).get(URL)
        assert response.status_code == 404 and "Ada Secret" not in response.content.decode()


def test_queries_do_not_depend_on_how_many_there_are(as_, room, owner):
    def visit():
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL).status_code == 200
        return queries_of_rooms(found)

    ask(room, "10-12")
    client = as_(owner)
    one = visit()
    ask(room, "11-13")
    ask(ResourceFactory(space=room.space, requires_approval=True, requests_compete=True), "10-12")
    three = visit()

    assert (one, three) == (9, 9)
