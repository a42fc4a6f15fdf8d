"""The page of an event, and of one of its dates."""

from datetime import date, time

import pytest

from events.agenda.models import DateChange, Event, Status
from maillage.base import clock
from maillage.curation.services import lifecycle
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_december():
    with clock.fixed(paris(2026, 12, 1, 9)):
        yield


@pytest.fixture
def weekly(db):
    """Twenty Saturdays from 5 December; the first cancelled, the second moved to the Sunday at ten."""
    event = EventFactory.published(slug="hebdo", title="Yoga", on=date(2026, 12, 5), rrule="FREQ=WEEKLY;COUNT=20")
    event.changes.set(
        [
            DateChange(day=date(2026, 12, 5), status=Status.CANCELLED),
            DateChange(
                day=date(2026, 12, 12), status=Status.RESCHEDULED, new_on=date(2026, 12, 13), starts=time(10)
            ),
        ]
    )  # fmt: skip
    event.save()
    lifecycle.publish(event, by=None)
    return Event.objects.get(pk=event.pk)


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, response.content
    return response


def said(response):
    return response.content.decode()


def test_page_leads_with_the_next_date_that_takes_place(client, weekly):
    shown = page(client, "/en/agenda/hebdo/").context

    assert [one["start"] for one in shown["chosen"]] == [paris(2026, 12, 13, 10)]
    assert (shown["others"][0]["cancelled"], shown["others"][0]["start"]) == (True, paris(2026, 12, 5, 18))
    assert (len(shown["others"]), shown["more"]) == (12, 7)


def test_all_dates_can_be_seen(client, weekly):
    shown = page(client, page(client, "/en/agenda/hebdo/").context["all_url"]).context

    assert (len(shown["others"]), shown["more"]) == (19, 0)


def test_cancelled_date_says_so_on_its_own_page(client, weekly):
    shown = page(client, "/en/agenda/hebdo/2026-12-05/")

    assert "This date is cancelled." in said(shown)
    assert "Yoga, Saturday 5 December" in said(shown)


def test_moved_date_says_when_it_was_and_its_old_page_leads_there(client, weekly):
    old = client.get("/en/agenda/hebdo/2026-12-12/")

    assert (old.status_code, old["Location"]) == (302, "/en/agenda/hebdo/2026-12-13/")
    html = said(page(client, "/en/agenda/hebdo/2026-12-13/"))
    assert "Was planned for" in html
    assert "<del>Saturday 12 December, 18:00</del>" in html


@pytest.mark.parametrize("day", ["2026-12-06", "2026-13-01", "20261205", "2026-W49-6", "demain"])
def test_day_without_a_date_is_no_page(client, weekly, day):
    assert client.get(f"/agenda/hebdo/{day}/").status_code == 404


def test_two_dates_of_one_day_share_its_page(client):
    event = EventFactory.draft(slug="deux", on=date(2026, 12, 5), starts=time(10), ends=time(11))
    event.schedules.create(first_on=date(2026, 12, 5), starts=time(15), ends=time(16))
    event.refresh_from_db()
    lifecycle.publish(event, by=None)

    shown = page(client, "/agenda/deux/2026-12-05/").context

    assert [one["start"] for one in shown["chosen"]] == [paris(2026, 12, 5, 10), paris(2026, 12, 5, 15)]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.CANCELLED, "This event is cancelled."),
        (Status.POSTPONED, "Postponed: the new date is not known yet."),
        (Status.MOVED_ONLINE, "This takes place online, no longer in the place announced."),
    ],
)
def test_what_becomes_of_the_whole_event_stands_above_everything(client, status, words):
    event = EventFactory.published(slug="bal", on=date(2026, 12, 5), registration_url="https://example.org/")
    event.status = status
    lifecycle.publish(event, by=None)

    shown = page(client, "/en/agenda/bal/")

    assert words in said(shown)
    assert bool(shown.context["register_url"]) == (status == Status.MOVED_ONLINE)


def test_full_event_takes_nobody_any_more(client):
    event = EventFactory.published(slug="bal", on=date(2026, 12, 5), registration_url="https://example.org/")
    assert page(client, "/agenda/bal/").context["register_url"]
    event.status = Status.FULL
    lifecycle.publish(event, by=None)

    assert not page(client, "/agenda/bal/").context["register_url"]


