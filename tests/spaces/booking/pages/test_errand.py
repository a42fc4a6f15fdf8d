"""What the sign-in page says to whom was about to book. In English: the words of the code itself."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.http import urlencode

from spaces.booking.pages.errand import errand
from tests.factories.booking import conditions
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

SIGN_IN = "/en/compte/login/"
SIGN_UP = "/en/compte/signup/"
ASKED = "debut=2026-06-16T10%3A00%3A00%2B02%3A00&fin=2026-06-16T12%3A00%3A00%2B02%3A00"
FORM = f"/en/lieux/la-centrale/reserver/salle-aneto/?{ASKED}"
SAID = "To book Salle Aneto, La Centrale Tuesday 16 June, 10:00–12:00. Nothing is lost: you come back to it."


def test_visitor_sent_from_a_time_reads_what_they_were_about_to_book(client, room):
    page = client.get(FORM, follow=True)

    assert page.redirect_chain[-1][0].startswith(SIGN_IN)
    assert SAID in text(page)
    assert "Book without an account" not in text(page)


def test_whoever_types_a_wrong_password_still_reads_it(client, room):
    page = client.post(SIGN_IN, {"login": "x@example.org", "password": "wrong", "next": FORM})

    assert SAID in text(page)


def test_whoever_makes_an_account_reads_it_too(client, room):
    (link,) = soup(client.get(FORM, follow=True)).select(f"main a[href^='{SIGN_UP}']")

    assert SAID in text(client.get(link["href"]))


def test_space_that_welcomes_guests_says_so(client, room, centrale):
    conditions(centrale, welcomes_guests=True)

    page = client.get(SIGN_IN, {"next": FORM})

    (link,) = soup(page).select("main a[rel=nofollow]")
    assert (link.get_text(), link["href"]) == ("Book without an account", FORM)


def test_repeating_says_the_same_and_asks_for_an_account(client, room, centrale):
    conditions(centrale, welcomes_guests=True)

    page = text(client.get(SIGN_IN, {"next": FORM.replace("?", "serie/?")}))

    assert SAID in page and "without an account" not in page


def test_address_in_the_other_language_is_understood(client, room):
    assert SAID in text(client.get(SIGN_IN, {"next": FORM.removeprefix("/en")}))


def test_nothing_is_said_of_what_a_stranger_may_not_see(client, room):
    hidden = [
        ResourceFactory(space=SpaceFactory.draft(name="Secret", slug="secret"), slug="salle"),
        ResourceFactory(space=SpaceFactory.for_members(name="Entre nous", slug="entre-nous"), slug="salle"),
        ResourceFactory(space=room.space, name="Remise", slug="remise", is_active=False),
    ]

    for resource in hidden:
        form = f"/en/lieux/{resource.space.slug}/reserver/{resource.slug}/?{ASKED}"
        page = client.get(SIGN_IN, {"next": form})
        assert resource.name not in text(page) and resource.space.name not in text(page)
        assert "To book" not in text(page)


@pytest.mark.parametrize(
    "address",
    [
        f"https://example.org{FORM}",
        f"//example.org{FORM}",
        f"javascript:{FORM}",
        "http://[",
        "/en/lieux/la-centrale/reserver/salle-aneto/",
        "/en/lieux/la-centrale/reserver/salle-aneto/?debut=hier",
        f"/en/lieux/la-centrale/reserver/salle-aneto/?{urlencode({'debut': '2026-06-16T10:00', 'fin': '2026-06-16T09:00'})}",
        f"/en/lieux/la-centrale/reserver/nulle-part/?{ASKED}",
        "/en/compte/",
        "",
    ],
)
def test_any_other_address_says_nothing(client, room, address):
    assert errand(AnonymousUser(), address) is None
    assert "To book" not in text(client.get(SIGN_IN, {"next": address}))


def test_no_query_for_an_address_that_is_no_booking_form(django_assert_num_queries, room):
    with django_assert_num_queries(0):
        errand(AnonymousUser(), "/en/compte/")
    with django_assert_num_queries(2):
        errand(AnonymousUser(), FORM)
