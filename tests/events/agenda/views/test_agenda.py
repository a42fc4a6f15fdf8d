"""The agenda as people and programs read it."""

import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import icalendar
import pytest
import recurring_ical_events

from events.agenda.models import Status
from maillage.base import clock
from maillage.curation.services import lifecycle
from maillage.territories.models import Territory
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import ResourceFactory, SpaceFactory, words
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db

FORMS = [
    "/agenda/",
    "/agenda/?vue=carte",
    "/agenda.json",
    "/agenda.csv",
    "/agenda.rss",
    "/agenda.ics",
    "/agenda.geojson",
]


@pytest.fixture(autouse=True)
def _in_december():
    with clock.fixed(paris(2026, 12, 1, 9)):
        yield


def read(response) -> str:
    """The text of an answer, written at once or as it is read."""
    return b"".join(response).decode()


def titles(client, query=""):
    response = client.get(f"/agenda.json?{query}")
    text = read(response)
    assert response.status_code == 200, text
    return [one["title"] for one in json.loads(text)["occurrences"]]


@pytest.mark.parametrize("url", FORMS)
def test_agenda_shows_what_is_public_in_every_form(client, url):
    EventFactory.published(title="Bal gascon", on=date(2026, 12, 5))

    assert "Bal gascon" in read(client.get(url))


@pytest.mark.parametrize("url", FORMS)
def test_agenda_can_be_read_in_every_form_when_a_title_holds_a_control_character(client, url):
    EventFactory.published(title="Bal\x0b gascon\x01", on=date(2026, 12, 5))

    answer = client.get(url)

    assert answer.status_code == 200
    assert "gascon" in read(answer)


def test_rss_is_well_formed_when_a_title_holds_a_control_character(client):
    EventFactory.published(title="Bal\x0b gascon\x01", on=date(2026, 12, 5))

    feed = ElementTree.fromstring(read(client.get("/agenda.rss")))

    assert [item.findtext("title") for item in feed.iter("item")] == ["Bal\n gascon"]


@pytest.mark.parametrize(
    "url", [*FORMS, "/agenda/?vue=mois", "/agenda/?vue=semaine", "/agenda/secret/", "/agenda/secret.ics"]
)
@pytest.mark.parametrize("hidden", ["draft", "members", "archived", "unpublished"])
def test_agenda_hides_from_strangers_what_is_not_public(client, url, hidden):
    make = EventFactory.draft if hidden == "draft" else EventFactory.published
    visibility = "members" if hidden == "members" else "public"
    event = make(title="Conseil secret", slug="secret", on=date(2026, 12, 2), visibility=visibility)
    if hidden == "archived":
        lifecycle.archive(event, by=None)
    if hidden == "unpublished":
        lifecycle.unpublish(event, by=None)

    response = client.get(url)

    assert "Conseil secret" not in read(response)
    assert response.status_code == (404 if "secret" in url else 200)


def test_draft_shows_to_its_manager_with_the_dates_it_would_have_and_to_nobody_else(client, owner, stranger):
    space = SpaceFactory(manager=owner)
    EventFactory.draft(title="Brouillon", slug="brouillon", space=space, on=date(2026, 12, 5))

    client.force_login(owner)
    mine = client.get("/agenda/brouillon/")
    client.force_login(stranger)
    theirs = client.get("/agenda/brouillon/")

    assert (mine.status_code, theirs.status_code) == (200, 404)
    assert "samedi 5 décembre" in mine.content.decode()


def test_members_see_what_is_for_members(client, stranger):
    EventFactory.published(title="Pour les membres", slug="membres", visibility="members", on=date(2026, 12, 5))
    client.force_login(stranger)

    assert "Pour les membres" in client.get("/agenda/").content.decode()
    assert client.get("/agenda/membres/").status_code == 200


def test_filters_choose_among_the_dates(client):
    Territory.objects.create(pk="64", level="departement", name="Pyrénées-Atlantiques")
    space = SpaceFactory(name="Le Phare", slug="le-phare", city="Bayonne")
    EventFactory.published(title="Céramique", on=date(2026, 12, 5), is_free=False, price="5 €")
    EventFactory.published(title="Yoga", on=date(2026, 12, 6), space=space, attendance="mixed", for_mi=True)

    assert titles(client) == ["Céramique", "Yoga"]
    assert titles(client, "q=ceram") == ["Céramique"]
    assert titles(client, "q=bayonne") == ["Yoga"]
    assert titles(client, "q=céramiques") == ["Céramique"]
    assert titles(client, "q=du yoga en ville à bayonne") == []
    assert titles(client, "q=du yoga à bayonne") == ["Yoga"]
    assert titles(client, "lieu=le-phare") == ["Yoga"]
    assert titles(client, "gratuit=1") == ["Yoga"]
    assert titles(client, "mode=mixte") == ["Yoga"]
    assert titles(client, "accessibilite=mi") == ["Yoga"]
    assert titles(client, "du=2026-12-06") == ["Yoga"]
    assert titles(client, "au=2026-12-05") == ["Céramique"]
    assert titles(client, "pres=43.29,-0.37&rayon=5") == ["Céramique", "Yoga"]
    assert titles(client, "bbox=0,0,1,1") == []


@pytest.mark.parametrize(
    "query",
    ["du=demain", "au=2026-13-01", "du=2026-12-06&au=2026-12-01", "vue=annee", "type=zz", "lieu=zz", "organisateur=zz",
     "territoire=zz", "bbox=1,2", "pres=x", "rayon=5", "mode=zz", "accessibilite=zz", "gratuit=oui", "page=0",
     "page=99", "q=%00", "public=zz"],
)  # fmt: skip
def test_unknown_value_gives_a_page_that_says_so(client, query):
    page = client.get(f"/agenda/?{query}")

    assert page.status_code == 400
    assert "agenda" in page.content.decode()
    if not query.startswith("page=99"):
        feed = client.get(f"/agenda.json?{query}")
        assert (feed.status_code, feed.json()["code"]) == (400, "bad_filter")


