"""A booking given another time from its page. In English: the words of the code itself."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book
from spaces.booking.services.states import cancel
from tests import queries
from tests.factories.booking import at, booked, conditions, on, priced
from tests.reading import fields, plain, soup, text

pytestmark = pytest.mark.django_db


def asked(hours: str, day: str = "2026-06-16") -> dict:
    start, end = on(hours, day)
    return {"debut": start.isoformat(), "fin": end.isoformat()}


def url(booking) -> str:
    return f"/en/reservations/{booking.uuid}/horaire/"


def buttons(response) -> list[str]:
    """What moves it: under the summary, and at the foot of a phone."""
    return [one.get_text(strip=True) for one in soup(response).select("main [type=submit]")]


def ends(response) -> list[str]:
    links = [a["href"] for a in soup(response).select("main a.slot-choice")]
    return [parse_qs(urlsplit(link).query)["fin"][0][11:16] for link in links]


def test_booking_leads_to_its_move_and_to_the_board(as_, booking, lea):
    page = as_(lea).get(f"/en/reservations/{booking.uuid}/")
    assert url(booking) in [a["href"] for a in soup(page).select("main a")]

    move = as_(lea).get(url(booking))
    (board,) = [a["href"] for a in soup(move).select("main a") if f"deplacer={booking.uuid}" in a["href"]]
    shown = as_(lea).get(board)

    title, what = (p.get_text() for p in soup(shown).select(".board-moving .message p"))
    assert (title, plain(what)) == (
        "Choose the new time of your booking",
        "So far: Salle Aneto, Tuesday 16 June, 10:00–12:00.",
    )
    links = [a["href"] for a in soup(shown).select("a.slot-choice")]
    assert all(link.startswith(url(booking)) for link in links)
    starts = [parse_qs(urlsplit(link).query)["debut"][0][11:16] for link in links]
    assert starts == ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]


def test_ends_offered_are_those_that_are_free(as_, room, booking, lea):
    booked(room, "14-15")

    response = as_(lea).get(url(booking))

    assert ends(response) == ["11:00", "12:00", "13:00", "14:00"]
    assert "Leave it as it is" in text(response)
    assert [one.get_text(strip=True) for one in soup(response).select("main .btn-primary")] == [
        "Choose another day or time"
    ]


def test_page_names_what_is_moved_rather_than_what_is_asked_for(as_, booking, lea):
    page = soup(as_(lea).get(url(booking), asked("13-15")))

    assert plain(page.select_one(".lede").get_text()) == "Salle Aneto, Tuesday 16 June, 10:00–12:00"


def test_price_is_shown_before_it_changes(as_, room, booking, lea):
    booking.price_cents = 3600
    booking.save()

    response = as_(lea).get(url(booking), asked("10-13"))

    assert "€54 incl. VAT" in text(response) and "instead of €36" in text(response)
    assert buttons(response) == ["Move for €54"] * 2
    assert buttons(as_(lea).get(url(booking), asked("14-16"))) == ["Move"] * 2


@pytest.mark.parametrize(("hours", "day"), [("10-13", "2026-06-16"), ("10-11", "2026-06-16"), ("14-16", "2026-06-18")])
def test_booking_is_extended_shortened_or_moved(as_, booking, lea, hours, day):
    sent = fields(as_(lea).get(url(booking), asked(hours, day)))

    response = as_(lea).post(url(booking), sent)

    booking.refresh_from_db()
    assert response.url == f"/en/reservations/{booking.uuid}/"
    assert ((booking.start_at, booking.end_at), booking.sequence) == (on(hours, day), 1)


def test_move_is_told_with_the_new_time(as_, room, lea):
    mine = booked(room, "10-12", person=lea)
    mine.source = "web"
    mine.save()

    as_(lea).post(url(mine), asked("14-16"))

    assert len(mail.outbox) == 1 and mail.outbox[0].to == [lea.email]


def test_taken_time_is_refused_with_other_times_of_the_same_resource(as_, room, booking, lea, centrale):
    booked(room, "14-16")

    response = as_(lea).post(url(booking), asked("14-16"))

    booking.refresh_from_db()
    assert response.status_code == 409
    assert "already taken" in text(response)
    assert (booking.start_at, booking.end_at) == on("10-12")
    links = [a["href"] for a in soup(response).select(".errors a.slot-choice")]
    assert links and all(link.startswith(url(booking)) for link in links)


def test_what_moves_is_not_in_the_way_of_what_it_is_offered(as_, room, booking, lea):
    booked(room, "13-18")

    page = as_(lea).get(url(booking), asked("12-14"))

    starts = [parse_qs(urlsplit(a["href"]).query)["debut"][0][:16] for a in soup(page).select(".errors a.slot-choice")]
    assert starts[:2] == ["2026-06-16T11:00", "2026-06-16T09:00"] and "2026-06-16T10:00" not in starts


def test_same_time_changes_nothing(as_, booking, lea):
    as_(lea).post(url(booking), asked("10-12"))

    booking.refresh_from_db()
    assert booking.sequence == 0


def test_move_waits_for_the_team_where_it_approves(as_, room, booking, lea):
    room.requires_approval = True
    room.save()

    as_(lea).post(url(booking), asked("14-16"))

    booking.refresh_from_db()
    assert booking.state == State.PENDING


def test_only_its_person_and_the_team_move_it(as_, booking, owner, stranger, other_manager):
    assert as_(None).get(url(booking)).status_code == 302
    assert as_(stranger).get(url(booking)).status_code == 404
    assert as_(other_manager).post(url(booking), asked("14-16")).status_code == 404
    assert as_(owner).post(url(booking), asked("14-16")).status_code == 302

    booking.refresh_from_db()
    assert (booking.start_at, booking.end_at) == on("14-16")


def test_board_carries_nobody_elses_booking(as_, booking, stranger, lea, other_manager):
    board = "/en/lieux/la-centrale/reserver/"

    assert as_(stranger).get(board, {"deplacer": str(booking.uuid)}).status_code == 404
    assert as_(lea).get("/en/lieux/ailleurs/reserver/", {"deplacer": str(booking.uuid)}).status_code == 404
    assert as_(lea).get(board, {"deplacer": "rien"}).status_code == 400


def test_what_has_begun_can_still_be_longer_or_shorter(as_, room, booking, lea):
    booked(room, "15-16")
    with clock.fixed(at("2026-06-16 11:15")):
        page = as_(lea).get(url(booking))
        assert ends(page) == ["12:00", "13:00", "14:00", "15:00"]
        assert "deplacer" not in page.content.decode()

        as_(lea).post(url(booking), asked("10-14") | {"total": "7200"})

    booking.refresh_from_db()
    assert (booking.start_at, booking.end_at) == on("10-14")


def test_who_has_arrived_can_stay_longer_but_not_come_another_day(as_, booking, lea):
    booking.state = State.CHECKED_IN
    booking.save()
    with clock.fixed(at("2026-06-16 10:30")):
        other_day = as_(lea).post(url(booking), asked("10-12", "2026-06-17"))
        as_(lea).post(url(booking), asked("10-13") | {"total": "5400"})
        board = as_(lea).get("/en/lieux/la-centrale/reserver/", {"deplacer": str(booking.uuid)})

    booking.refresh_from_db()
    assert (other_day.status_code, board.status_code) == (422, 404)
    assert "only its end can still change" in text(other_day)
    assert ((booking.start_at, booking.end_at), booking.state) == (on("10-13"), State.CHECKED_IN)


def test_end_that_has_passed_is_refused(as_, booking, lea):
    with clock.fixed(at("2026-06-16 11:30")):
        response = as_(lea).post(url(booking), asked("10-11"))

    assert response.status_code == 422
    assert "This time has passed. Choose a later end." in text(response)


def test_notice_is_asked_of_starts_alone(as_, room, booking, lea):
    room.min_notice = 60 * 24 * 3
    room.save()

    longer = as_(lea).post(url(booking), asked("10-13") | {"total": "5400"})
    later = as_(lea).post(url(booking), asked("11-13"))

    assert (longer.status_code, later.status_code) == (302, 422)


def test_what_is_over_or_cancelled_is_not_moved(as_, room, booking, lea):
    gone = cancel(booked(room, "15-16", person=lea), by=lea)

    with clock.fixed(at("2026-06-16 12:30")):
        responses = [as_(lea).get(url(one)) for one in (booking, gone)]
        page = as_(lea).get(f"/en/reservations/{booking.uuid}/")

    assert [response.status_code for response in responses] == [302, 302]
    assert url(booking) not in page.content.decode()


def test_what_only_the_team_may_still_change_is_not_moved(as_, centrale, room, lea):
    conditions(centrale, cancel_notice_min=120)
    start, end = on("9-10", "2026-06-15")  # in an hour
    soon = book(room, person=lea, by=lea, start=start, end=end)

    page = as_(lea).get(f"/en/reservations/{soon.uuid}/")

    assert url(soon) not in page.content.decode()
    assert as_(lea).get(url(soon)).status_code == 302


def test_looking_at_ends_asks_for_prices_and_passes_once(as_, room, booking, lea):
    priced(room, 9000, unit="day")

    found = [queries.asked(as_(lea), url(booking), f"pricing_{table}") for table in ("price", "membership")]

    assert found == [2, 1]  # the prices themselves, and whether there is one for everybody


def test_shorter_time_says_that_it_is_too_late_before_the_button(as_, room, lea):
    conditions(room.space, (100_000, 50))
    start, end = on("10-12")
    booking = book(room, person=lea, by=lea, start=start, end=end)

    shorter, longer = (as_(lea).get(url(booking), asked(hours)) for hours in ("10-11", "10-13"))

    assert "Cancelling costs something already" in text(shorter) and "Cancelling costs" not in text(longer)
    assert [len(soup(page).select("main button[form=reserver]")) for page in (shorter, longer)] == [0, 1]


def test_what_is_due_already_is_said_where_the_new_time_costs_less(as_, room, lea):
    conditions(room.space, (100_000, 50))
    booking = booked(room, "10-12", person=lea)
    room.prices.update(amount_cents=300)

    response = as_(lea).get(url(booking), asked("14-16", "2026-06-18"))
    assert "€18 incl. VAT" in text(response) and "this much is due" in text(response)
    assert buttons(response) == ["Move for €18"] * 2
    as_(lea).post(url(booking), fields(response))

    booking.refresh_from_db()
    assert (booking.price_cents, booking.due_cents) == (600, 1800)


def test_late_move_that_could_be_refused_or_forgotten_is_for_the_team(as_, room, lea):
    conditions(room.space, (100_000, 50))
    booking = booked(room, "10-12", person=lea)
    type(room).objects.update(requires_approval=True)

    response = as_(lea).get(url(booking), asked("14-16", "2026-06-18"))

    assert "whose team can still move it there" in text(response)