def test_event_without_registration_says_whom_to_ask(client):
    space = SpaceFactory(phone="+33559000001", email="bonjour@centrale.example")
    event = EventFactory.published(slug="bal", on=date(2026, 12, 5), space=space)

    def enquiries():
        facts = page(client, "/en/agenda/bal/").context["facts"]
        return [
            (one["label"], one["value"].replace("\xa0", " "), one["url"])
            for one in facts
            if one.get("url", "").startswith(("tel:", "mailto:"))
        ]

    assert enquiries() == [
        ("Enquiries", "05 59 00 00 01", "tel:+33559000001"),
        ("E-mail", "bonjour@centrale.example", "mailto:bonjour@centrale.example"),
    ]
    event.organisers.set(
        [OrganisationFactory.published(email="bal@poche.example"), OrganisationFactory(email="x@y.zz")]
    )
    event.save()
    lifecycle.publish(event, by=None)
    assert enquiries() == [("Enquiries", "bal@poche.example", "mailto:bal@poche.example")]
    Event.objects.update(registration_url="https://bal.example/")
    assert enquiries() == []


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.FULL])
def test_event_that_takes_nobody_says_nobody_to_ask(client, status):
    space = SpaceFactory(email="bonjour@centrale.example")
    EventFactory.published(slug="bal", on=date(2026, 12, 5), space=space, status=status)

    assert "mailto:" not in said(page(client, "/en/agenda/bal/"))


def test_past_date_of_a_series_is_over_and_the_series_is_not(client, weekly):
    with clock.fixed(paris(2027, 1, 1)):
        assert "This date is over." in said(page(client, "/en/agenda/hebdo/2026-12-26/"))
        assert "is over" not in said(page(client, "/en/agenda/hebdo/"))
    with clock.fixed(paris(2028, 1, 1)):
        assert "This event is over." in said(page(client, "/en/agenda/hebdo/"))


def test_one_adds_one_date_or_all(client, weekly):
    EventFactory.published(slug="seul", on=date(2026, 12, 5))

    def urls(path):
        return [one["url"] for one in page(client, path).context["calendars"]]

    assert urls("/agenda/hebdo/") == ["/agenda/hebdo/2026-12-13.ics", "/agenda/hebdo.ics"]
    assert urls("/agenda/hebdo/2026-12-13/") == ["/agenda/hebdo/2026-12-13.ics", "/agenda/hebdo.ics"]
    assert urls("/agenda/seul/2026-12-05/") == ["/agenda/seul.ics"]
    with clock.fixed(paris(2028, 1, 1)):
        assert urls("/agenda/hebdo/") == ["/agenda/hebdo.ics"]


def test_page_shows_what_is_published_while_a_draft_is_being_written(client, weekly):
    weekly.title = "Brouillon"
    weekly.changes.set([])
    weekly.save_revision()

    shown = page(client, "/en/agenda/hebdo/2026-12-05/")

    assert "Brouillon" not in said(shown)
    assert "This date is cancelled." in said(shown)


def test_place_that_its_reader_may_not_see_is_named_without_a_link(client):
    EventFactory.published(slug="bal", on=date(2026, 12, 5), space=SpaceFactory.for_members(name="Le Refuge"))

    html = said(page(client, "/agenda/bal/"))

    assert "Le Refuge" in html
    assert 'href="/lieux/' not in html.split("<main")[1].split("</main")[0]


def test_only_its_team_is_offered_to_change_it(client, owner, stranger):
    EventFactory.published(slug="bal", on=date(2026, 12, 5), space=SpaceFactory(manager=owner))

    offered = []
    for user in (owner, stranger):
        client.force_login(user)
        offered.append(bool(page(client, "/agenda/bal/").context["edit_url"]))

    assert offered == [True, False]


def test_page_asks_the_same_queries_whatever_the_number_of_dates(client, django_assert_num_queries):
    for slug, count in (("un", 1), ("beaucoup", 30)):
        EventFactory.published(slug=slug, on=date(2026, 12, 5), rrule=f"FREQ=WEEKLY;COUNT={count}")
    client.get("/agenda/un/")
    for slug in ("un", "beaucoup"):
        with django_assert_num_queries(9):
            client.get(f"/agenda/{slug}/")
