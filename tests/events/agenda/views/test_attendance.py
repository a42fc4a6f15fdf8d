"""`/agenda/<slug>/<day>/presents/`: who has come to a training has what it gives."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from events.agenda.services.attendance import note_attendance, valid_until
from maillage.base import clock
from maillage.base.errors import DomainError, NotAllowed
from maillage.users.models import User
from spaces.booking.models import HabilitationGrant
from spaces.catalogue.services import team
from tests.events.agenda.event_form import add_url, posted
from tests.factories.agenda import EventFactory, paris
from tests.factories.booking import PersonFactory, booked, open_room, require_training, trained
from tests.factories.catalogue import SpaceFactory
from tests.maillage.curation.record_rights import open_back_office
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/agenda/laser/2026-06-16/presents/"


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(paris(2026, 6, 16, 21)):
        yield


@pytest.fixture
def as_():
    """A browser in which that person is signed in; nobody: a visitor."""

    def sign_in(user) -> Client:
        client = Client()
        if user:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def space(owner, teammate):
    return SpaceFactory.open(name="La Centrale", slug="la-centrale", manager=owner, host=teammate)


@pytest.fixture
def room(space):
    return open_room(space=space)


@pytest.fixture
def event(space, room):
    training = require_training(room, "laser")
    fields = {"habilitation": training, "habilitation_months": 24, "visibility": "public"}
    return EventFactory.published(
        title="Initiation laser", slug="laser", space=space, on=date(2026, 6, 16), starts=time(18), **fields
    )


@pytest.fixture
def lea(room):
    """Known here."""
    lea = PersonFactory(name="Léa Martin", email="lea@example.org")
    booked(room, "10-12", person=lea, day="2026-06-10")
    return lea


def test_visitor_reads_what_the_training_gives(as_, event):
    assert "Gives the training “Laser”" in text(as_(None).get("/en/agenda/laser/"))


def test_team_says_who_came_and_each_has_it(as_, event, room, lea, teammate):
    bob = PersonFactory(email="bob@example.org")
    assert URL in as_(teammate).get("/en/agenda/laser/2026-06-16/").content.decode()

    response = as_(teammate).post(URL, {"connues": [lea.pk], "autres": " BOB@example.org ;\n\n"}, follow=True)

    given = {one.person: one for one in HabilitationGrant.objects.all()}
    assert set(given) == {lea, bob} and "Léa Martin" in text(response)
    one = given[lea]
    assert (one.habilitation, one.space, one.granted_by, one.valid_until) == (
        event.habilitation, room.space, teammate, date(2028, 6, 16)
    )  # fmt: skip
    assert one.evidence == "Initiation laser 2026-06-16" and one.evidence_uuid == event.occurrences.get().uuid
    assert one.evidence_path.endswith("/agenda/laser/2026-06-16/")


def test_names_of_those_known_here_are_found_and_others_named(as_, event, lea, room, teammate):
    for number in range(2):
        booked(room, f"{13 + number}-{14 + number}", person=PersonFactory(name="Ada Colin"), day="2026-06-10")
    PersonFactory(name="Zoé Inconnue")

    response = as_(teammate).post(URL, {"autres": "léa martin\nZoé Inconnue\nada"})

    assert response.status_code == 422 and not HabilitationGrant.objects.exists()
    assert "Nobody has an account with this: Zoé Inconnue." in text(response)
    assert "Several people have this name: ada." in text(response)
    as_(teammate).post(URL, {"autres": "léa martin"})
    assert HabilitationGrant.objects.get().person == lea


def test_people_are_in_the_order_of_their_names_whatever_the_accents(as_, event, room, teammate):
    for number, name in enumerate(("Yanis", "Élise", "Zoé", "adam")):
        booked(room, f"{8 + number}-{9 + number}", person=PersonFactory(name=name), day="2026-06-10")

    def names(selector: str) -> list[str]:
        return [one.get_text(strip=True) for one in soup(as_(teammate).get(URL)).select(selector)]

    assert names("label:has([name=connues])") == ["adam", "Élise", "Yanis", "Zoé"]
    note_attendance(event.occurrences.get(), list(User.objects.filter(name__in=["Zoé", "Élise"])), by=teammate)
    assert names("aside li") == ["Élise", "Zoé"]


def test_twice_is_once_and_what_the_space_gave_before_is_replaced(event, lea, room, teammate):
    former = trained(lea, space=room.space)
    occurrence = event.occurrences.get()

    (given,) = note_attendance(occurrence, [lea, lea], by=teammate)

    assert note_attendance(occurrence, [lea], by=teammate) == []
    assert list(HabilitationGrant.objects.standing()) == [given]
    former.refresh_from_db()
    assert former.revoked_at is not None


@pytest.fixture
def afternoon(event):
    """The same day, four hours earlier."""
    evening, earlier = event.occurrences.get(), timedelta(hours=4)
    times = {"start_at": evening.start_at - earlier, "end_at": evening.end_at - earlier}
    days = {"first_on": evening.first_on, "last_on": evening.last_on}
    return event.occurrences.create(**times, **days, recurrence_at=times["start_at"])


def test_of_two_dates_of_one_day_each_has_its_own_people(as_, event, afternoon, lea, teammate):
    bob, client = PersonFactory(name="Bob", email="bob@example.org"), as_(teammate)
    evening = event.occurrences.exclude(pk=afternoon.pk).get()
    note_attendance(evening, [bob], by=teammate)
    page = soup(client.get("/en/agenda/laser/2026-06-16/"))
    links = {a.get_text(strip=True): a["href"] for a in page.select("main a") if "presents" in a["href"]}
    assert list(links) == ["Say who came at 14:00", "Say who came at 18:00"]

    done = client.post(links["Say who came at 14:00"], {"autres": lea.email}, follow=True)

    given = {one.person: one.evidence_uuid for one in HabilitationGrant.objects.all()}
    assert given == {bob: evening.uuid, lea: afternoon.uuid}
    assert [one.get_text() for one in soup(done).select("aside li")] == ["Léa Martin"]
    assert [one.get_text(strip=True) for one in soup(done).select(".chip")] == ["14:00–16:00", "18:00–20:00"]
    assert soup(done).select_one(".chip[aria-current]").get_text(strip=True) == "14:00–16:00"


def test_nobody_is_noted_before_one_of_two_dates_is_chosen(as_, event, afternoon, lea, teammate):
    client = as_(teammate)

    asked, sent = client.get(URL), client.post(URL, {"autres": lea.email})

    assert (asked.status_code, sent.status_code) == (200, 422)
    assert "Which date of that day?" in text(asked) and not soup(asked).select("main form.form")
    assert not HabilitationGrant.objects.exists()
    assert [client.get(f"{URL}?seance={name}").status_code for name in ("rien", uuid4())] == [404, 404]


def test_nobody_is_no_answer(as_, event, lea, teammate):
    response = as_(teammate).post(URL, {"autres": " \n"})

    assert response.status_code == 422 and "Tick somebody, or write who has come." in text(response)


def test_before_it_begins_or_where_it_is_off_nobody_has_come(as_, event, lea, teammate):
    occurrence = event.occurrences.get()
    with clock.fixed(paris(2026, 6, 16, 17)):
        assert URL not in as_(teammate).get("/en/agenda/laser/2026-06-16/").content.decode()
        page, sent = as_(teammate).get(URL), as_(teammate).post(URL, {"autres": lea.email})
        assert (page.status_code, sent.status_code) == (200, 422)
        for one in (page, sent):
            assert "It begins on Tuesday 16 June at 18:00. Come back then to say who came." in text(one)
            assert not soup(one).select("main form.form")
    event.occurrences.update(status="cancelled")
    occurrence.refresh_from_db()

    with pytest.raises(DomainError, match=r"did not take place|n’a pas eu lieu"):
        note_attendance(occurrence, [lea], by=teammate)
    assert not HabilitationGrant.objects.exists()


def test_only_the_team_of_the_space(as_, event, lea, owner, teammate, stranger):
    elsewhere = SpaceFactory.open()
    team.join(elsewhere, user=stranger, role="manager")
    people = (owner, teammate, stranger, lea, None)

    assert [as_(user).get(URL).status_code for user in people] == [200, 200, 404, 404, 404]
    assert [as_(user).post(URL, {"autres": lea.email}).status_code for user in people[2:]] == [404] * 3
    with pytest.raises(NotAllowed):
        note_attendance(event.occurrences.get(), [lea], by=stranger)
    assert not HabilitationGrant.objects.exists()


def test_event_gives_only_what_its_space_gives(as_, event, lea, room, owner):
    room.habilitations.clear()

    assert as_(owner).get(URL).status_code == 404
    assert URL not in as_(owner).get("/en/agenda/laser/2026-06-16/").content.decode()
    event.habilitation.recognised_by.add(room.space)
    assert as_(owner).get(URL).status_code == 200


def test_event_without_habilitation_has_no_such_page(as_, event, owner):
    event.habilitation = None
    event.save()

    assert as_(owner).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("months", "expected"),
    [(None, None), (1, date(2027, 2, 28)), (13, date(2028, 2, 29)), (11, date(2027, 12, 31)), (24, date(2029, 1, 31))],
)
def test_months_end_on_the_same_day_or_the_last(months, expected):
    assert valid_until(date(2027, 1, 31), months) == expected


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_whoever_has_come(as_, event, room, teammate, count, django_assert_num_queries):
    people = PersonFactory.create_batch(count)
    for number in range(count):
        booked(room, f"{8 + number}-{9 + number}", person=PersonFactory(), day="2026-06-10")
    note_attendance(event.occurrences.get(), people, by=teammate)
    client = as_(teammate)
    client.get(URL)

    with django_assert_num_queries(13):
        assert len(soup(client.get(URL)).select("aside li")) == count


def test_manager_says_in_wagtail_what_an_event_gives(client, event, space, owner):
    open_back_office(owner)
    client.force_login(owner)
    gives = {"habilitation": str(event.habilitation_id), "habilitation_months": "12", "action-publish": "1"}
    elsewhere = require_training(open_room(), "tour")

    client.post(add_url(), posted(space, title="Atelier") | gives)
    client.post(add_url(), posted(space, title="Ailleurs") | gives | {"habilitation": str(elsewhere.pk)})

    made = type(event).objects.get(title="Atelier")
    assert (made.habilitation, made.habilitation_months) == (event.habilitation, 12)
    assert not type(event).objects.filter(title="Ailleurs").exists()
