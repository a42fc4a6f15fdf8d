"""The screen at the door and the team's list of them. In English: the words of the code itself."""

import json
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import Booking, Kiosk, MissedArrival, State
from spaces.booking.services import kiosks
from tests.factories.booking import PersonFactory, at, booked
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

TEAM = "/en/gestion/la-centrale/borne/"
URL = "/en/lieux/la-centrale/borne/"
FRENCH = URL.removeprefix("/en")
SEND = f"{URL}arrivees/"


@pytest.fixture
def tablet(centrale, teammate) -> Client:
    """What the team has opened at the door: a browser that knows the secret of a kiosk, and nobody."""
    client = Client()
    client.force_login(teammate)
    client.post(TEAM, {"name": "Entrée"})
    return client


@pytest.fixture(autouse=True)
def _on_the_day(request):
    with clock.fixed(at("2026-06-16 09:50")):
        yield


def send(tablet, *arrivals):
    return tablet.post(SEND, json.dumps({"arrivals": arrivals}), content_type="application/json")


def state(booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


def test_whoever_opens_a_kiosk_is_signed_out_of_it(centrale, teammate, client):
    client.force_login(teammate)
    answer = client.post(TEAM, {"name": "Entrée"})

    assert answer.url == URL and "sessionid" not in {name for name, morsel in client.cookies.items() if morsel.value}
    cookies = [morsel for morsel in answer.cookies.values() if morsel.key == "borne"]
    assert sorted(cookie["path"] for cookie in cookies) == [URL, FRENCH]
    assert {(cookie["httponly"], cookie["samesite"]) for cookie in cookies} == {(True, "Strict")}
    (secret,) = {cookie.value for cookie in cookies}
    kiosk = Kiosk.objects.get()
    assert (kiosk.name, kiosk.by, kiosk.space) == ("Entrée", teammate, centrale)
    assert secret not in str(Kiosk.objects.values())
    assert client.get(TEAM).status_code == 404


def test_only_the_team_opens_a_kiosk(as_, centrale, stranger, lea, other_manager, owner):
    for user in (stranger, lea, other_manager, None):
        assert as_(user).post(TEAM, {"name": "Entrée"}).status_code == 404
    assert not Kiosk.objects.exists()
    assert as_(owner).post(TEAM, {"name": ""}).status_code == 422


def test_managers_revoke_and_hosts_do_not(as_, tablet, owner, teammate, stranger, other_manager):
    kiosk = Kiosk.objects.get()
    url = f"/en/gestion/la-centrale/bornes/{kiosk.uuid}/revoquer/"
    assert "Entrée" in text(as_(teammate).get(TEAM)) and not soup(as_(teammate).get(TEAM)).select_one(
        f"[action='{url}']"
    )
    for user, status in ((teammate, 403), (stranger, 404), (other_manager, 404), (None, 404)):
        assert as_(user).post(url).status_code == status
    assert tablet.get(URL).status_code == 200

    assert soup(as_(owner).get(TEAM)).select_one(f"dialog [action='{url}']")
    as_(owner).post(url)

    assert tablet.get(URL).status_code == 404
    assert (send(tablet).status_code, send(tablet).json()) == (403, {"code": "revoked"})


def test_closing_a_kiosk_is_asked_first(as_, tablet, owner, teammate):
    kiosk = Kiosk.objects.get()
    url = f"/en/gestion/la-centrale/bornes/{kiosk.uuid}/revoquer/"
    question, warning = "Close the kiosk “Entrée”?", "the arrivals that it keeps will not be sent"

    page = soup(as_(owner).get(TEAM))
    dialog = page.find(id=page.select_one(f"a[href='{url}']")["data-dialog"])
    assert question in dialog.get_text() and warning in dialog.get_text()
    alone = as_(owner).get(url)
    assert question in text(alone) and warning in text(alone)
    assert as_(teammate).get(url).status_code == 403
    assert Kiosk.objects.usable().get() == kiosk

    as_(owner).post(url)
    assert [as_(owner).get(url).status_code, as_(owner).post(url).status_code] == [404, 404]


def test_closed_kiosk_writes_no_arrival(tablet, booking):
    kiosks.revoke(Kiosk.objects.get())

    assert send(tablet, {"id": "1", "booking": str(booking.uuid), "age_s": 5}).status_code == 403
    assert state(booking) == State.CONFIRMED and not MissedArrival.objects.exists()


def test_kiosk_reads_first_names_and_hours_and_nothing_else(tablet, booking):
    said = text(tablet.get(URL))

    assert "Léa M." in said and "10:00–12:00" in said
    assert not {"Martin", "Pistache", "Salle Aneto", booking.code, booking.spaced_code} & set(said.split())
    for path in (
        "/en/gestion/la-centrale/",
        f"/en/reservations/{booking.uuid}/",
        f"/en/lieux/la-centrale/arrivee/{booking.code}/",
    ):
        assert tablet.get(path).status_code == 404


def test_whoever_has_no_kiosk_sees_nobody(as_, booking, tablet, lea, owner):
    for user in (lea, owner, None):
        answer = as_(user).get(URL)
        assert answer.status_code == 404 and "M." not in text(answer)
        assert as_(user).post(SEND).status_code == 403
    assert tablet.get("/en/lieux/ailleurs/borne/").status_code == 404


def test_kiosk_of_one_place_notes_nothing_in_another(tablet, booking, other_manager):
    room = other_manager.space_roles.get().space.resources.get()
    elsewhere = booked(room, "10-12", person=PersonFactory())

    answer = send(tablet, {"id": "1", "booking": str(elsewhere.uuid)}, {"id": "2", "code": elsewhere.code})

    assert [one["done"] for one in answer.json()["results"]] == [False, False]
    assert state(elsewhere) == State.CONFIRMED


@pytest.mark.parametrize("by", ["booking", "code"])
def test_forms_work_without_scripts(tablet, booking, by):
    said = {
        "booking": {"booking": str(booking.uuid)},
        "code": {"code": f" {booking.code[:3].lower()} {booking.code[3:]}"},
    }

    answer = tablet.post(URL, said[by])

    assert "Welcome, Léa M.! Your arrival is noted." in text(answer) and "Is here" in text(answer)
    assert state(booking) == State.CHECKED_IN


def test_arrivals_kept_by_the_tablet_are_noted_when_they_were(tablet, booking):
    with clock.fixed(at("2026-06-16 12:00")):
        answers = [send(tablet, {"id": "a", "booking": str(booking.uuid), "age_s": 7200}) for _ in range(2)]

    assert [answer.json()["results"][0]["done"] for answer in answers] == [True, True]
    assert Booking.objects.get().checked_in_at == at("2026-06-16 10:00")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"arrivals": 3}',
        '{"arrivals": [3]}',
        '{"arrivals": [{}]}',
        '{"arrivals": [{"id": 1, "age_s": "x"}]}',
        '{"arrivals": [{"id": 1, "age_s": 1%s}]}' % ("0" * 400),
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_refused(tablet, body):
    answer = tablet.post(SEND, body, content_type="application/json")

    assert (answer.status_code, answer.json()) == (400, {"code": "unreadable"})