def test_past_dates_are_not_listed_and_a_running_one_is(client):
    with clock.fixed(paris(2026, 11, 1)):
        EventFactory.published(title="Passé", on=date(2026, 11, 10))
        EventFactory.published(title="En cours", on=date(2026, 12, 1))

    assert titles(client) == ["En cours"]


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        ("/agenda/", 13),
        ("/agenda/?vue=carte", 14),
        ("/agenda/?vue=semaine", 12),
        ("/agenda/?vue=mois", 10),
        ("/agenda.json", 7),
        ("/agenda.ics", 9),
        ("/agenda.geojson", 8),
    ],
)
def test_each_form_asks_the_same_queries_for_1_and_3_dates(client, django_assert_num_queries, url, queries):
    client.get("/agenda/")
    event = EventFactory.published(on=date(2026, 12, 2), rrule="FREQ=WEEKLY;COUNT=2")
    event.types.set(words("event_type", ["concert"]))
    event.organisers.set([OrganisationFactory.published()])
    event.save()
    with django_assert_num_queries(queries):
        read(client.get(url))
    EventFactory.published(on=date(2026, 12, 3))
    EventFactory.published(on=date(2026, 12, 4))

    with django_assert_num_queries(queries):
        read(client.get(url))


def test_month_is_a_table_of_whole_weeks(client):
    EventFactory.published(title="Bal", on=date(2026, 12, 5))

    page = client.get("/agenda/?vue=mois").content.decode()

    assert page.count('<td class="month-day') == 35
    assert "Bal" in page


def test_feed_says_nothing_new_until_an_event_changes(client):
    event = EventFactory.published(on=date(2026, 12, 5))
    first = client.get("/agenda.ics")

    again = client.get("/agenda.ics", headers={"If-None-Match": first["ETag"]})
    with clock.fixed(paris(2026, 12, 1, 10)):
        event.title = "Autre titre"
        lifecycle.publish(event, by=None)
        after = client.get("/agenda.ics", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, after.status_code) == (304, 200)


def test_calendar_of_a_repeated_event_gives_its_dates_in_other_programs(client):
    EventFactory.published(
        title="Hebdo; « spécial », oui", slug="hebdo", on=date(2026, 3, 22), rrule="FREQ=WEEKLY;COUNT=3"
    )
    content = client.get("/agenda/hebdo.ics").content

    calendar = icalendar.Calendar.from_ical(content)
    read = recurring_ical_events.of(calendar).between(datetime(2026, 1, 1), datetime(2026, 12, 31))

    assert [one["DTSTART"].dt.astimezone(UTC) for one in read] == [
        datetime(2026, 3, 22, 17, tzinfo=UTC),
        datetime(2026, 3, 29, 16, tzinfo=UTC),
        datetime(2026, 4, 5, 16, tzinfo=UTC),
    ]
    assert {str(one["SUMMARY"]) for one in read} == {"Hebdo; « spécial », oui"}
    assert client.get("/agenda/hebdo.ics")["Content-Type"] == "text/calendar; charset=utf-8"


def test_cancelled_event_says_so_everywhere(client):
    event = EventFactory.published(title="Bal", slug="bal", on=date(2026, 12, 5))
    event.status = Status.CANCELLED
    lifecycle.publish(event, by=None)

    calendar = client.get("/agenda/bal.ics").content.decode()

    assert "STATUS:CANCELLED" in calendar
    assert "Annulé" in calendar
    assert "annulé" in client.get("/agenda/bal/").content.decode()
    assert '"https://schema.org/EventCancelled"' in client.get("/agenda/bal/").content.decode()


def test_page_of_one_date_exists_only_for_its_dates(client):
    EventFactory.published(slug="hebdo", on=date(2026, 12, 5), rrule="FREQ=WEEKLY;COUNT=2")

    answers = [client.get(f"/agenda/hebdo/{day}/").status_code for day in ("2026-12-12", "2026-12-13", "demain")]

    assert answers == [200, 404, 404]


def test_structured_data_cannot_end_its_script(client):
    EventFactory.published(title="</script><script>alert(1)</script>", slug="mechant", on=date(2026, 12, 5))

    page = client.get("/agenda/mechant/").content.decode()

    assert "<script>alert(1)" not in page
    found = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(found)[0]["name"] == "</script><script>alert(1)</script>"


def test_csv_cannot_run_in_a_spreadsheet(client):
    EventFactory.published(title="=1+1", on=date(2026, 12, 5))

    assert ",'=1+1," in read(client.get("/agenda.csv"))


def test_calendar_of_a_space_has_its_events_only(client):
    space = SpaceFactory(slug="ici")
    EventFactory.published(title="Chez nous", space=space, on=date(2026, 12, 5))
    EventFactory.published(title="Ailleurs", on=date(2026, 12, 5))

    calendar = client.get("/lieux/ici.ics").content.decode()

    assert "Chez nous" in calendar
    assert "Ailleurs" not in calendar


def test_event_in_two_languages_has_two_addresses(client):
    room = ResourceFactory()
    EventFactory.published(slug="bal", space=room.space, rooms=[room], on=date(2026, 12, 5))

    assert "samedi 5 décembre" in client.get("/agenda/bal/").content.decode()
    assert "Saturday 5 December" in client.get("/en/agenda/bal/").content.decode()
