"""After a guest has asked: where the mail went, another address, letting go. In English."""

from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client

from maillage.base import clock
from spaces.booking.models import Booking
from tests.factories.booking import booked
from tests.reading import soup, text
from tests.spaces.booking.views.guest_pages import ROOM, ZOE, _welcome, asked, link, states, whole

__all__ = ["_welcome"]

pytestmark = pytest.mark.django_db

RIGHT = "zoe.passante@example.org"


@pytest.fixture
def sent_url(client, room) -> str:
    """Where Zoé is led once she has asked."""
    return client.post(ROOM, asked(**ZOE)).url


def test_browser_that_asked_sees_where_the_mail_went(client, sent_url):
    response = client.get(sent_url)

    assert "The e-mail went to zoe@example.org" in text(response)
    assert soup(response).select_one("[name=email]")["value"] == "zoe@example.org"


def test_others_see_nothing_of_it_and_change_nothing(sent_url, lea):
    for user in (None, lea):
        other = Client()
        if user:
            other.force_login(user)
        assert "zoe" not in other.get(sent_url).content.decode()
        for form in ({"email": "mal@example.org"}, {"rendre": "1"}):
            assert "Nothing is kept from this browser any more." in whole(other.post(sent_url, form, follow=True))
    assert (states(), len(mail.outbox)) == (["hold"], 1)


def test_who_asks_the_same_for_her_address_cannot_take_it_over(sent_url):
    thief = Client()
    assert thief.post(ROOM, asked(**ZOE)).url == sent_url
    assert "The e-mail went to" not in text(thief.get(sent_url))  # what they typed themselves is said once, above

    thief.post(sent_url, {"email": "mal@example.org"})

    assert "zoe@" not in text(thief.get(sent_url))
    assert (Booking.objects.get().guest_email, len(mail.outbox)) == ("zoe@example.org", 1)


def test_address_is_corrected_and_the_old_link_leads_nowhere(client, sent_url):
    old = link()

    response = client.post(sent_url, {"email": RIGHT}, follow=True)

    assert f"The e-mail went to {RIGHT}" in text(response) and f"on its way to {RIGHT}" in whole(response)
    assert mail.outbox[-1].to == [RIGHT]
    assert client.get(old).status_code == client.post(old).status_code == 404
    client.post(link())
    assert states() == ["confirmed"]
    assert RIGHT not in client.get(sent_url).content.decode()


def test_link_that_was_replaced_says_so_as_any_that_was_never_sent(client, sent_url):
    old = link()
    client.post(sent_url, {"email": RIGHT})
    token = old.rstrip("/").rpartition("/")[2]
    stranger = Client()

    replaced, unknown = stranger.get(old), stranger.get(old.replace(token, "x"))

    assert replaced.status_code == unknown.status_code == 404
    assert unquote(replaced.content.decode()).replace(token, "x") == unquote(unknown.content.decode())
    said = text(replaced)
    assert "This link opens no booking" in said and "open the latest one" in said and "If you have an account" in said
    assert "the account that booked" not in said


def test_who_is_signed_in_goes_from_a_dead_link_to_their_bookings(as_, lea):
    page = soup(as_(lea).get("/en/reservations/sans-compte/x/"))

    button = page.select_one("main a.btn-primary")
    assert (button.get_text(strip=True), button["href"]) == ("My bookings", "/en/compte/reservations/")
    assert "sign in" not in page.main.get_text()


def test_corrected_twice_by_the_browser_that_asked(client, sent_url):
    client.post(sent_url, {"email": "zoé@example"})
    client.post(sent_url, {"email": "autre@example.org"})
    client.post(sent_url, {"email": RIGHT})

    assert [message.to for message in mail.outbox] == [["zoe@example.org"], ["autre@example.org"], [RIGHT]]


def test_mistakes_and_refusals_are_named_at_the_field(client, sent_url):
    wrong = client.post(sent_url, {"email": "zoe"})
    for number in range(3):
        client.post(sent_url, {"email": f"zoe{number}@example.org"})
    often = client.post(sent_url, {"email": RIGHT})

    assert wrong.status_code == often.status_code == 422
    for response in (wrong, often):
        assert soup(response).select_one("[name=email][aria-invalid=true]")
    assert "several times already" in text(often)


def test_limit_of_what_one_address_of_the_network_asks_holds(client, sent_url, settings):
    settings.PER_HOUR = settings.PER_HOUR | {"guests": 2}
    client.post(sent_url, {"email": "autre@example.org"})

    assert client.post(sent_url, {"email": RIGHT}).status_code == 429


def test_let_go_frees_it_at_once(client, sent_url, room):
    response = client.post(sent_url, {"rendre": "1"}, follow=True)

    assert "others can have it" in whole(response) and states() == ["cancelled"]
    assert client.get(link()).status_code == 404 and len(mail.outbox) == 1
    booked(room, "10-12")


def test_once_it_has_lapsed_nothing_is_said_or_done(client, sent_url):
    assert "zoe@" in text(client.get(sent_url))
    with clock.fixed(Booking.objects.get().expires_at):
        assert "zoe@" not in client.get(sent_url).content.decode()
        assert "Nothing is kept from this browser" in whole(client.post(sent_url, {"email": RIGHT}, follow=True))


def test_where_requests_compete_nothing_is_said_to_be_kept(client, room):
    type(room).objects.update(requires_approval=True, requests_compete=True)
    form = text(client.get(ROOM, asked()))

    page = client.post(ROOM, asked(**ZOE), follow=True)
    confirm = text(client.get(link()))

    assert "Your request is sent once confirmed by the link" in form and "It is held" not in form
    assert "one button sends your request" in text(page) and "kept for you" not in text(page)
    assert "Your request goes to the team once you press the button" in confirm