def test_strange_values_find_nothing(tablet, booking):
    strange = [{"id": "1", "booking": "x"}, {"id": "2", "code": "\x00" * 6}, {"id": "3", "booking": 7, "age_s": 1e300}]

    assert [one["done"] for one in send(tablet, *strange).json()["results"]] == [False] * 3


def test_codes_cannot_be_tried_out(tablet, settings):
    settings.PER_MINUTE = settings.PER_MINUTE | {"codes": 2}

    assert [tablet.post(URL, {"code": f"22222{n}"}).status_code for n in range(2, 5)] == [200, 200, 429]
    assert send(tablet, {"id": "1", "code": "222222"}).status_code == 429


@pytest.mark.parametrize("typed", ["QQQ", "QQQ QQ0", "QQQ QQQ Q"])
def test_what_is_no_code_is_said_to_be_none(tablet, typed):
    said = "This is not the code of a booking: those have six letters or digits."

    assert said in text(tablet.post(URL, {"code": typed}))
    (result,) = send(tablet, {"id": "1", "code": typed}).json()["results"]
    assert not result["done"] and result["said"].startswith(said)


def test_who_comes_too_early_reads_from_when_on(tablet, room):
    late = booked(room, "12-13", person=PersonFactory())
    sentence = "It begins at 12:00: say that you are there from 11:45 on."

    line = soup(tablet.get(URL)).select_one(f"[data-booking='{late.uuid}']")
    assert (line["data-too-early"], datetime.fromisoformat(line["data-from"])) == (sentence, at("2026-06-16 11:45"))
    assert line.select_one("button")["aria-disabled"] == "true" and "from 11:45 on" in line.get_text()
    assert sentence in text(tablet.post(URL, {"booking": str(late.uuid)}))

    with clock.fixed(at("2026-06-16 11:45")):
        line = soup(tablet.get(URL)).select_one(f"[data-booking='{late.uuid}']")
    assert not line.select_one("[aria-disabled]") and "from" not in line.get_text()


