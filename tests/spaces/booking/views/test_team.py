"""`/gestion/<slug>/`: the day of a space for its team. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import Block, Booking, State
from spaces.booking.services.blocks import block
from tests.factories.booking import PersonFactory, at, booked, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/"
TUESDAY = f"{URL}?jour=2026-06-16"
BLOCK = f"{URL}indisponibilites/"


def closure(resource, start="2026-06-16T12:00", end="2026-06-16T14:00", **more) -> dict:
    return {"resource": str(resource.pk), "start": start, "end": end, "reason": "Entretien", **more}


def test_team_sees_who_comes(as_, booking, room, owner, teammate, coordinator):
    booked(room, "9-10", person=PersonFactory(name="Rose Lacoste"), day="2026-06-17")

    for user in (owner, teammate, coordinator):
        said = text(as_(user).get(TUESDAY))
        assert "Léa Martin" in said and "Avec le chien Pistache" in said
        assert "Rose Lacoste" not in said


@pytest.mark.parametrize("address", ["{}?jour={}", "{}planning/?jour={}", "{}planning.json?jour={}"])
def test_example_34_what_ends_at_midnight_is_not_listed_on_the_next_day(as_, room, teammate, address):
    booked(room, "22-24", person=PersonFactory(name="Rose Lacoste"))
    booked(room, "0-1", person=PersonFactory(name="Zita Laplace"), day="2026-06-17")

    days = [as_(teammate).get(address.format(URL, day)).content.decode() for day in ("2026-06-16", "2026-06-17")]

    assert [("Rose Lacoste" in said, "Zita Laplace" in said) for said in days] == [(True, False), (False, True)]


def test_example_34_the_strip_of_days_counts_it_on_its_own_day_only(as_, room, teammate):
    booked(room, "22-24")

    strip = soup(as_(teammate).get(TUESDAY)).select("main [href*='jour=2026-06-1']")

    counted = {one["href"][-10:] for one in strip if "1 in all" in one.get_text(" ")}
    assert counted == {"2026-06-16"}


def test_tab_of_today_is_current_on_that_day_only(as_, booking, room, teammate):
    def today(address):
        return next(link for link in soup(as_(teammate).get(address)).select(".team-tabs a") if "Today" in link.text)

    assert today(URL)["aria-current"] == "page"
    assert (today(TUESDAY)["href"], today(TUESDAY).get("aria-current")) == (URL, None)


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (("2026-06-14T12:00", "2026-06-14T14:00"), "This time is over: there is nothing left to close."),
        (("2026-06-16T12:00", "2036-06-16T14:00"), "more than two years away: look at the year again."),
    ],
)
def test_times_that_nobody_means_take_nothing_out_of_service(as_, room, owner, times, said):
    response = as_(owner).post(BLOCK, closure(room, *times))

    assert (response.status_code, Block.objects.count()) == (422, 0)
    assert said in text(response)


@pytest.mark.parametrize("page", ["", "planning/", "accueil/", "pourquoi/", "demandes/"])
def test_team_that_has_nothing_to_book_is_told_where_to_begin(as_, centrale, owner, teammate, page):
    add = "main .empty a[href$='/admin/snippets/catalogue/resource/add/']"

    assert soup(as_(owner).get(URL + page)).select(add)

    told = as_(teammate).get(URL + page)
    assert "Nothing can be booked here yet" in text(told) and not soup(told).select(add)


def test_others_find_nothing(as_, booking, stranger, lea, other_manager):
    for user in (stranger, lea, other_manager, None):
        response = as_(user).get(TUESDAY)
        assert response.status_code == 404
        assert "Pistache" not in response.content.decode() and "Léa Martin" not in text(response)


def test_anonymous_is_told_the_same_of_what_exists_and_what_does_not(client, centrale):
    there, nowhere = client.get(URL), client.get("/en/gestion/nulle-part/")

    assert there.status_code == nowhere.status_code == 404
    assert there.content.decode().replace("la-centrale", "…") == nowhere.content.decode().replace("nulle-part", "…")


def test_team_of_one_space_does_not_see_another(as_, room, other_manager):
    booked(room, "10-12", note="Ici")

    assert "Ici" not in as_(other_manager).get("/en/gestion/ailleurs/?jour=2026-06-16").content.decode()


def test_arrivals_are_noted_on_the_day(as_, booking, teammate):
    button = f"form[action='/en/reservations/{booking.uuid}/arrivee/']"
    absent = f"form[action='/en/reservations/{booking.uuid}/absence/']"

    assert not soup(as_(teammate).get(TUESDAY)).select_one(button)
    with clock.fixed(at("2026-06-16 09:30")):
        before = soup(as_(teammate).get(URL))
    with clock.fixed(at("2026-06-16 10:30")):
        after = soup(as_(teammate).get(URL))
    assert before.select_one(button) and not before.select_one(absent)
    assert after.select_one(button) and after.select_one(absent)


def group(response, name: str) -> str:
    found = soup(response).select_one(f"#{name}")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_day_is_read_in_groups(as_, room, desks, teammate):
    for hours, name, state in (
        ("9-12", "Ada", State.CHECKED_IN), ("9-10:45", "Bob", State.CHECKED_IN), ("10-11", "Cleo", State.RELEASED),
        ("9-10", "Dan", State.CHECKED_IN),
    ):  # fmt: skip
        booked(desks, hours, person=PersonFactory(name=name), state=state)
    booked(room, "14-15", person=PersonFactory(name="Eve"))
    booked(room, "10-12", person=PersonFactory(name="Flo"))

    with clock.fixed(at("2026-06-16 10:20")):
        page = as_(teammate).get(URL)

    arriving = group(page, "to_arrive")
    assert arriving.index("Flo") < arriving.index("Eve")
    assert "expected 20 min ago" in arriving
    names = {"in": "Ada", "leaving": "Bob", "absent": "Cleo", "over": "Dan"}
    assert {name: [who for who in names.values() if who in group(page, name)] for name in names} == {
        name: [who] for name, who in names.items()
    }
    counts = [figure.get_text() for figure in soup(page).select(".team-counts .figure-value")]
    assert counts == ["2", "1", "1", "1"]
    assert "6 in all" in soup(page).select_one(".date-strip [aria-current]").get_text(" ")


def test_strip_of_days_counts_what_the_day_lists(as_, room, desks, teammate):
    for state in (State.CONFIRMED, State.PENDING, State.RELEASED, State.CANCELLED):
        booked(desks, "9-10", state=state)

    page = as_(teammate).get(TUESDAY)

    assert "2 in all" in soup(page).select_one(".date-strip [aria-current]").get_text(" ")
    assert len(soup(page).select("[aria-labelledby=journee] .team-line")) == 2


def test_mistake_is_undone_from_the_board(as_, booking, teammate, stranger, lea):
    arrival, undo = (f"/en/reservations/{booking.uuid}/{act}/" for act in ("arrivee", "retablir"))
    with clock.fixed(at("2026-06-16 10:05")):
        as_(teammate).post(arrival, {"retour": URL})
        assert soup(as_(teammate).get(URL)).select_one(f"#in form[action='{undo}']")
        assert [as_(user).post(undo).status_code for user in (stranger, None, lea)] == [404, 404, 403]
        response = as_(teammate).post(undo, {"retour": URL}, follow=True)

    assert "Léa Martin is expected again" in response.content.decode()
    assert Booking.objects.get().state == State.CONFIRMED


def test_what_was_cancelled_is_not_on_the_board(as_, booking, teammate):
    Booking.objects.update(state=State.CANCELLED)

    assert "Léa Martin" not in text(as_(teammate).get(TUESDAY))


def test_nobody_on_an_empty_day(as_, room, teammate):
    for page in (TUESDAY, URL):  # one to come, and today without a row of naughts
        said = text(as_(teammate).get(page))
        assert "Nobody has booked for that day." in said and "No arrival noted" not in said


@pytest.mark.parametrize(
    "query",
    ["jour=hier", "jour=9999-12-31", "indisponibilite=x", "indisponibilite=7f0c1f5e-2f52-4c2c-9a55-3a9d1c1f0a11"],
)
def test_address_that_means_nothing_is_named(as_, centrale, teammate, query):
    assert as_(teammate).get(f"{URL}?{query}").status_code == 400


# Out of service


def test_manager_takes_out_of_service(as_, room, owner):
    response = as_(owner).post(BLOCK, closure(room), follow=True)

    made = Block.objects.get()
    assert (made.resource, made.by, made.reason) == (room, owner, "Entretien")
    assert (made.start_at, made.end_at) == (at("2026-06-16 12:00"), at("2026-06-16 14:00"))
    assert "Salle Aneto is out of service for that time." in response.content.decode()
    assert "Tuesday 16 June, 12:00–14:00" in text(response)


def test_closure_says_whom_it_meets_and_keeps_them(as_, room, booking, owner):
    response = as_(owner).post(BLOCK, closure(room, start="2026-06-16T09:00"), follow=True)

    assert "Booked during this closure" in text(response)
    assert "Léa Martin" in text(response)
    assert Booking.objects.get().state == State.CONFIRMED
    offer = next(a["href"] for a in soup(response).select("main a") if "Offer them other times" in a.get_text())
    page = as_(owner).get(offer)
    assert "Léa Martin" in text(page) and "Offer other times by e-mail" in text(page)


def test_manager_puts_back_into_service(as_, room, owner):
    start, end = on("12-14")
    made, _ = block(room, start=start, end=end, by=owner)

    response = as_(owner).post(f"{BLOCK}{made.uuid}/lever/", follow=True)

    made.refresh_from_db()
    assert made.lifted_at is not None
    assert "back in service" in response.content.decode()


def test_only_managers_close_and_open(as_, room, owner, teammate, stranger, lea, other_manager):
    start, end = on("12-14")
    made, _ = block(room, start=start, end=end, by=owner)
    people = (teammate, stranger, lea, other_manager, None)

    assert [as_(user).post(BLOCK, closure(room)).status_code for user in people] == [403, 404, 404, 404, 404]
    lifted = [as_(user).post(f"{BLOCK}{made.uuid}/lever/").status_code for user in people]
    assert lifted == [403, 404, 404, 404, 404]
    assert Block.objects.standing().count() == 1
    assert "indisponibilites" not in as_(teammate).get(URL).content.decode()


def test_closure_is_of_a_resource_of_this_space(as_, room, owner, other_manager):
    elsewhere = ResourceFactory(space=SpaceFactory.open())
    start, end = on("12-14")
    theirs, _ = block(elsewhere, start=start, end=end, by=other_manager)

    assert as_(owner).post(BLOCK, closure(elsewhere)).status_code == 422
    assert as_(owner).post(f"{BLOCK}{theirs.uuid}/lever/").status_code == 404
    assert as_(owner).get(f"{URL}?indisponibilite={theirs.uuid}").status_code == 400
    assert Block.objects.standing().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"start": ""}, {"start": "demain"}, {"end": "2026-06-16T12:00"}, {"start": "2026-06-16T12:00+99:00"},
     {"end": "9999-01-01T00:00"}, {"reason": "x" * 201}],
)  # fmt: skip
def test_closure_that_makes_no_sense_is_named(as_, room, owner, wrong):
    response = as_(owner).post(BLOCK, closure(room) | wrong)

    assert response.status_code == 422
    assert soup(response).select("[data-errors]")
    assert soup(response).select_one("details[open]")
    assert not Block.objects.exists()


def test_hours_of_a_closure_are_read_on_the_clock_of_the_place(as_, owner):
    island = SpaceFactory.open(slug="ile", days=EVERY_DAY, time_zone="Indian/Reunion", manager=owner)
    room = ResourceFactory(space=island)

    as_(owner).post("/en/gestion/ile/indisponibilites/", closure(room))

    assert Block.objects.get().start_at.isoformat() == "2026-06-16T08:00:00+00:00"


def test_acts_need_the_key_of_the_site(room, owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)

    assert client.post(BLOCK, closure(room)).status_code == 403
    assert not Block.objects.exists()


def test_queries_do_not_depend_on_how_many_there_are(as_, room, lea, owner):
    def visit():
        with CaptureQueriesContext(connection) as found:
            assert client.get(TUESDAY).status_code == 200
        return queries_of_rooms(found)

    def fill(number):
        resource = ResourceFactory(space=room.space, slug=f"r{number}")
        booked(resource, "10-12", person=PersonFactory(), note="Bonjour")
        booked(resource, "14-15", person=PersonFactory(), state=State.PENDING)
        block(resource, start=on("16-17")[0], end=on("16-17")[1], by=owner)

    fill(0)
    client = as_(owner)
    one = visit()
    fill(1)
    fill(2)
    three = visit()

    assert (one, three) == (17, 17)


def test_queries_of_today_do_not_depend_on_what_is_free(as_, room, teammate):
    client = as_(teammate)

    def visit():
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL).status_code == 200
        return queries_of_rooms(found)

    with clock.fixed(at("2026-06-16 10:20")):
        one = visit()
        for number in range(2):
            ResourceFactory(space=room.space, slug=f"r{number}")
        three = visit()

    assert (one, three) == (16, 16)


# In place


LIVE = {"HX-Request": "true", "HX-Target": "div#board"}


def test_what_follows_is_answered_alone_to_htmx(as_, booking, teammate):
    client = as_(teammate)
    with clock.fixed(at("2026-06-16 10:20")):
        whole, part = client.get(URL), client.get(URL, headers=LIVE)

    assert "HX-Request" in whole["Vary"] and "HX-Request" in part["Vary"] and "no-store" in part["Cache-Control"]
    assert soup(whole).select_one("#board #to_arrive") and soup(whole).select_one("#board-clock")
    found = soup(part)
    assert not found.select_one("html, header, footer, #board") and found.select_one("#to_arrive, #board-clock")
    assert "Léa Martin" in found.get_text()
    swapped = [element["id"] for element in found.select("[hx-swap-oob]")]
    assert swapped == ["board-day", "board-near", "team-tabs"]
    for name in (*swapped, "board-clock", f"booking-{booking.uuid}"):
        assert soup(whole).find(id=name).name == found.find(id=name).name


def test_outcome_of_an_act_comes_with_the_board(as_, booking, teammate):
    with clock.fixed(at("2026-06-16 10:20")):
        arrival = f"/en/reservations/{booking.uuid}/arrivee/"
        response = as_(teammate).post(arrival, {"retour": URL}, follow=True, headers=LIVE)

    assert "Arrival noted: Léa Martin." in soup(response).select_one("#messages[hx-swap-oob]").get_text()
    assert soup(response).select_one(f"#in #booking-{booking.uuid}")


def test_part_of_the_board_is_as_closed_as_the_board(as_, booking, stranger, lea, other_manager):
    for user in (stranger, lea, other_manager, None):
        response = as_(user).get(TUESDAY, headers=LIVE)
        assert response.status_code == 404 and "Salle Aneto" not in text(response)


def test_only_today_is_followed_and_not_while_an_answer_is_read(as_, room, booking, owner):
    client = as_(owner)
    refused = client.post(BLOCK, closure(room) | {"end": ""})
    with clock.fixed(at("2026-06-16 08:20")):
        closed = client.post(BLOCK, closure(room, start="2026-06-16T09:00"), follow=True)

    assert soup(client.get(URL)).select_one("#board-clock")
    assert "Booked during this closure" in text(closed)
    for page in (client.get(TUESDAY), refused, closed):
        assert page.content and not soup(page).select_one("#board-clock")


def test_queries_of_what_follows_do_not_depend_on_how_many_there_are(as_, room, teammate):
    client = as_(teammate)

    def visit():
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL, headers=LIVE).status_code == 200
        return queries_of_rooms(found)

    with clock.fixed(at("2026-06-16 10:20")):
        booked(room, "10-12", person=PersonFactory())
        one = visit()
        for number in range(2):
            booked(ResourceFactory(space=room.space, slug=f"r{number}"), "10-12", person=PersonFactory())
        three = visit()

    assert (one, three) == (16, 16)
