"""A booking given another room, desk or machine from its page, by its person. In English: the words of the code."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book
from tests import queries
from tests.factories.booking import at, booked, conditions, on, priced, require_training
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.factories.pricing import gives, member, plan
from tests.reading import fields, plain, soup, text

pytestmark = pytest.mark.django_db


def url(booking) -> str:
    return f"/en/reservations/{booking.uuid}/horaire/"


def asked(hours: str, resource=None, day: str = "2026-06-16") -> dict:
    start, end = on(hours, day)
    where = {"ressource": resource.slug} if resource else {}
    return {**where, "debut": start.isoformat(), "fin": end.isoformat()}


def others(response) -> list[tuple[str, str]]:
    """Name and note of what is offered instead, and where each leads."""
    links = soup(response).select("section[aria-labelledby=ailleurs] a.slot-choice")
    return [(a.b.get_text(), a.small.get_text() if a.small else "") for a in links]


def test_its_like_that_is_free_then_is_offered_with_its_price(as_, booking, other, centrale, desks, lea):
    require_training(ResourceFactory(space=centrale, name="Laser"))
    booked(ResourceFactory(space=centrale, name="Salle Prise"), "11-12")

    page = as_(lea).get(url(booking))

    assert others(page) == [("Salle Ossau", "€48"), ("Espace ouvert", "Shared desk · 3 seats")]
    link, _desks = soup(page).select("section[aria-labelledby=ailleurs] a.slot-choice")
    assert parse_qs(urlsplit(link["href"]).query)["ressource"] == ["salle-ossau"]
    assert text(as_(lea).get(link["href"])).count("Salle Ossau") >= 2


def test_offers_say_for_how_many_and_what_they_have_and_where_all_are(as_, booking, other, centrale, lea):
    type(other).objects.filter(pk=other.pk).update(people=6, features=["wheelchair"])
    type(other).objects.filter(pk=booking.resource_id).update(features=["wheelchair"])
    for number in range(5):
        ResourceFactory(space=centrale, name=f"Salle {number}")

    page = as_(lea).get(url(booking))
    panel = soup(page).select_one("section[aria-labelledby=ailleurs]")
    (link,) = panel.select("p a")
    board = as_(lea).get(link["href"])

    assert ("Salle Ossau", "6 people · €48") in others(page)
    assert "wheelchair access" in panel.get_text()
    assert plain(panel.p.get_text()) == "1 more is free at that time. See all that is free that day"
    assert "Choose what you will have instead of your booking So far: Salle Aneto" in plain(
        soup(board).select_one(".board-moving").get_text(" ")
    )
    slots = [a["href"] for a in soup(board).select("td.slot a") if url(booking) in a["href"]]
    assert "ressource=salle-ossau" in " ".join(slots)
    assert others(as_(lea).get(next(one for one in slots if "salle-ossau" in one)))[0][1] == "what you have now"


def test_board_keeps_the_other_resource_that_was_chosen(as_, booking, other, lea):
    page = as_(lea).get(url(booking), asked("10-12", other))
    (board,) = [a["href"] for a in soup(page).select("main a") if f"deplacer={booking.uuid}" in a["href"]]

    links = [a["href"] for a in soup(as_(lea).get(board)).select("a.slot-choice")]

    assert links and all("ressource=salle-ossau" in link for link in links)


def test_it_is_offered_at_the_hour_that_is_asked_for_too(as_, booking, room, other, lea):
    booked(room, "14-16")

    refused = as_(lea).get(url(booking), asked("14-16"))

    assert "already taken" in text(refused)
    assert others(refused) == [("Salle Ossau", "€48")]
    assert all("ressource" not in a["href"] for a in soup(refused).select(".errors a.slot-choice"))


def test_page_says_what_it_was_and_what_it_will_cost_then_moves_it(as_, room, other, lea):
    start, end = on("10-12")
    booking = book(room, person=lea, by=lea, start=start, end=end)
    mail.outbox.clear()

    page = as_(lea).get(url(booking), asked("10-12", other))
    assert others(page) == [("Salle Aneto", "what you have now"), ("Salle Ossau", "€48")]
    assert "€48 incl. VAT" in text(page) and "instead of €36" in text(page)

    response = as_(lea).post(url(booking), fields(page), follow=True)

    booking.refresh_from_db()
    assert (booking.resource, booking.start_at, booking.price_cents) == (other, start, 4800)
    assert "You now have Salle Ossau." in response.content.decode()
    assert "Salle Aneto, now Salle Ossau" in text(response)
    assert [(message.to, message.subject.split("\xa0")[0]) for message in mail.outbox] == [([lea.email], "Salle Ossau")]


def test_other_ends_and_times_stay_with_the_other_room(as_, booking, other, lea):
    booked(other, "13-15")

    page = as_(lea).get(url(booking), asked("10-12", other))
    ends = [parse_qs(urlsplit(a["href"]).query) for a in soup(page).select("section[aria-labelledby=duree] a")]
    assert {one["ressource"][0] for one in ends} == {"salle-ossau"}
    assert [one["fin"][0][11:16] for one in ends] == ["11:00", "12:00", "13:00"]

    refused = as_(lea).post(url(booking), asked("13-15", other))
    assert refused.status_code == 409
    links = soup(refused).select(".errors a.slot-choice")
    assert links and all("ressource=salle-ossau" in a["href"] for a in links)


def test_rules_are_asked_again_when_the_button_is_pressed(as_, booking, other, lea):
    require_training(other)

    response = as_(lea).post(url(booking), asked("10-12", other))

    booking.refresh_from_db()
    assert (response.status_code, booking.resource.name) == (422, "Salle Aneto")
    assert "requires training first" in text(response)


def test_team_is_asked_where_it_approves(as_, booking, other, lea):
    type(other).objects.filter(pk=other.pk).update(requires_approval=True)

    page = as_(lea).get(url(booking), asked("10-12", other))
    as_(lea).post(url(booking), asked("10-12", other) | {"total": fields(page)["total"]})

    booking.refresh_from_db()
    assert "It becomes a request again" in text(page)
    assert (booking.resource, booking.state) == (other, State.PENDING)


def test_nothing_of_another_space_nor_out_of_service(as_, booking, other, lea):
    type(other).objects.filter(pk=other.pk).update(is_active=False)
    elsewhere = ResourceFactory(space=SpaceFactory.open(slug="ailleurs"), slug="salle-loin")

    for one in (other, elsewhere):
        assert as_(lea).post(url(booking), asked("10-12", one)).status_code == 404
    assert as_(lea).post(url(booking), {**asked("10-12"), "ressource": "%00"}).status_code == 404
    assert others(as_(lea).get(url(booking))) == []


def test_who_sits_there_or_may_no_longer_change_it_is_offered_nothing(as_, booking, room, other, lea, centrale):
    with clock.fixed(at("2026-06-16 10:15")):
        page = as_(lea).get(url(booking))
        refused = as_(lea).post(url(booking), asked("10-12", other))
    assert others(page) == [] and "only its end can still change" in text(refused)
    (rest,) = soup(page).select("section[aria-labelledby=suite] a")
    assert rest["href"] == "/en/lieux/la-centrale/reserver/?jour=2026-06-16"

    conditions(centrale, cancel_notice_min=120)
    late = booked(room, "14-16", person=lea)
    with clock.fixed(at("2026-06-16 13:00")):
        assert as_(lea).get(url(late)).status_code == 302


def test_offers_say_what_passes_would_pay_and_what_is_left(as_, room, other, centrale, lea):
    carnet = plan("Carnet 3 h", space=centrale)
    gives(carnet, 180)
    member(lea, carnet)
    priced(ResourceFactory(space=centrale, name="Atelier"), 0)
    start, end = on("10-14")
    booking = book(room, person=lea, by=lea, start=start, end=end)

    page = as_(lea).get(url(booking))

    assert others(page) == [("Atelier", "free of charge"), ("Salle Ossau", "3 h of your passes · then €24")]


@pytest.mark.parametrize("number", [1, 3])
def test_what_passes_would_pay_is_read_once(as_, room, centrale, lea, number):
    carnet = plan("Carnet 10 h", space=centrale)
    gives(carnet, 600)
    member(lea, carnet)
    for _one in range(number):
        priced(ResourceFactory(space=centrale), 1000)
    start, end = on("10-12")
    booking = book(room, person=lea, by=lea, start=start, end=end)

    said = [queries.asked(as_(lea), url(booking), f"pricing_{one}") for one in ("membership", "ledgerentry")]

    assert said == [3, 4]


def test_prices_and_passes_are_asked_once_and_whom_each_is_for(as_, booking, centrale, lea):
    found = []
    for count in (1, 3):
        while centrale.resources.count() <= count:
            priced(ResourceFactory(space=centrale), 1000)
        found.append([queries.asked(as_(lea), url(booking), f"pricing_{one}") for one in ("price", "membership")])

    assert found == [[3 + 1, 1], [3 + 3, 1]]
