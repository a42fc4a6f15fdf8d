"""`/gestion/<slug>/fermetures/` and the links of its mails. In English: the words of the code itself."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from spaces.booking.models import Block, Booking
from spaces.booking.services.booking import move
from spaces.booking.services.reopening import reopen
from spaces.booking.services.states import cancel
from spaces.booking.services.uses import use
from tests.factories.booking import PersonFactory, at, booked, on
from tests.factories.catalogue import ResourceFactory, on_dates
from tests.queries import asked
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/fermetures/"
PROPOSE = f"{URL}propositions/"
DAYS = {"du": "2026-06-16", "au": "2026-06-17"}


@pytest.fixture
def lea(lea):
    lea.language = "en"
    lea.save()
    return lea


def test_manager_sees_whom_it_meets_before_closing(as_, booking, owner):
    page = as_(owner).get(URL, DAYS)

    assert "1 booking stands at that time" in text(page) and "Léa Martin" in text(page)
    assert not Block.objects.exists()
    assert not soup(page).select_one(f"form[action='{PROPOSE}']")


@pytest.mark.parametrize(("email", "can_propose"), [("zoe@example.org", True), ("", False)])
def test_guests_with_an_address_are_offered_other_times_too(as_, booking, owner, email, can_propose):
    Booking.objects.filter(pk=booking.pk).update(person=None, guest_name="Zoé", guest_email=email)
    as_(owner).post(URL, DAYS)

    assert bool(soup(as_(owner).get(URL, DAYS)).select_one(f"form[action='{PROPOSE}']")) == can_propose


def test_manager_sees_which_events_take_place_then(as_, room, owner):
    start, end = on("14-17")
    use(room, key=uuid4(), periods=[(start, end)], label="Atelier sérigraphie")

    page = as_(owner).get(URL, DAYS)
    later = as_(owner).get(URL, {"du": "2026-06-17", "au": "2026-06-17"})

    assert (
        "1 event takes place then. It stays announced" in text(page)
        and "Atelier sérigraphie" in text(page)
        and room.name in text(page)
    )
    assert "Nobody has booked that time." not in text(page)
    assert "Nobody has booked that time." in text(later) and "Atelier" not in text(later)


def test_manager_closes_and_offers_other_times(as_, room, booking, owner):
    guest = booked(room, "14-15")
    Booking.objects.filter(pk=guest.pk).update(person=None, guest_name="Zoé")
    done = as_(owner).post(URL, {**DAYS, "motif": "Travaux"}, follow=True)
    fields = {one["name"]: one["value"] for one in soup(done).select(f"form[action='{PROPOSE}'] input")}
    told = as_(owner).post(PROPOSE, fields, follow=True)

    made = Block.objects.get()
    assert (made.start_at, made.end_at, made.reason) == (at("2026-06-16 00:00"), at("2026-06-18 00:00"), "Travaux")
    assert "1 person receives other times by e-mail." in told.content.decode()
    assert "Offered by e-mail: Thursday 18 June, 10:00–12:00" in text(told)
    assert "No account: tell them yourself" in text(told)
    assert "2 bookings stand at that time: they stay until you have settled each." in text(done)
    assert "1 booking stands at that time: it stays until you have settled it." in text(told)
    assert "1 booking stands at that time and was offered other times by e-mail: the answer is" in text(told)
    assert [message.to for message in mail.outbox] == [["lea@example.org"]]


def offered(owner_client) -> list[str]:
    """The links of the mail, one for each time."""
    owner_client.post(URL, DAYS)
    owner_client.post(PROPOSE, DAYS)
    return re.findall(r"http://[^/]+(/\S*propositions/\S+)", mail.outbox[-1].body)


def test_link_of_the_mail_moves_in_one_click_without_an_account(as_, booking, owner):
    link = offered(as_(owner))[0]
    person = Client()

    shown = person.get(link)
    assert "Tuesday 16 June, 10:00–12:00" in text(shown) and Booking.objects.get().start_at == on("10-12")[0]
    moved, again = person.post(link), person.get(link)

    assert "Your booking is moved." in text(moved)
    assert Booking.objects.get().start_at == on("10-12", "2026-06-18")[0]
    assert "You accepted this time: your booking is now on Thursday 18 June, 10:00–12:00." in text(again)
    assert not soup(again).select("main form")
    assert soup(again).select_one(f"main a[href='/en/reservations/{booking.uuid}/']")
    mangled = person.get(link[:-5] + "AAAA/")
    assert mangled.status_code == 404 and "This link opens no booking" in text(mangled)


def test_button_pressed_twice_is_no_error(as_, booking, owner):
    link = offered(as_(owner))[0]
    Client().post(link)

    again = text(Client().post(link))

    assert "You accepted this time: your booking is now on Thursday 18 June, 10:00–12:00." in again


def test_other_links_of_the_mail_say_that_another_was_accepted(as_, booking, owner):
    taken, other = offered(as_(owner))[:2]
    Client().post(taken)

    page = text(Client().get(other))

    assert "You accepted another of these times: your booking is now on Thursday 18 June, 10:00–12:00." in page
    assert "Friday 19 June" not in page


def test_link_of_a_booking_that_has_moved_since_names_no_time(as_, booking, owner):
    link = offered(as_(owner))[0]
    Client().post(link)
    booking.refresh_from_db()
    start, end = on("15-17", "2026-06-22")
    move(booking, start=start, end=end, by=owner)

    page = text(Client().get(link))

    assert "This booking has changed since: this link is no longer needed." in page and "June" not in page


def test_link_asks_before_the_price_changes(as_, booking, owner, room):
    link = offered(as_(owner))[0]
    room.prices.update(amount_cents=5000)  # as it might be dearer at another hour

    asked = Client().post(link)
    stayed = Booking.objects.get().start_at
    question = soup(asked).select_one("main form")
    moved = Client().post(link, {"prix": question.select_one("input[name=prix]")["value"]})

    assert asked.status_code == 422 and stayed == booking.start_at
    assert "The price would be €100 instead of €36. Nothing is moved until you say yes." in text(asked)
    assert question.select_one("button").text.strip() == "Yes, move it for €100"
    assert "Your booking is moved." in text(moved)
    assert Booking.objects.get().price_cents == 10_000


def test_link_of_a_place_that_is_open_again_says_so(as_, booking, owner):
    link = offered(as_(owner))[0]
    reopen(Block.objects.first(), by=owner)

    shown, pressed = Client().get(link), Client().post(link)

    assert (shown.status_code, pressed.status_code) == (200, 422)
    for page in (shown, pressed):
        assert "The place is open again then: your booking stays on Tuesday 16 June, 10:00–12:00" in text(page)
        assert not soup(page).select("main form")
    assert Booking.objects.get().start_at == booking.start_at


def test_link_of_a_cancelled_booking_says_so(as_, booking, owner):
    link = offered(as_(owner))[0]
    cancel(booking, by=booking.person)

    assert "This booking is cancelled: this link is no longer needed." in text(Client().get(link))


def test_some_hours_of_some_resources(as_, room, desks, owner):
    as_(owner).post(URL, {**DAYS, "au": "2026-06-16", "de": "12:00", "a": "14:00", "ressource": [desks.slug]})

    made = Block.objects.get()
    assert (made.resource, made.start_at, made.end_at) == (desks, *on("12-14"))


def test_closing_twice_closes_once(as_, room, owner):
    for _ in range(2):
        as_(owner).post(URL, DAYS)

    assert Block.objects.count() == 1


def test_those_left_outside_by_new_hours_are_listed(as_, room, lea, owner, booking):
    on_dates(room.space, "2026-06-16", label="Fête")

    page = as_(owner).get(URL)
    as_(owner).post(PROPOSE)

    assert "Booked outside opening hours" in text(page) and "Léa Martin" in text(page)
    titles = [title.get_text() for title in soup(as_(owner).get(URL, DAYS)).select("main section > h2")]
    assert titles[1:3] == ["Close for a time", "Booked outside opening hours"]  # not between what is asked and its form
    assert mail.outbox[-1].to == ["lea@example.org"]


@pytest.mark.parametrize(
    "wrong", [{"du": "hier"}, {"au": "2026-06-15"}, {"au": ""}, {"du": "9999-12-31", "au": "9999-12-31"},
              {"ressource": ["ailleurs"]}, {"de": "x"}],
)  # fmt: skip
def test_closure_that_makes_no_sense_is_named(as_, room, owner, wrong):
    for ask in (as_(owner).get, as_(owner).post):
        response = ask(URL, {**DAYS, **wrong})
        assert response.status_code == 422 and soup(response).select("[data-errors]")
    assert not Block.objects.exists()


def test_only_managers_close_and_offer(as_, room, booking, owner, teammate, stranger, lea, other_manager):
    people = (teammate, stranger, lea, other_manager, None)

    for ask in (lambda user: as_(user).get(URL, DAYS), lambda user: as_(user).post(URL, DAYS),
                lambda user: as_(user).post(PROPOSE, DAYS)):  # fmt: skip
        assert [ask(user).status_code for user in people] == [403, 404, 404, 404, 404]
    assert "fermetures" not in as_(teammate).get("/en/gestion/la-centrale/").content.decode()
    assert not Block.objects.exists() and not mail.outbox


def test_nothing_is_offered_for_what_is_not_closed(as_, booking, owner):
    assert as_(owner).post(PROPOSE, DAYS).status_code == 403
    assert not mail.outbox


def test_queries_do_not_depend_on_how_many_are_met(as_, room, owner):
    client = as_(owner)

    def visit():
        return asked(client, f"{URL}?du=2026-06-16&au=2026-06-17", "booking_")

    booked(room, "10-12", person=PersonFactory())
    one = visit()
    for hour in (13, 15):
        booked(ResourceFactory(space=room.space), f"{hour}-{hour + 1}", person=PersonFactory())
    assert (one, visit()) == (8, 8)


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"du": "2026-06-10", "au": "2026-06-12"}, "au", "This time is over: there is nothing left to close."),
        ({"du": "0001-01-01", "au": "1960-01-01"}, "au", "This time is over: there is nothing left to close."),
        ({"du": "2026-06-15", "au": "2026-06-15", "a": "07:30"}, "a", "This time is over"),
        ({"du": "2026-06-16", "au": "2036-06-17"}, "au", "more than two years away: look at the year again."),
        ({"du": "2062-06-16", "au": "2062-06-17"}, "du", "more than two years away: look at the year again."),
        ({"du": "1926-06-16", "au": "2026-06-17"}, "du", "more than two years away: look at the year again."),
    ],
)
def test_days_that_nobody_means_are_said_at_their_field(as_, room, owner, asked, field, said):
    page = as_(owner).get(URL, asked)
    wrong = soup(page).select_one(f"[name={field}][aria-invalid=true]")

    assert (page.status_code, as_(owner).post(URL, asked).status_code) == (422, 422)
    assert wrong is not None and said in text(page)
    assert not Block.objects.exists()


def test_closure_that_has_begun_and_one_of_two_years_are_closed(as_, room, owner):
    begun = as_(owner).post(URL, {"du": "2026-06-01", "au": "2026-06-16"})
    long = as_(owner).post(URL, {"du": "2026-07-01", "au": "2028-06-15"})

    assert (begun.status_code, long.status_code) == (302, 302)
    assert Block.objects.count() == 2
