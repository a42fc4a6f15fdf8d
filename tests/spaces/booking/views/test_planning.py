"""`/gestion/<slug>/planning/`: who and what is where; moving a booking. In English: the words of the code itself."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, State
from spaces.booking.services.blocks import block
from spaces.booking.services.uses import use
from tests.factories.booking import PersonFactory, at, booked, on
from tests.factories.catalogue import ResourceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text
from tests.spaces.booking.views.agreeing import JSON, told

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/planning/"
TUESDAY = f"{URL}?jour=2026-06-16&vue=jour"
DATA = "/en/gestion/la-centrale/planning.json?jour=2026-06-16&vue=jour"
MORE = (
    "Léa Martin: Salle Aneto, Tuesday 16 June, 13:00–16:00. "
    "The price would be €54 instead of €36. Nothing is moved until you say yes."
)


def to(hours: str, day: str = "2026-06-16", **more) -> dict:
    start, end = on(hours, day)
    return {"start": start.strftime("%Y-%m-%dT%H:%M"), "end": end.strftime("%Y-%m-%dT%H:%M"), **more}


def cells(response, name: str) -> list[tuple[int, str]]:
    """Width and words of a row's cells."""
    row = next(row for row in soup(response).select(".planning-grid tbody tr") if row.th.get_text() == name)
    return [(int(cell.get("colspan", 1)), " ".join(cell.get_text(" ").split())) for cell in row.select("td")]


def day(response) -> dict[str, str]:
    """Words under each resource, in order."""
    boxes = soup(response).select(".planning-list > section")
    return {box.h2.extract().get_text(): " ".join(box.get_text(" ").split()) for box in boxes}


def test_day_says_each_thing_once_under_its_resource(as_, room, desks, booking, owner, teammate):
    booked(desks, "9-11", person=PersonFactory(name="Ada"), seats=2)
    booked(desks, "10-12", person=PersonFactory(name="Bob"))
    block(room, start=on("14-15")[0], end=on("14-15")[1], by=owner, reason="Entretien")
    use(room, key=uuid4(), periods=[on("16-18")], label="Portes ouvertes")

    page = as_(teammate).get(TUESDAY)

    moves = "Move… Léa Martin, 10:00–12:00"
    assert day(page) == {
        "Salle Aneto": "Hours: 09:00–18:00 "
        f"Léa Martin 10:00–12:00 {moves} Entretien 14:00–15:00 Portes ouvertes 16:00–18:00",
        "Espace ouvert": "Hours: 09:00–18:00 "
        "Ada · 2 seats 09:00–11:00 Move… Ada · 2 seats, 09:00–11:00 Bob 10:00–12:00 Move… Bob, 10:00–12:00",
    }


def test_closed_doors_are_said_of_a_day_and_of_a_week(as_, room, desks, booking, teammate):
    desks.has_own_hours = True  # and nobody wrote any
    desks.save()
    client = as_(teammate)

    sunday = f"{URL}?jour=2026-06-21&vue=jour"
    assert day(client.get(sunday))["Salle Aneto"] == "Closed Nothing that day."
    week = client.get(f"{URL}?jour=2026-06-18&vue=semaine")
    assert cells(week, "Salle Aneto")[-1] == (2, "Closed")
    shades = client.get(DATA).json()["closed"]
    assert {"resourceIds": [room.pk], "start": "2026-06-16T00:00:00", "end": "2026-06-16T09:00:00"} in shades


def test_closed_is_written_where_nothing_covers_it(as_, room, desks, owner, teammate):
    """The doors close at six; the timeline shows the hours until nine in the evening."""
    use(room, key=uuid4(), periods=[on("17:30-18:30")], label="Vernissage")
    use(desks, key=uuid4(), periods=[on("18-21")], label="Assemblée")

    written = as_(teammate).get(DATA).json()["named"]

    assert written == [
        {"resourceIds": [desks.pk, room.pk], "start": "2026-06-16T08:00:00", "end": "2026-06-16T09:00:00"},
        {"resourceIds": [room.pk], "start": "2026-06-16T18:30:00", "end": "2026-06-16T21:00:00"},
    ]


def test_nothing_is_closed_where_nobody_said_the_hours(as_, owner, teammate, centrale, room):
    centrale.opening_hours.all().delete()

    assert as_(teammate).get(DATA).json()["closed"] == []
    assert as_(teammate).get(DATA).json()["named"] == []
    assert day(as_(teammate).get(TUESDAY))["Salle Aneto"] == "Nothing that day."