@pytest.mark.parametrize(
    ("said", "is_told"), [({}, False), ({"is_awaited": True}, False), ({"is_awaited": False}, True)]
)
def test_team_is_told_of_what_nobody_awaits_the_answer_of(tablet, booking, said, is_told):
    Booking.objects.update(state=State.CANCELLED)

    (result,) = send(tablet, {"id": "1", "booking": str(booking.uuid), "age_s": 5, **said}).json()["results"]

    assert (result["done"], result["at"]) == (False, "Tuesday 16 June, 09:49")
    assert MissedArrival.objects.exists() == is_told


def test_sending_needs_the_page_of_the_kiosk(tablet, booking):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = tablet.cookies

    assert send(careful, {"id": "1", "booking": str(booking.uuid)}).status_code == 403
    assert state(booking) == State.CONFIRMED


def test_worker_rules_over_the_kiosk_only(client, centrale):
    answer = client.get(f"{URL}hors-ligne.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer


def test_team_reads_who_could_not_be_let_in_and_settles_it(as_, tablet, booking, teammate, stranger, other_manager):
    Booking.objects.update(state=State.CANCELLED)
    with clock.fixed(at("2026-06-16 12:00")):
        send(tablet, {"id": "a", "booking": str(booking.uuid), "age_s": 7200})
        board = as_(teammate).get("/en/gestion/la-centrale/")
    missed = MissedArrival.objects.get()
    url = f"/en/gestion/la-centrale/arrivees/{missed.uuid}/regler/"
    panel = soup(board).select_one("section[aria-labelledby=manquees]").get_text(" ")
    assert "Léa Martin" in panel and "10:00" in panel and "Salle Aneto" in panel

    assert [as_(user).post(url).status_code for user in (stranger, other_manager, None)] == [404] * 3
    as_(teammate).post(url)

    assert not soup(as_(teammate).get("/en/gestion/la-centrale/")).select_one("section[aria-labelledby=manquees]")


def test_screen_asks_the_same_queries_for_1_and_3_people(tablet, booking, room):
    def visit() -> int:
        with CaptureQueriesContext(connection) as found:
            tablet.get(URL)
        return queries_of_rooms(found)

    tablet.get(URL)
    one = visit()
    for hours in ("13-14", "15-16"):
        booked(room, hours, person=PersonFactory())
    assert (one, visit()) == (2, 2)


def test_list_asks_the_same_queries_for_1_and_3_kiosks(as_, tablet, centrale, owner):
    def visit() -> int:
        with CaptureQueriesContext(connection) as found:
            assert as_(owner).get(TEAM).status_code == 200
        return queries_of_rooms(found)

    one = visit()
    for name in ("Étage", "Atelier"):
        kiosks.open_kiosk(centrale, name=name, by=owner)
    assert (one, visit()) == (4, 4)


def test_door_tells_nobody_s_address(tablet, room):
    booked(room, "10-12", person=PersonFactory(name="", email="lea@example.org"))

    assert "lea@" not in text(tablet.get(URL)) and "Somebody" in text(tablet.get(URL))
    assert "Welcome! Your arrival is noted." in text(tablet.post(URL, {"code": Booking.objects.get().code}))
