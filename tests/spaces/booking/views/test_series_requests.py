"""`/gestion/<slug>/demandes/`: a series in one card, answered at once or date by date. In English."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.booking.models import Booking, BookingSeries, State
from spaces.booking.services.booking import move
from spaces.booking.services.series import book_series
from spaces.booking.services.states import approve
from tests.factories.booking import PersonFactory, booked, on
from tests.factories.catalogue import ResourceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text
from tests.spaces.booking.views.guest_pages import whole

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/demandes/"


@pytest.fixture
def asked(desks) -> list[Booking]:
    """Ada asks for a desk on four Tuesdays."""
    type(desks).objects.update(requires_approval=True, requests_compete=True, capacity=1)
    desks.refresh_from_db()
    ada = PersonFactory(name="Ada", language="en")
    start, end = on("10-12")
    rule = "FREQ=WEEKLY;COUNT=4"
    return book_series(desks, person=ada, by=ada, start=start, end=end, rrule=rule, note="Chaque mardi")[1]


def answer_url(asked) -> str:
    return f"{URL}series/{asked[0].series.uuid}/"


def values(*bookings) -> list[str]:
    return [f"{one.uuid}:{one.sequence}" for one in bookings]


def states(asked) -> list[str]:
    return [Booking.objects.get(pk=one.pk).state for one in asked]


def to_ada(asked) -> list:
    return [message for message in mail.outbox if message.to == [asked[0].person.email]]


def test_series_is_one_card_with_its_dates(as_, owner, asked):
    page = soup(as_(owner).get(URL))

    (card,) = page.select(".team-rivals > li")
    assert page.select_one(".panel h2").get_text() == "Espace ouvert, from 16 June to 7 July"
    assert "Ada · 4 dates" in card.get_text() and card.get_text().count("Chaque mardi") == 1
    boxes = card.select("[type=checkbox][name=date]")
    assert [box["value"] for box in boxes] == values(*asked) and all(box.has_attr("checked") for box in boxes)
    assert "Tuesday 23 June, 10:00–12:00" in card.get_text()


def test_all_dates_are_accepted_with_one_button_and_one_mail(as_, owner, asked):
    mail.outbox.clear()

    response = as_(owner).post(answer_url(asked), {"date": values(*asked)}, follow=True)

    assert states(asked) == [State.CONFIRMED] * 4
    assert "4 dates accepted. All are told by e-mail." in whole(response)
    assert len(to_ada(asked)) == 1 and "No requests waiting" in text(response)


def test_what_is_not_ticked_waits_on(as_, owner, asked):
    as_(owner).post(answer_url(asked), {"date": values(asked[0], asked[2])})

    assert states(asked) == [State.CONFIRMED, State.PENDING, State.CONFIRMED, State.PENDING]


def test_date_that_somebody_has_is_refused_with_the_answer(as_, owner, desks, asked):
    booked(desks, "11-13", day="2026-06-23")
    page = soup(as_(owner).get(URL))
    card = page.select_one(".team-dates")
    assert "no longer free" in card.get_text() and len(card.select("[type=checkbox]")) == 3
    mail.outbox.clear()

    response = as_(owner).post(
        answer_url(asked), {"date": [one["value"] for one in card.select("[name=date]")]}, follow=True
    )

    assert states(asked) == [State.CONFIRMED, State.REFUSED, State.CONFIRMED, State.CONFIRMED]
    assert "3 dates accepted. 1 request could no longer have its time" in whole(response)
    assert len(to_ada(asked)) == 1


def test_all_are_refused_with_words(as_, owner, asked):
    client, form = as_(owner), {"date": values(*asked), "acte": "refuser"}
    page = client.post(answer_url(asked), form)
    assert "Tuesday 7 July" in text(page) and states(asked) == [State.PENDING] * 4
    kept = [one["value"] for one in soup(page).select("main [name=date]")]
    assert client.post(answer_url(asked), form | {"reason": ""}).status_code == 422
    mail.outbox.clear()

    response = client.post(answer_url(asked), {"date": kept, "acte": "refuser", "reason": "Travaux"}, follow=True)

    assert states(asked) == [State.REFUSED] * 4
    assert "4 dates refused. All are told by e-mail." in whole(response)
    assert len(to_ada(asked)) == 1


def test_what_has_moved_since_it_was_read_is_named_and_waits(as_, owner, asked):
    read = values(*asked)
    start, end = on("14-16", "2026-06-23")
    move(asked[1], start=start, end=end, by=asked[1].person)

    response = as_(owner).post(answer_url(asked), {"date": read}, follow=True)

    assert states(asked) == [State.CONFIRMED, State.PENDING, State.CONFIRMED, State.CONFIRMED]
    assert "Tuesday 23 June, 14:00–16:00: " in whole(response)


@pytest.mark.parametrize("dates", [[], ["x"], ["x:1"], ["00000000-0000-0000-0000-000000000000:0"]])
def test_nothing_chosen_says_so(as_, owner, asked, dates):
    response = as_(owner).post(answer_url(asked), {"date": dates}, follow=True)

    said = "answered or withdrawn meanwhile" if dates else "Tick one at least."
    assert said in whole(response) and states(asked) == [State.PENDING] * 4


def test_dates_of_another_series_are_none_of_this_one(as_, owner, desks, asked):
    bob = PersonFactory()
    start, end = on("14-16")
    other = book_series(desks, person=bob, by=bob, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=2")[1]

    as_(owner).post(answer_url(asked), {"date": values(*other)})

    assert states(other) == [State.PENDING] * 2


def test_answers_are_for_managers(as_, owner, teammate, stranger, other_manager, asked):
    form = {"date": values(*asked)}

    assert not soup(as_(teammate).get(URL)).select(".team-dates :is(input, button)")
    assert as_(teammate).post(answer_url(asked), form).status_code == 403
    for user in (stranger, other_manager, asked[0].person, None):
        assert as_(user).post(answer_url(asked), form).status_code == 404
    assert as_(owner).get(answer_url(asked)).status_code == 405
    assert states(asked) == [State.PENDING] * 4


def test_rivals_of_a_date_are_named_beside_it(as_, owner, desks, asked):
    bob = PersonFactory(name="Bob")
    start, end = on("11-13", "2026-06-23")
    book_series(desks, person=bob, by=bob, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=2")

    ada, other = soup(as_(owner).get(URL)).select(".team-dates")

    assert ada.get_text().count("also wanted by Bob") == 2 and other.get_text().count("also wanted by Ada") == 2


def test_change_of_what_was_accepted_shows_both(as_, owner, desks):
    type(desks).objects.update(requires_approval=True)
    desks.refresh_from_db()
    one = booked(desks, "10-12", person=PersonFactory(name="Ada", language="en"), state="pending")
    one = approve(one, by=owner)
    start, end = on("14-16")
    move(one, start=start, end=end, seats=2, by=one.person)

    card = soup(as_(owner).get(URL)).select_one(".team-rivals li")

    assert "change of an accepted booking" in card.get_text()
    assert [row.get_text(" ", strip=True) for row in card.select(".team-was dl > div")] == [
        "When: accepted before Tuesday 16 June, 10:00–12:00 asked for now Tuesday 16 June, 14:00–16:00",
        "How many: accepted before 1 asked for now 2",
    ]
    assert not soup(as_(owner).get(URL)).select(".team-was del:-soup-contains('Espace')")


def test_queries_do_not_depend_on_how_many_series_there_are(as_, owner, desks, asked):
    client = as_(owner)

    def visit() -> int:
        with CaptureQueriesContext(connection) as found:
            page = client.get(URL)
        assert len(soup(page).select(".team-dates")) == BookingSeries.objects.count()
        return queries_of_rooms(found)

    one = visit()
    other = ResourceFactory(space=desks.space, requires_approval=True, requests_compete=True)
    for resource, hours in ((desks, "11-13"), (other, "10-12")):
        person = PersonFactory(language="en")
        start, end = on(hours)
        book_series(resource, person=person, by=person, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=3")
    three = visit()

    assert (one, three) == (9, 9)