def test_week_shows_its_seven_days(as_, booking, teammate):
    page = as_(teammate).get(f"{URL}?jour=2026-06-18&vue=semaine")

    assert "From 15 to 21 June" in text(page)
    said = [said.split(" Move")[0] for _, said in cells(page, "Salle Aneto") if said]
    assert said == ["Léa Martin 10:00–12:00", "Closed"]


def test_way_back_to_today_is_shown_on_other_days_alone(as_, booking, teammate):
    def todays(query: str) -> list[str]:
        words = ("Today", "Back to today", "This week")
        return [link.get_text(strip=True) for link in soup(as_(teammate).get(URL + query)).select("main a")
                if link.get_text(strip=True) in words]  # fmt: skip

    assert todays("") == todays("?vue=semaine&jour=2026-06-18") == ["Today"]  # the tab of the daily board
    assert todays("?jour=2026-06-16") == ["Today", "Back to today"]
    assert todays("?vue=semaine&jour=2026-06-22") == ["Today", "This week"]


def test_data_is_what_the_table_says_on_the_clock_of_the_place(as_, room, booking, teammate):
    (event,) = as_(teammate).get(DATA).json()["events"]

    assert (event["start"], event["end"]) == ("2026-06-16T10:00:00", "2026-06-16T12:00:00")
    assert (event["title"], event["resourceIds"], event["editable"]) == ("Léa Martin", [room.pk], True)
    assert event["extendedProps"]["move"] == f"/en/reservations/{booking.uuid}/deplacer/"


def test_hall_takes_what_is_inside_it(as_, room, booking, teammate):
    inner = ResourceFactory(space=room.space, parent=room, name="Alcôve")

    (event,) = as_(teammate).get(DATA).json()["events"]

    assert sorted(event["resourceIds"]) == sorted([room.pk, inner.pk])
    assert "Léa Martin" in day(as_(teammate).get(TUESDAY))["Alcôve"]


def test_what_holds_nothing_is_not_shown(as_, room, lea, teammate):
    for state in (State.CANCELLED, State.REFUSED, State.RELEASED):
        booked(room, "10-12", person=lea, state=state)
    with clock.fixed(at("2026-06-15 07:00")):
        held = booked(room, "14-15", person=lea, state=State.HOLD, expires=at("2026-06-15 07:30"))

    assert held.state == State.HOLD
    assert as_(teammate).get(DATA).json()["events"] == []


def test_others_find_nothing(as_, booking, stranger, lea, other_manager):
    for user in (stranger, lea, other_manager, None):
        for url in (TUESDAY, DATA):
            response = as_(user).get(url)
            assert response.status_code == 404 and "Léa" not in response.content.decode().split("<main")[-1]


@pytest.mark.parametrize("query", ["jour=hier", "vue=mois", "jour=9999-12-31"])
def test_address_that_means_nothing_is_named(as_, centrale, teammate, query):
    assert as_(teammate).get(f"{URL}?{query}").status_code == 400
    assert as_(teammate).get(f"{DATA.split('?')[0]}?{query}").status_code == 400


def test_queries_do_not_depend_on_how_much_there_is(as_, room, teammate, owner):
    client = as_(teammate)

    def visit(url):
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return queries_of_rooms(found)

    def fill(number):
        resource = ResourceFactory(space=room.space, slug=f"r{number}")
        booked(resource, "10-12", person=PersonFactory())
        block(resource, start=on("16-17")[0], end=on("16-17")[1], by=owner)
        use(resource, key=uuid4(), periods=[on("13-14")])

    fill(0)
    one = [visit(TUESDAY), visit(DATA)]
    fill(1)
    fill(2)

    assert (one, [visit(TUESDAY), visit(DATA)]) == ([9, 8], [9, 8])


# Moving


def test_host_moves_by_the_form(as_, booking, move, teammate):
    form = soup(as_(teammate).get(move))
    assert [form.select_one(f"[name={name}]")["value"] for name in ("start", "end")] == [
        "2026-06-16T10:00", "2026-06-16T12:00"
    ]  # fmt: skip

    response = as_(teammate).post(move, to("14-16", retour=URL), follow=True)

    booking.refresh_from_db()
    assert (booking.start_at, booking.end_at) == on("14-16")
    assert (
        response.redirect_chain[0][0] == URL
        and "Léa Martin: moved to Tuesday 16 June, 14:00" in response.content.decode()
    )
    assert AuditEvent.objects.get(subject_uuid=booking.uuid, action="moved").actor == teammate


