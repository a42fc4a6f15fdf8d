"""`/lieux/<slug>/sur-place/`, « I am here », and the labels. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from maillage.base.qr import svg
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, Source, State
from tests.factories.booking import PersonFactory, at, booked
from tests.factories.catalogue import ResourceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/lieux/la-centrale/sur-place/"
HERE = f"{URL}?ressource=salle-aneto"
LABELS = "/en/gestion/la-centrale/etiquettes/"


def read(client, moment: str, url: str = HERE):
    with clock.fixed(at(moment)):
        return client.get(url)


def test_labels_are_printed_and_their_address_is_that_of_the_code(as_, centrale, owner, teammate):
    page = soup(as_(owner).get(LABELS))
    assert page.select_one(".label-address").get_text().endswith("/lieux/la-centrale/sur-place/")
    assert page.select_one("[data-print] button").get_text() == "Print"
    assert page.select_one(".empty a").get_text() == "Add what can be booked"

    ResourceFactory(space=centrale)
    page = soup(as_(owner).get(LABELS))
    assert len(page.select(".label")) == 2 and not page.select_one(".empty")


def say(client, booking, moment: str):
    with clock.fixed(at(moment)):
        return client.post(f"/en/reservations/{booking.uuid}/je-suis-la/", {"retour": HERE}, follow=True)


def test_who_has_booked_says_that_they_are_here(as_, booking, lea):
    page = read(as_(lea), "2026-06-16 09:45")
    assert soup(page).select_one(f"form[action='/en/reservations/{booking.uuid}/je-suis-la/']")

    answer = say(as_(lea), booking, "2026-06-16 09:46")

    found = Booking.objects.get()
    assert (found.state, found.checked_in_at, found.source) == (State.CHECKED_IN, at("2026-06-16 09:46"), Source.IMPORT)
    assert AuditEvent.objects.get(action="checked_in").actor == lea
    assert "Welcome!" in answer.content.decode() and "The arrival was noted at 09:46." in text(answer)


def test_button_is_on_the_page_of_the_booking_at_that_time_too(as_, booking, lea, teammate):
    url, button = f"/en/reservations/{booking.uuid}/", "form[action$='/je-suis-la/']"

    assert soup(read(as_(lea), "2026-06-16 10:00", url)).select_one(button)
    assert not soup(read(as_(lea), "2026-06-16 09:44", url)).select_one(button)
    assert not soup(read(as_(teammate), "2026-06-16 10:00", url)).select_one(button)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("2026-06-16 09:30", "It begins at 10:00: say that you are there from 09:45 on."),
        ("2026-06-15 10:00", "It is for another day"),
        ("2026-06-16 12:00", "It is over"),
    ],
)
def test_too_early_and_too_late_is_said_and_changes_nothing(as_, booking, lea, moment, sentence):
    answer = say(as_(lea), booking, moment)

    assert sentence in answer.content.decode()
    assert Booking.objects.get().state == State.CONFIRMED


def test_twice_is_once(as_, booking, lea):
    for moment in ("2026-06-16 10:00", "2026-06-16 10:20"):
        assert say(as_(lea), booking, moment).status_code == 200

    assert Booking.objects.get().checked_in_at == at("2026-06-16 10:00")
    assert AuditEvent.objects.filter(action="checked_in").count() == 1


def test_nobody_says_it_for_somebody_else(as_, booking, owner, teammate, stranger):
    url = f"/en/reservations/{booking.uuid}/je-suis-la/"
    with clock.fixed(at("2026-06-16 10:00")):
        assert [as_(user).post(url).status_code for user in (owner, teammate, stranger, None)] == [403, 403, 404, 404]
    assert Booking.objects.get().state == State.CONFIRMED


def test_without_a_booking_one_sees_what_is_free_and_until_when(as_, booking, desks, stranger):
    for user in (stranger, None):
        said = text(read(as_(user), "2026-06-16 09:00"))
        assert "Free right now, until 10:00." in said
        assert "Espace ouvert until 18:00 · 3 seats" in said
        assert "Léa" not in said
    assert "Not free at this moment." in text(read(as_(stranger), "2026-06-16 10:30"))


def test_before_closed_doors_one_reads_when_they_open_and_nothing_of_what_is_taken(as_, room, stranger):
    said = text(read(as_(stranger), "2026-06-16 22:00"))

    assert "Closed right now Opens tomorrow at 09:00" in said
    assert "Not free at this moment." not in said and "Nothing at this moment." not in said


def test_anonymous_is_led_to_sign_in_and_back(as_, booking):
    link = soup(read(as_(None), "2026-06-16 10:00")).select_one("main a[href*='login']")

    assert (
        link["href"].endswith("sur-place/%3Fressource%3Dsalle-aneto")
        or "sur-place%2F%3Fressource%3Dsalle-aneto" in link["href"]
    )


def test_door_and_unknown_labels_show_the_place(as_, booking, lea):
    for url in (URL, f"{URL}?ressource=nulle-part"):
        page = read(as_(lea), "2026-06-16 10:00", url)
        assert page.status_code == 200 and "I am here" in text(page)


def test_queries_do_not_depend_on_how_much_there_is(as_, booking, centrale, lea, room):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            read(as_(lea), "2026-06-16 09:50")
        return queries_of_rooms(found)

    one = asked()
    booked(room, "14-16", person=lea)
    booked(ResourceFactory(space=centrale, slug="autre"), "10-12", person=PersonFactory())
    assert one == asked() == 8


# Labels


def test_each_thing_in_service_and_the_door_have_a_label(as_, room, desks, teammate, settings):
    settings.SITE_URL = "https://maillage.example"
    ResourceFactory(space=room.space, slug="grenier", name="Grenier", is_active=False)
    page = as_(teammate).get(LABELS)

    assert [name.get_text() for name in soup(page).select(".label-name")] == [
        "La Centrale",
        *sorted(("Espace ouvert", "Salle Aneto")),
    ]
    said = [one.get_text() for one in soup(page).select(".label-address")]
    assert "maillage.example/lieux/la-centrale/sur-place/?ressource=salle-aneto" in said
    assert svg("https://maillage.example/lieux/la-centrale/sur-place/?ressource=salle-aneto") in page.content.decode()


def test_only_the_team_prints_labels(as_, room, owner, teammate, stranger, other_manager):
    assert [as_(user).get(LABELS).status_code for user in (owner, teammate)] == [200, 200]
    assert [as_(user).get(LABELS).status_code for user in (stranger, other_manager, None)] == [404] * 3
