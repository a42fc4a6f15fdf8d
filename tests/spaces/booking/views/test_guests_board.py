"""A guest chooses on the board the time that their booking moves to. In English: the words of the code itself."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from maillage.curation.models import Visibility
from spaces.booking.models import Booking, BookingPolicy
from tests.factories.booking import (
    PersonFactory,
    booked,
    conditions,
    limit,
    on,
    priced,
    require_training,
    reserve_for,
    trained,
)
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import audience, member, plan
from tests.queries import queries_of_rooms
from tests.reading import fields, plain, soup, text
from tests.spaces.booking.views.guest_pages import DESKS, ZOE, _welcome, asked, confirmed, link, sent, unmovable, whole

__all__ = ["_welcome", "confirmed", "sent", "unmovable"]

pytestmark = pytest.mark.django_db

BOARD = "/en/lieux/la-centrale/reserver/"


def token(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def moving(path: str, **more) -> dict:
    return {"deplacer": token(path), "jour": "2026-06-16", **more}


def links(response, path: str = "") -> list[str]:
    return [a["href"] for a in soup(response).select("main a") if a["href"].startswith(path)]


def test_board_says_what_moves_and_each_free_time_leads_back(client, room, confirmed):
    booked(room, "14-15")
    (board,) = [a for a in links(client.get(f"{confirmed}deplacer/")) if "deplacer=" in a]

    shown = client.get(board)

    assert plain(soup(shown).select_one(".board-moving").get_text(" ", strip=True)) == (
        "Choose the new time of your booking So far: Salle Aneto, Tuesday 16 June, 10:00–12:00. Leave it as it is"
    )
    assert confirmed in links(shown)
    times = [a["href"] for a in soup(shown).select("a.slot-choice")]
    assert [parse_qs(urlsplit(one).query)["debut"][0][11:16] for one in times] == [
        *("09:00", "10:00", "11:00", "12:00"),
        *("15:00", "16:00"),
    ]
    assert all(one.startswith(f"{confirmed}deplacer/") for one in times)

    client.post(f"{confirmed}deplacer/", fields(client.get(times[-1])))
    assert (Booking.objects.order_by("pk").first().start_at, Booking.objects.count()) == (on("16-18")[0], 2)


def test_every_way_on_the_board_stays_with_the_booking(client, room, desks, confirmed):
    for view in ({}, {"vue": "semaine"}, {"ressource": room.slug}, {"ressource": room.slug, "vue": "semaine"}):
        page = client.get(BOARD, moving(confirmed, **view))
        onwards = links(page, BOARD)
        assert len(onwards) > 10 and all(f"deplacer={token(confirmed)}".replace(":", "%3A") in one for one in onwards)
        kept = {one["name"]: one["value"] for one in soup(page).select("main form input[type=hidden]")}
        assert kept["deplacer"] == token(confirmed)
        assert "/reserver/salle-aneto/" not in whole(page) and str(Booking.objects.get().uuid) not in whole(page)


def test_week_leads_to_the_move_too(client, room, confirmed):
    page = client.get(BOARD, moving(confirmed, ressource=room.slug, vue="semaine"))

    hours = [a["href"] for a in soup(page).select("a.slot-choice")]
    assert len(hours) == 5 * 8 and all(one.startswith(f"{confirmed}deplacer/") for one in hours)


def test_another_room_is_found_on_the_board_of_all(client, room, confirmed):
    other = ResourceFactory(space=room.space, name="Salle Balaïtous", slug="salle-balaitous")
    others = [ResourceFactory(space=room.space, kind="studio") for _ in range(5)]

    page = client.get(f"{confirmed}deplacer/")
    (more,) = soup(page).select("section[aria-labelledby=ailleurs] p a")
    board = client.get(more["href"])

    assert all(one.name in text(board) for one in (other, *others))
    found = next(one for one in links(board, f"{confirmed}deplacer/") if "ressource=salle-balaitous" in one)
    client.post(f"{confirmed}deplacer/", fields(client.get(found)))
    assert Booking.objects.get().resource == other


def test_pool_is_asked_for_as_many_places_as_the_booking_has(client, desks):
    client.post(DESKS, asked(**ZOE | {"places": "2"}))
    client.post(mine := link())
    booked(desks, "14-15", seats=2)

    times = [a["href"] for a in soup(client.get(BOARD, moving(mine))).select("td.slot-free a")]

    starts = [parse_qs(urlsplit(one).query)["debut"][0][11:13] for one in times]
    assert starts == ["09", "10", "11", "12", "15", "16"]


def test_what_a_guest_cannot_have_is_locked_whoever_is_signed_in(as_, client, room, confirmed, lea, teammate):
    studio, laser, members = (
        ResourceFactory(space=room.space, name=name, slug=name.lower()) for name in ("Studio", "Laser", "Adherents")
    )
    conditions(room.space, name="Account needed", resources=[studio])
    require_training(laser)
    trained(lea, "laser")
    ours = audience(space=room.space)
    member(lea, plan(space=room.space, audience=ours))
    reserve_for(members, ours)

    pages = [as_(who).get(BOARD, moving(confirmed)) for who in (None, lea, teammate)]

    for page in pages:
        rows = {row.th.a.get_text(): row for row in soup(page).select("tbody tr")}
        assert [bool(row.select("td.slot-free a")) for row in rows.values()].count(True) == 1
        assert rows["Salle Aneto"].select("td.slot-free a")
        assert "only with an account" in rows["Studio"].get_text()
        locks = plain(soup(page).select_one(".board-locks").get_text(" ", strip=True))
        assert "Studio is only for people with an account. Ask the team" in locks
        assert "Laser requires training first" in locks and "Adherents is reserved for" in locks
        assert "sign in" not in locks
    assert soup(pages[0]).select_one("#results") == soup(pages[1]).select_one("#results")


def test_nobody_is_told_to_sign_in_to_move_what_signing_in_would_not_make_theirs(client, room, confirmed):
    studio, members = (ResourceFactory(space=room.space, name=name, slug=name.lower()) for name in ("Studio", "Res"))
    conditions(room.space, name="Account needed", resources=[studio])
    reserve_for(members, audience(space=room.space))

    for slug, said in (("studio", "only for people with an account. Ask the team"), ("res", "reserved for Adhérents")):
        page = text(client.get(f"{confirmed}deplacer/", asked("14-16") | {"ressource": slug}))
        assert said in page and "Sign in" not in page


def test_bystander_who_is_signed_in_reads_no_more_by_the_link(as_, room, confirmed, lea):
    hidden = ResourceFactory(space=room.space, slug="cachee", is_active=False)
    assert as_(lea).get(f"{confirmed}deplacer/", {"ressource": hidden.slug}).status_code == 404

    type(room.space).objects.update(visibility=Visibility.MEMBERS)
    ResourceFactory(space=room.space, slug="ouverte")
    assert as_(lea).get(f"{BOARD}ouverte/").status_code != 404  # as themselves they would
    assert as_(lea).get(f"{confirmed}deplacer/", {"ressource": "ouverte"}).status_code == 404
    assert as_(lea).get(BOARD, moving(confirmed)).status_code == 404
    assert "deplacer=" not in whole(as_(lea).get(f"{confirmed}deplacer/"))


def test_number_of_a_guest_s_booking_opens_no_board(as_, client, room, confirmed, lea, stranger, owner):
    number = str(Booking.objects.get().uuid)

    assert [as_(who).get(BOARD, {"deplacer": number}).status_code for who in (None, lea, stranger, owner)] == [404] * 4


def test_board_of_another_place_knows_nothing_of_it(client, confirmed, other_manager):
    assert client.get("/en/lieux/ailleurs/reserver/", moving(confirmed)).status_code == 404


@pytest.mark.parametrize("said", ["a:b:c", "::", "rien"])
def test_what_is_no_link_opens_no_board(client, room, confirmed, said):
    changed = f"{token(confirmed)[:-1]}{'A' if token(confirmed)[-1] != 'A' else 'B'}"

    assert client.get(BOARD, {"deplacer": changed}).status_code == 404
    answer = client.get(BOARD, {"deplacer": said})
    assert answer.status_code == (404 if said == "a:b:c" else 400) and "So far" not in text(answer)


def test_link_of_a_member_s_booking_opens_no_board(client, booking):
    forged = signing.dumps(str(booking.uuid), salt="booking.guest")

    assert client.get(BOARD, {"deplacer": forged}).status_code == 404


def test_board_of_what_no_longer_moves_says_so(client, unmovable):
    response = client.get(BOARD, moving(unmovable), follow=True)

    assert response.redirect_chain[-1] == (unmovable, 302)
    assert "can no longer be moved" in whole(response) and "So far" not in whole(response)


def test_board_of_what_has_begun_leads_to_its_ends(client, room, confirmed):
    with clock.fixed(on("10-12")[0] + timedelta(minutes=5)):
        response = client.get(BOARD, moving(confirmed), follow=True)

    assert response.redirect_chain == [(f"{confirmed}deplacer/", 302)]
    assert "deplacer=" not in "".join(links(response)) and soup(response).select("section[aria-labelledby=duree] a")


def test_where_guests_are_no_longer_welcome_all_is_locked(client, room, confirmed):
    BookingPolicy.objects.update(welcomes_guests=False)

    page = client.get(BOARD, moving(confirmed))

    assert not links(page, f"{confirmed}deplacer/")
    assert "Salle Aneto is only for people with an account." in text(page)


def test_page_that_holds_a_link_is_kept_by_nobody(client, room, confirmed, other_manager):
    for query in (moving(confirmed), moving(confirmed, vue="semaine"), moving(confirmed, jour="hier")):
        page = client.get(BOARD, query)
        assert "no-store" in page["Cache-Control"] and "private" in page["Cache-Control"]
        assert soup(page).select_one("meta[name=robots]")["content"] == "noindex"
        assert page["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert token(confirmed) not in str(soup(page).select_one("link[rel=canonical]") or "")
        away = [a["href"] for a in soup(page).select("a[href^=http]")]
        assert not [one for one in away if token(confirmed) in one]
    elsewhere = client.get("/en/lieux/ailleurs/reserver/", moving(confirmed))
    assert "no-store" in elsewhere["Cache-Control"]
    assert "no-store" not in client.get(BOARD)["Cache-Control"]


@pytest.mark.parametrize(
    ("hours", "why"), [("14-16", "already taken"), ("17-19", "closes at 18:00"), ("7-9", "is closed at that time")]
)
def test_refused_time_comes_with_free_ones(client, room, confirmed, hours, why):
    booked(room, "14-16")

    page = client.get(f"{confirmed}deplacer/", asked(hours))

    assert why in text(page)
    found = [a["href"] for a in soup(page).select(".errors a.slot-choice")]
    assert found and all(one.startswith(f"{confirmed}deplacer/") for one in found)
    assert "instead of" not in text(page)
    assert not soup(client.get(found[0])).select(".errors")


def test_start_that_is_not_on_offer_comes_with_those_that_are(client, room, confirmed):
    times = {"debut": "2026-06-16T13:30:00+02:00", "fin": "2026-06-16T15:30:00+02:00"}

    page = client.get(f"{confirmed}deplacer/", times)

    assert "Choose one of the times on offer." in text(page)
    found = [parse_qs(urlsplit(a["href"]).query)["debut"][0][11:16] for a in soup(page).select(".errors a")]
    assert set(found) >= {"13:00", "14:00"}


def test_limit_of_an_address_is_said_before_the_button(client, room, confirmed):
    booked(room, "15-16", person=PersonFactory(email=ZOE["email"]))
    limit(room, minutes=120)

    too_much, enough = (client.get(f"{confirmed}deplacer/", asked(hours)) for hours in ("11-13", "11-12"))

    assert soup(too_much).select(".errors") and not soup(too_much).select("button[form=reserver]")
    assert soup(enough).select("button[form=reserver]")


def test_queries_do_not_depend_on_what_there_is(client, room, confirmed):
    def visit(**query) -> int:
        client.get(BOARD, moving(confirmed))  # sites are remembered
        with CaptureQueriesContext(connection) as found:
            assert client.get(BOARD, moving(confirmed, **query)).status_code == 200
        return queries_of_rooms(found.captured_queries)

    one = visit(), visit(vue="semaine")
    for number in (1, 2):
        other = ResourceFactory(space=room.space, slug=f"r{number}")
        priced(other)
        booked(other, "10-12")
        conditions(room.space, name=f"c{number}", resources=[other], welcomes_guests=number == 1)
    three = visit(), visit(vue="semaine")

    assert (one, three) == ((12, 12), (12, 12))