def test_timeline_moves_and_is_told_why_not(as_, room, booking, move, teammate):
    booked(room, "14-15")

    refused = as_(teammate).post(move, to("13-15"), **JSON)
    done = as_(teammate).post(move, to("15-17"), **JSON)
    senseless = as_(teammate).post(move, to("15-17") | {"end": "x"}, **JSON)

    assert (refused.status_code, "already taken" in refused.json()["message"]) == (422, True)
    assert (done.status_code, done.json()["message"]) == (200, "Léa Martin: moved to Tuesday 16 June, 15:00–17:00.")
    assert senseless.status_code == 422
    assert Booking.objects.get(pk=booking.pk).start_at == on("15-17")[0]


def test_other_price_is_agreed_to_before_anything_moves(as_, booking, move, teammate):
    """Two hours at 18 € become three; the form sent once more as it is says yes."""
    asks = as_(teammate).post(move, to("13-16"))
    form = soup(asks).select_one("main form.form")
    assert (asks.status_code, Booking.objects.get().start_at) == (409, on("10-12")[0])
    assert "The price would be €54 instead of €36." in text(asks)
    assert form.select_one("[type=submit]").get_text(strip=True) == "Yes, move it for €54"
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}

    done = as_(teammate).post(move, sent, follow=True)

    assert "Its price is now €54 instead of €36." in done.content.decode()
    assert (Booking.objects.get().start_at, Booking.objects.get().price_cents) == (on("13-16")[0], 5400)


def test_yes_to_one_price_is_not_yes_to_another(as_, booking, move, teammate):
    yes = told(as_(teammate), move, to("13-16"))
    agreed = as_(teammate).post(move, yes | to("13-17"))
    assert (agreed.status_code, Booking.objects.get().price_cents) == (409, 3600)

    same = as_(teammate).post(move, yes | to("14-16"))  # what it costs already needs no yes

    assert (same.status_code, Booking.objects.get().price_cents) == (302, 3600)


@pytest.mark.parametrize("accept", [{}, JSON])
def test_yes_to_one_time_is_not_yes_to_another_of_the_same_price(as_, booking, move, teammate, accept):
    yes = told(as_(teammate), move, to("13-16"))

    other = as_(teammate).post(move, yes | to("14-17"), **accept)

    assert (other.status_code, Booking.objects.get().start_at) == (409, on("10-12")[0])
    assert as_(teammate).post(move, told(as_(teammate), move, to("14-17")), **accept).status_code in (200, 302)
    assert Booking.objects.get().start_at == on("14-17")[0]


def test_timeline_is_asked_before_the_price_changes(as_, booking, move, teammate):
    asks = as_(teammate).post(move, to("13-16"), **JSON)
    assert (asks.status_code, asks.json()) == (
        409, {"message": MORE, "price_cents": 5400, "takes": asks.json()["takes"], "yes": "Yes, move it for €54"}
    )  # fmt: skip
    assert Booking.objects.get().start_at == on("10-12")[0]

    done = as_(teammate).post(move, to("13-16", prix=asks.json()["takes"]), **JSON)

    assert done.status_code == 200 and Booking.objects.get().price_cents == 5400


def test_nobody_is_written_to_before_the_price_is_agreed_to(as_, booking, move, teammate):
    as_(teammate).post(move, to("13-16"))

    assert not mail.outbox and not AuditEvent.objects.filter(subject_uuid=booking.uuid, action="moved").exists()


def test_rules_hold_for_hosts_and_managers_may_go_beyond_with_a_reason(as_, booking, move, owner, teammate):
    late = told(as_(owner), move, to("19-20", override_reason="Assemblée"))

    assert as_(teammate).post(move, late).status_code == 422
    assert as_(owner).post(move, to("19-20")).status_code == 422
    assert as_(owner).post(move, late).status_code == 302


def test_whoever_sits_there_stays_for_longer(as_, booking, move, teammate):
    with clock.fixed(at("2026-06-16 11:50")):
        assert as_(teammate).post(move, told(as_(teammate), move, to("10-12:45"))).status_code == 302
        assert as_(teammate).post(move, to("9-12:45")).status_code == 422  # what was is not rewritten

    assert Booking.objects.get().end_at == at("2026-06-16 12:45")


def test_only_the_team_moves_here(as_, booking, move, stranger, lea, other_manager):
    assert [as_(user).post(move, to("14-16")).status_code for user in (lea, stranger, other_manager, None)] == [
        403, 404, 404, 404
    ]  # fmt: skip
    assert "deplacer" not in as_(lea).get(booking.get_absolute_url()).content.decode()


def test_moving_needs_the_key_of_the_site(booking, move, owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)

    assert client.post(move, to("14-16"), **JSON).status_code == 403
    assert Booking.objects.get().start_at == on("10-12")[0]
