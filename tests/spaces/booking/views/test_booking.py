"""`/reservations/<uuid>/`: who sees it, what they can do. In English: the words of the code itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from maillage.base import clock
from maillage.users.models import User
from spaces.booking.models import Booking, State
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book, move
from tests.factories.booking import at, booked, conditions, limit, on
from tests.factories.catalogue import ResourceFactory
from tests.reading import soup, text
from tests.spaces.booking.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(booking):
    return f"/en/reservations/{booking.uuid}/"


@pytest.fixture
def request_(room, lea):
    """Léa asks for a room that needs approval."""
    return booked(room, "14-16", person=lea, state=State.PENDING)


def state(booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


def test_its_person_and_the_team_see_it(as_, url, lea, owner, teammate, coordinator):
    for user in (lea, owner, teammate, coordinator):
        response = as_(user).get(url)
        assert response.status_code == 200
        assert "Tuesday 16 June, 10:00–12:00" in text(response)
        assert "Pistache" in text(response)


def test_the_team_sees_whom_it_is_for(as_, url, lea, teammate):
    assert "lea@example.org" in text(as_(teammate).get(url))
    assert "lea@example.org" not in text(as_(lea).get(url))


@pytest.mark.parametrize("address", ["{}", "{}annuler/", "{}refuser/"])
def test_others_find_nothing(as_, booking, url, stranger, other_manager, address):
    for user in (stranger, other_manager, None):
        response = as_(user).get(address.format(url))
        assert response.status_code == 404
        assert "Pistache" not in response.content.decode() and "Aneto" not in response.content.decode()


def test_calendar_file_is_for_whoever_sees_the_page(as_, booking, url, lea, teammate, stranger, other_manager):
    file = url.rstrip("/") + ".ics"

    answers = [as_(user).get(file) for user in (lea, teammate, stranger, other_manager, None)]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 404]
    assert answers[0]["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{booking.uuid}" in answers[0].content.decode()
    assert "no-store" in answers[0]["Cache-Control"]
    assert all("Aneto" not in answer.content.decode() for answer in answers[2:])


def test_anonymous_is_told_the_same_of_what_exists_and_what_does_not(client, booking):
    unknown = uuid4()

    there = client.get(f"/en/reservations/{booking.uuid}/")
    nowhere = client.get(f"/en/reservations/{unknown}/")

    assert there.status_code == nowhere.status_code == 404
    assert there.content.decode().replace(str(booking.uuid), "…") == nowhere.content.decode().replace(str(unknown), "…")
    link = soup(there).find("main").find("a", string=lambda said: said and "Sign in" in said) or soup(there).select_one(
        "main a.btn-primary"
    )
    assert link["href"] == f"/en/compte/login/?next=/en/reservations/{booking.uuid}/"


def test_history_names_people_to_the_team_only(as_, url, booking, lea, owner, teammate):
    as_(lea).post(f"{url}annuler/")
    other = book(booking.resource, person=lea, by=owner, start=at("2026-06-17 10:00"), end=at("2026-06-17 11:00"))

    assert "by you" in text(as_(lea).get(url))
    assert "by Léa Martin" in text(as_(teammate).get(url))
    assert "by the team of La Centrale" in text(as_(lea).get(other.get_absolute_url()))
    assert "Olive" not in text(as_(lea).get(f"/en/reservations/{other.uuid}/"))


def test_reason_for_going_beyond_a_rule_is_the_teams(as_, room, lea, owner, teammate):
    limit(room, minutes=60)
    start, end = on("10-12")
    made = book(room, person=lea, by=owner, start=start, end=end, override_reason="Elle repare la laser")
    url = f"/en/reservations/{made.uuid}/"

    assert "Elle repare la laser" in text(as_(teammate).get(url))
    assert "Elle repare la laser" not in as_(lea).get(url).content.decode()


# Cancelling


def test_cancelling_is_asked_once_more(as_, booking, url, lea):
    response = as_(lea).get(f"{url}annuler/")

    assert soup(response).select_one(f"form[action='{url}annuler/'][method=post]")
    assert state(booking) == State.CONFIRMED


def test_person_and_team_cancel(as_, room, lea, teammate):
    for user, hours in ((lea, "10-12"), (teammate, "14-16")):
        made = booked(room, hours, person=lea)
        response = as_(user).post(f"/en/reservations/{made.uuid}/annuler/", follow=True)
        assert state(made) == State.CANCELLED
        assert "The booking is cancelled" in response.content.decode()


@pytest.mark.parametrize(("kept_percent", "due"), [(0, "Nothing to pay"), (50, "€18")])
def test_cancelled_booking_says_what_is_left_to_pay(as_, room, lea, mailoutbox, kept_percent, due):
    User.objects.filter(pk=lea.pk).update(language="en")
    conditions(room.space, (100_000, kept_percent))
    start, end = on("10-12")
    url = f"/en/reservations/{book(room, person=lea, by=lea, start=start, end=end).uuid}/"
    as_(lea).post(f"{url}annuler/")
    said, mail = text(as_(lea).get(url)), mailoutbox[-1]

    assert due in said and due in mail.body and due in mail.alternatives[0].content
    assert "€36" not in said and "€36" not in mail.body
    assert ("You pay on site." in said) == (kept_percent > 0)


def test_others_cannot_cancel(as_, booking, url, stranger, other_manager):
    for user in (stranger, other_manager, None):
        assert as_(user).post(f"{url}annuler/").status_code == 404
    assert state(booking) == State.CONFIRMED


def test_what_is_over_cannot_be_cancelled(as_, booking, url, lea):
    with clock.fixed(at("2026-06-16 12:00")):
        assert "annuler" not in as_(lea).get(url).content.decode()
        response = as_(lea).post(f"{url}annuler/", follow=True)

    assert "there is nothing left to cancel" in response.content.decode()
    assert state(booking) == State.CONFIRMED


def test_what_has_begun_is_cancelled_by_the_team_alone(as_, booking, url, lea, teammate):
    Booking.objects.filter(pk=booking.pk).update(state=State.CHECKED_IN)

    assert as_(lea).post(f"{url}annuler/").status_code == 403
    assert as_(teammate).post(f"{url}annuler/").status_code == 302
    assert state(booking) == State.CANCELLED


def test_cancelling_twice_says_what_it_is_now(as_, url, lea):
    as_(lea).post(f"{url}annuler/")

    again = as_(lea).post(f"{url}annuler/", follow=True)

    assert "This booking has changed" in again.content.decode()
    assert as_(lea).get(f"{url}annuler/").status_code == 302


def test_cancelled_booking_offers_to_book_again(as_, url, lea):
    as_(lea).post(f"{url}annuler/")

    response = as_(lea).get(url)

    assert soup(response).select_one("a[href='/en/lieux/la-centrale/reserver/?ressource=salle-aneto']")
    assert ".ics" not in response.content.decode()


# Deciding


def test_manager_accepts(as_, request_, owner):
    url = f"/en/reservations/{request_.uuid}/"
    assert soup(as_(owner).get(url)).select_one(f"form[action='{url}accepter/']")

    response = as_(owner).post(f"{url}accepter/", {"vu": request_.sequence}, follow=True)

    assert state(request_) == State.CONFIRMED
    assert "Accepted." in response.content.decode()


def test_manager_refuses_with_words(as_, request_, owner, lea):
    url = f"/en/reservations/{request_.uuid}/"

    empty = as_(owner).post(f"{url}refuser/", {"reason": " "})
    assert (empty.status_code, state(request_)) == (422, State.PENDING)
    as_(owner).post(f"{url}refuser/", {"reason": "Prenez plutôt la salle Ossau."})

    assert state(request_) == State.REFUSED
    assert "Prenez plutôt la salle Ossau." in text(as_(lea).get(url))


@pytest.mark.parametrize("act", ["accepter", "refuser"])
def test_hosts_and_the_person_themselves_do_not_decide(as_, request_, lea, teammate, stranger, other_manager, act):
    url = f"/en/reservations/{request_.uuid}/"
    answers = [
        as_(user).post(f"{url}{act}/", {"reason": "Non"}).status_code
        for user in (lea, teammate, stranger, other_manager, None)
    ]

    assert answers == [403, 403, 404, 404, 404]
    assert state(request_) == State.PENDING
    assert "accepter" not in as_(teammate).get(url).content.decode()


def test_deciding_twice_says_what_it_is_now(as_, request_, owner):
    url = f"/en/reservations/{request_.uuid}/"
    as_(owner).post(f"{url}accepter/", {"vu": request_.sequence})

    response = as_(owner).post(f"{url}refuser/", {"reason": "Trop tard"}, follow=True)

    assert "This booking has changed" in response.content.decode()
    assert state(request_) == State.CONFIRMED


def test_host_notes_arrivals_and_absences(as_, room, lea, teammate):
    here, away = booked(room, "9-10", person=lea, day="2026-06-15"), booked(room, "10-11", day="2026-06-15")

    with clock.fixed(NOW + timedelta(hours=3)):
        as_(teammate).post(f"/en/reservations/{here.uuid}/arrivee/")
        as_(teammate).post(f"/en/reservations/{away.uuid}/absence/")

    assert (state(here), state(away)) == (State.CHECKED_IN, State.RELEASED)


def test_arrival_is_noted_on_the_day_itself(as_, url, teammate):
    def can_be_noted() -> bool:
        return "Note the arrival" in text(as_(teammate).get(url))

    assert not can_be_noted()
    with clock.fixed(at("2026-06-16 09:30")):
        assert can_be_noted()


@pytest.mark.parametrize("act", ["arrivee", "absence"])
def test_nobody_notes_their_own_arrival(as_, booking, url, lea, stranger, act):
    assert as_(lea).post(f"{url}{act}/").status_code == 403
    assert as_(stranger).post(f"{url}{act}/").status_code == 404
    assert state(booking) == State.CONFIRMED


@pytest.mark.parametrize("act", ["accepter", "absence"])
def test_acts_are_not_links(as_, url, owner, act):
    assert as_(owner).get(f"{url}{act}/").status_code == 405


@pytest.mark.parametrize("away", ["https://mechant.example/", "//mechant.example/", "javascript:0", "\\\\mechant"])
def test_going_back_stays_on_the_site(as_, request_, owner, away):
    response = as_(owner).post(f"/en/reservations/{request_.uuid}/accepter/", {"retour": away})

    assert response.url == f"/en/reservations/{request_.uuid}/"


def test_acts_need_the_key_of_the_site(request_, owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)

    for act in ("accepter", "refuser", "annuler", "arrivee", "absence"):
        assert client.post(f"/en/reservations/{request_.uuid}/{act}/", {"reason": "x"}).status_code == 403
    assert state(request_) == State.PENDING


def test_booking_of_an_erased_account_stays_readable_for_the_team(as_, booking, url, lea, teammate):
    lea.delete()

    assert "An erased account" in text(as_(teammate).get(url))


def test_closure_over_a_booking_does_not_hide_it(as_, booking, url, room, lea, owner):
    start, end = on("9-18")
    block(room, start=start, end=end, by=owner)

    assert as_(lea).get(url).status_code == 200


def test_resource_out_of_service_keeps_its_bookings(as_, booking, url, room, lea):
    room.is_active = False
    room.save()
    ResourceFactory(space=room.space)

    assert as_(lea).get(url).status_code == 200


def test_team_reads_what_changed_and_which_rule_was_gone_beyond(as_, booking, owner, teammate, lea):
    start, end = on("19-20")
    move(booking, start=start, end=end, by=owner, override_reason="Concert du soir")

    team, person = (text(as_(user).get(f"/en/reservations/{booking.uuid}/")) for user in (teammate, lea))

    for said in (team, person):
        assert "start Tuesday 16 June, 10:00, now Tuesday 16 June, 19:00" in said
    assert "by Olive Ouvrard" in team and "beyond the rules: opening hours" in team and "Concert du soir" in team
    assert "Olive" not in person and "beyond the rules" not in person and "Concert" not in person


def test_what_has_moved_since_the_manager_read_it_is_not_accepted(as_, request_, owner, lea):
    url = f"/en/reservations/{request_.uuid}/"
    read = soup(as_(owner).get(url)).select_one(f"form[action='{url}accepter/'] [name=vu]")["value"]
    move(request_, start=request_.start_at, end=request_.end_at + timedelta(hours=2), by=lea)

    answers = [as_(owner).post(f"{url}accepter/", sent, follow=True) for sent in ({"vu": read}, {})]

    assert all("This booking has changed since." in answer.content.decode() for answer in answers)
    assert state(request_) == State.PENDING
