"""Looking before booking on behalf of an organisation: its quota counts on every page. In English: the code's own words."""

from urllib.parse import urlencode

import pytest

from spaces.booking.models import Booking
from tests.factories.booking import booked, limit
from tests.factories.directory import OrganisationFactory
from tests.reading import fields, soup, text

pytestmark = pytest.mark.django_db

ROOM = "/en/lieux/la-centrale/reserver/salle-aneto/"
TIME = {"debut": "2026-06-16T10:00:00+02:00", "fin": "2026-06-16T12:00:00+02:00"}
SERIES = f"{ROOM}serie/?{urlencode(TIME | {'rythme': 'semaine', 'fois': '2'})}"
BASKET = "/en/lieux/la-centrale/reserver-ensemble/?panier=salle-aneto/20260616T0800Z/20260616T1000Z/1"


@pytest.fixture
def troupe(room, lea):
    """Léa is in its team; a colleague has used up what it may have of the room this week."""
    troupe = OrganisationFactory(owner=lea, name="Cie du Pont")
    limit(room, count=1, period="week", holder="organisation")
    booked(room, "14-15", day="2026-06-18", organisation=troupe)
    return troupe


def look(client, page, url: str, troupe):
    """Choose the organisation, then ask what that changes."""
    sent = fields(page) | {"organisation": str(troupe.pk), "note": "Avec le chien Pistache", "regarder": "oui"}
    return client.post(url, sent, follow=True)


@pytest.mark.parametrize("url", [f"{ROOM}?{urlencode(TIME)}", BASKET])
def test_page_says_that_the_organisation_has_no_more_and_keeps_what_was_typed(as_, troupe, lea, url):
    client = as_(lea)
    page = client.get(url)
    assert soup(page).select("button[form=reserver][type=submit]")

    seen = look(client, page, url, troupe)

    said = text(seen)
    assert seen.status_code == 200 and "more of Salle Aneto than one organisation may book" in said
    assert not soup(seen).select("button[form=reserver][type=submit]")
    assert soup(seen).select_one("[name=organisation] [selected]")["value"] == str(troupe.pk)
    assert fields(seen)["note"].strip() == "Avec le chien Pistache"
    assert not Booking.objects.filter(person=lea).exists()


def test_form_says_who_sees_what_is_booked_for_an_organisation(as_, troupe, lea):
    said = text(as_(lea).get(ROOM, TIME))

    assert "You and the team of the place see the booking; the other members of the organisation do not." in said


def test_one_goes_back_to_booking_for_oneself(as_, troupe, lea):
    client, url = as_(lea), f"{ROOM}?{urlencode(TIME)}"
    seen = look(client, client.get(url), url, troupe)

    again = client.post(url, fields(seen) | {"organisation": "", "regarder": "oui"}, follow=True)

    assert soup(again).select("button[form=reserver][type=submit]")


def test_series_leaves_out_what_the_organisation_may_no_longer_have(as_, troupe, lea):
    client = as_(lea)
    page = client.get(SERIES)
    dates = {box["name"]: box["value"] for box in soup(page).select("input[type=checkbox]")}
    assert list(dates) == ["date-2026-06-16", "date-2026-06-23"]

    seen = look(client, page, SERIES, troupe)

    assert [box["name"] for box in soup(seen).select("input[type=checkbox]")] == ["date-2026-06-23"]
    sent = fields(page) | dates | {"organisation": str(troupe.pk)}
    refused = client.post(SERIES, sent)
    assert refused.status_code == 409
    assert "What is marked below is more than may be booked." in text(refused)
    assert not Booking.objects.filter(person=lea).exists()
