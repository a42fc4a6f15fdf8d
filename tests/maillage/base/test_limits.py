"""Forms and feeds: enough for a minute, for each on their own."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from maillage.base import clock
from maillage.base.limits import TooMany, count

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-06-01T12:00:48+02:00")


@pytest.fixture(autouse=True)
def _few(settings):
    settings.PER_MINUTE = {"forms": 2, "feeds": 2}
    with clock.fixed(NOON):
        yield


def send(client, **where):
    return client.post("/lieux/nulle-part/reserver/rien/", {"note": "x"}, **where)


def test_forms_are_limited_by_address_and_say_when_to_come_back(client):
    answers = [send(client, REMOTE_ADDR="192.0.2.1") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert answers[-1]["Retry-After"] == "12"
    assert "429.html" in [template.name for template in answers[-1].templates]
    assert send(client, REMOTE_ADDR="192.0.2.2").status_code == 404
    with clock.fixed(NOON + timedelta(minutes=1)):
        assert send(client, REMOTE_ADDR="192.0.2.1").status_code == 404


def test_what_keeps_places_is_limited_by_the_hour(rf, settings):
    settings.PER_HOUR = {"guests": 2}
    request = rf.post("/", REMOTE_ADDR="192.0.2.1")
    request.user = AnonymousUser()
    count(request, "guests"), count(request, "guests")

    with clock.fixed(NOON + timedelta(minutes=59)), pytest.raises(TooMany) as refusal:
        count(request, "guests")
    with clock.fixed(NOON + timedelta(hours=1)):
        count(request, "guests")

    assert refusal.value.headers == {"Retry-After": "12"}
    settings.PER_HOUR = {"guests": 0}
    for _ in range(5):
        count(request, "guests")


def test_person_is_the_same_at_every_address(client, owner, stranger):
    client.force_login(owner)
    statuses = [send(client, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(3)]

    assert statuses == [404, 404, 429]
    client.force_login(stranger)
    assert send(client, REMOTE_ADDR="192.0.2.2").status_code == 404


def test_address_that_a_visitor_claims_is_not_believed(client, settings):
    claims = [send(client, headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code for number in range(3)]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    through_proxy = [
        send(client, headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"}).status_code
        for number in range(3)
    ]

    assert claims == through_proxy == [404, 404, 429]
    assert send(client, headers={"X-Forwarded-For": "203.0.113.10"}).status_code == 404


def test_feeds_are_limited_but_not_the_news_that_there_is_nothing_new(client):
    first = client.get("/lieux.json")
    known = [client.get("/lieux.json", headers={"If-None-Match": first["ETag"]}).status_code for _ in range(5)]
    others = [client.get("/agenda.ics").status_code, client.get("/annuaire.csv").status_code]

    assert (first.status_code, known, others) == (200, [304] * 5, [200, 429])


def test_pages_are_read_without_limit(client):
    assert [client.get("/lieux/").status_code for _ in range(4)] == [200] * 4


def test_no_limit_is_none(client, settings):
    settings.PER_MINUTE = {"forms": 0, "feeds": 0}

    assert [send(client).status_code for _ in range(4)] == [404] * 4
