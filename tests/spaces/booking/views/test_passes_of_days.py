"""What people read of passes that count in days: a day that is paid is said to be."""

import pytest
from django.utils.translation import override

from maillage.base import clock
from spaces.booking.services.booking import book, move
from spaces.booking.services.states import cancel, check_in
from tests.factories.booking import at, conditions, on, open_room, priced
from tests.factories.pricing import carnet, days_left, gives, member, plan
from tests.reading import plain, soup, text

pytestmark = pytest.mark.django_db

AFTERNOON = {"debut": "2026-06-16T14:00", "fin": "2026-06-16T17:00"}
FORM = "/en/lieux/la-centrale/reserver/salle-aneto/"
PAID = "“Carnet 5 jours” has paid that day already: nothing more is taken"


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-01 10:00")):
        yield


@pytest.fixture
def lea(lea):
    lea.language = "en"
    lea.save()
    return lea


@pytest.fixture
def membership(lea, room):
    days = plan("Carnet 5 jours", reach="network")
    gives(days, 5, unit="days")
    return member(lea, days)


@pytest.fixture
def morning(lea, room, membership):
    start, end = on("10-12")
    return book(room, person=lea, by=lea, start=start, end=end)


def said(page, selector: str) -> str:
    assert page.status_code == 200
    return plain(soup(page).select_one(selector).get_text(" "))


def test_form_says_that_the_day_is_paid(as_, lea, morning):
    page = as_(lea).get(FORM, AFTERNOON)

    assert PAID in said(page, "[aria-labelledby=payer]")
    assert "Covered by your pass" in said(page, ".summary")
    assert "a day that your pass has paid already" in said(page, ".reserve-bar")


def test_form_says_what_is_taken_of_another_day(as_, lea, morning):
    page = as_(lea).get(FORM, {"debut": "2026-06-17T14:00", "fin": "2026-06-17T17:00"})

    assert "1 day of “Carnet 5 jours”, 3 days left" in said(page, "[aria-labelledby=payer]")


def test_booking_says_whether_it_took_the_day(as_, lea, room, morning):
    start, end = on("14-17")
    afternoon = book(room, person=lea, by=lea, start=start, end=end)

    with override("en"):
        urls = [one.get_absolute_url() for one in (morning, afternoon)]
    facts = [said(as_(lea).get(url), ".summary") for url in urls]

    assert "Taken from Carnet 5 jours: 1 day" in facts[0]
    assert "Taken from Carnet 5 jours: nothing, that day was paid already" in facts[1]


def let_go_by_moving(booking):
    start, end = on("10-12", "2026-06-17")
    move(booking, start=start, end=end, by=booking.person)


def let_go_by_cancelling(booking):
    cancel(booking, by=booking.person)


@pytest.mark.parametrize(("let_go", "left"), [(let_go_by_moving, 3), (let_go_by_cancelling, 4)])
def test_booking_says_that_it_takes_the_day_once_the_other_has_left_it(
    as_, lea, room, morning, membership, let_go, left
):
    start, end = on("14-16")
    afternoon = book(room, person=lea, by=lea, start=start, end=end)
    client = as_(lea)

    let_go(morning)

    with override("en"):
        page = said(client.get(afternoon.get_absolute_url()), ".summary")
    assert f"Taken from Carnet 5 jours: 1 day ({left} days left)" in page
    takes = [{"plan": "Carnet 5 jours", "unit": "days", "amount": 1}]
    assert client.get(f"/api/v1/bookings/{afternoon.uuid}").json()["passes"] == takes
    found = client.get("/api/v1/bookings").json()["items"]
    took = {one["uuid"]: one["passes"] for one in found}
    assert took == {str(morning.uuid): takes if let_go is let_go_by_moving else [], str(afternoon.uuid): takes}

    cancel(afternoon, by=lea)

    assert days_left(membership, start.date()) == [left + 1]
    assert client.get(f"/api/v1/bookings/{afternoon.uuid}").json()["passes"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_ledger_once(as_, lea, room, membership, count, django_assert_num_queries):
    client = as_(lea)
    for hours in ("9-11", "11-13", "14-16")[:count]:
        book(room, person=lea, by=lea, start=on(hours)[0], end=on(hours)[1])

    with django_assert_num_queries(5):
        assert len(client.get("/api/v1/bookings").json()["items"]) == count


def test_basket_of_a_day_that_is_paid_says_so(as_, lea, morning):
    lines = [f"panier=salle-aneto/20260616T{hours}/1" for hours in ("1200Z/20260616T1300Z", "1400Z/20260616T1500Z")]
    page = as_(lea).get(f"/en/lieux/la-centrale/reserver-ensemble/?{'&'.join(lines)}")

    assert "A day that your pass has paid already, and nothing more." in said(page, "[aria-labelledby=payer]")


def test_my_passes_say_what_a_day_is_and_what_became_of_each(as_, lea, room, morning):
    day_and_night = open_room()
    priced(day_and_night, 1200)
    start, end = on("10-12", "2026-06-18")[0], on("10-12", "2026-06-19")[1]
    book(day_and_night, person=lea, by=lea, start=start, end=end)
    start, end = on("14-17")
    book(room, person=lea, by=lea, start=start, end=end)

    page = as_(lea).get("/en/compte/forfaits/")

    assert "2 days left of 5 days" in said(page, ".passes")
    assert "A day is one day of the calendar" in said(page, ".passes")
    lines = [plain(line.get_text(" ")) for line in soup(page).select(".pass-moves li")]
    assert [("Fri 19 Jun" in line, "Thu 18 Jun" in line, "−1 day" in line) for line in lines[:3]] == [
        (True, False, True),
        (False, True, True),
        (False, False, True),
    ]


def test_move_that_would_bring_a_day_back_too_late_is_foreseen(as_, lea, desks, membership):
    """The service refuses it: two that are together take two days, apart only one."""
    priced(desks, 1200)
    conditions(desks.space, (2880, 100))
    first, _second = (book(desks, person=lea, by=lea, start=on(h)[0], end=on(h)[1]) for h in ("11-14", "9-12"))

    def look(hours):
        start, end = on(hours)
        return as_(lea).get(
            f"/en/reservations/{first.uuid}/horaire/", {"debut": start.isoformat(), "fin": end.isoformat()}
        )

    with clock.fixed(at("2026-06-15 10:00")):
        apart, beside = look("12-15"), look("10-13")

    assert "Cancelling costs something already" in apart.content.decode()
    assert "Cancelling costs something already" not in beside.content.decode()


def test_who_is_there_reads_what_leaving_sooner_does_not_bring_back(as_, lea, desks):
    priced(desks, 1200)
    conditions(desks.space, (2880, 100))
    carnet(lea, desks.space, 600)
    start, end = on("10-13")
    there = book(desks, person=lea, by=lea, start=start, end=end)
    url = f"/en/reservations/{there.uuid}/horaire/"

    with clock.fixed(start):
        check_in(there, by=None, where="kiosk")
        sooner = {"debut": start.isoformat(), "fin": on("10-11")[1].isoformat()}
        page = as_(lea).get(url, sooner)
        assert "Leaving sooner brings nothing more of your passes back: they stay charged 3 h." in plain(text(page))
        assert "Cancelling costs something already" not in text(page)
        assert as_(lea).post(url, sooner).status_code == 302

    there.refresh_from_db()
    assert there.end_at == on("10-11")[1]
