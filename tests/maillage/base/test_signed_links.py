"""Links of mails: read as they were written, and only those."""

import pytest
from django.core import signing
from django.utils import translation

from maillage.base.signed_links import SignedLink

GIVING_BACK = SignedLink("booking:give_back", salt="booking.giving_back")


def token_of(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize("said", ["a word", ["a1b2", 3], {"email": "lea@example.org"}])
def test_link_says_what_was_written(said):
    with translation.override("en"):
        path = GIVING_BACK.path(said)

    assert path.startswith("/en/reservations/rendre/")
    assert GIVING_BACK.read(token_of(path)) == said


def test_mail_leads_to_the_page_in_its_own_language(settings):
    settings.SITE_URL = "https://maillage.example.org"
    with translation.override("fr"):
        assert GIVING_BACK.url("x", language="en").startswith("https://maillage.example.org/en/reservations/rendre/")
    with translation.override("en"):
        assert GIVING_BACK.url("x", language="fr").startswith("https://maillage.example.org/reservations/rendre/")


def test_link_of_another_kind_or_altered_says_nothing():
    token = token_of(GIVING_BACK.path("a word"))
    other = SignedLink("booking:give_back", salt="booking.proposal")

    assert other.read(token) is None
    assert GIVING_BACK.read(f"{token}x") is None
    assert GIVING_BACK.read("nothing at all") is None


def test_links_in_mails_that_people_have_are_still_read():
    assert GIVING_BACK.read(signing.dumps("a word", salt="booking.giving_back")) == "a word"


def test_link_ends_where_its_kind_says_so():
    over = SignedLink("booking:give_back", salt="booking.giving_back", valid_s=-1)

    assert over.read(token_of(over.path("a word"))) is None
