"""Several bookings by one request: all of them or none, the reason of each, and once."""

import pytest

from spaces.booking.models import Booking, BookingSeries
from tests.factories.booking import booked, limit, open_room, priced
from tests.factories.catalogue import EVERY_DAY, SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.pricing import gives, member, plan
from tests.maillage.api.test_bookings import ROOM, wish
from tests.maillage.api.test_errors import said

OTHER = "berges/atelier"
KEY = {"Idempotency-Key": "one"}


@pytest.fixture
def workshop(room):
    """Of another space."""
    berges = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"), slug="berges", name="Les Berges")
    return open_room(space=berges, slug="atelier", name="Atelier")


def lines(*hours: str, **more) -> dict:
    """The room at the first hours, the workshop at the second."""
    asked = [wish(said) | {"resource": path} for said, path in zip(hours, (ROOM, OTHER), strict=False)]
    return {"lines": asked, **more}


def test_things_of_two_spaces_are_booked_together(caller, stranger, workshop):
    response = caller(stranger).post("/bookings/together", lines("10-11", "14-16", note="Avec le chien"))

    made = list(Booking.objects.order_by("start_at"))
    assert response.status_code == 201, response.content
    assert response.json()["series"] == str(BookingSeries.objects.get().uuid)
    assert [one["uuid"] for one in response.json()["bookings"]] == [str(one.uuid) for one in made]
    assert {(one.person, one.note, one.source) for one in made} == {(stranger, "Avec le chien", "api")}


def test_nothing_is_booked_when_one_line_cannot_be_and_each_says_why(caller, stranger, workshop):
    booked(workshop, "14-16")

    response = caller(stranger).post("/bookings/together", lines("20-21", "14-15"))

    assert said(response) == (409, "already_booked")
    closed, taken = response.json()["detail"]["lines"]
    assert (closed["line"], closed["code"]) == (0, "closed")
    assert (taken["line"], taken["code"]) == (1, "already_booked")
    assert taken["alternatives"][0]["resource"] == OTHER
    assert not Booking.objects.filter(person=stranger).exists() and not BookingSeries.objects.exists()


def test_two_lines_for_one_time_are_refused_at_the_second(caller, stranger, room):
    response = caller(stranger).post("/bookings/together", {"lines": [wish("10-12"), wish("11-13")]})

    assert said(response) == (409, "already_booked")
    assert [one["line"] for one in response.json()["detail"]["lines"]] == [1]
    assert not Booking.objects.exists()


def test_same_key_and_body_book_once_and_a_refusal_is_repeated(caller, stranger, workshop):
    program, two = caller(stranger), {"Idempotency-Key": "two"}

    answers = [program.post("/bookings/together", lines("10-11", "14-16"), headers=KEY) for _ in range(2)]
    refused = [program.post("/bookings/together", lines("10-11"), headers=two) for _ in range(2)]

    assert answers[0].json() == answers[1].json() and answers[1]["Idempotency-Replayed"] == "true"
    assert Booking.objects.count() == 2
    assert refused[0].status_code == 409 and refused[0].json() == refused[1].json()
    assert refused[1]["Idempotency-Replayed"] == "true"
    assert said(program.post("/bookings/together", lines("12-13"), headers=KEY)) == (409, "idempotency_mismatch")


def test_preview_says_of_each_line_what_it_would_give_and_writes_nothing(caller, stranger, room, workshop):
    priced(room, 1200)
    booked(workshop, "14-16")

    response = caller(stranger).post("/bookings/together/preview", lines("10-12", "14-15"))

    free, taken = response.json()["lines"]
    price = {"amount": "24.00", "vat": "4.00", "vat_rate": "20.00", "currency": "EUR"}
    assert free == {"resource": ROOM, "code": None, "message": None, "alternatives": [], "price": price}
    assert (taken["resource"], taken["code"], taken["price"]) == (OTHER, "already_booked", None)
    assert taken["message"] and taken["alternatives"][0]["resource"] == OTHER
    assert Booking.objects.count() == 1


def test_preview_says_what_each_would_leave_to_pay_with_passes_and_without(caller, stranger, room, workshop):
    """A pass of an hour and a half that counts everywhere: the second line has what the first leaves of it."""
    for one in (room, workshop):
        priced(one, 1200)
    everywhere = plan("Carnet", reach="network")
    gives(everywhere, 90)
    member(stranger, everywhere)
    program = caller(stranger)

    def amounts(path: str, **more) -> list[str]:
        said = program.post(path, lines("10-11", "14-15", **more)).json()
        return [one["price"]["amount"] for one in said.get("lines") or said["bookings"]]

    assert amounts("/bookings/together/preview", with_passes=False) == ["12.00", "12.00"]
    assert amounts("/bookings/together/preview") == ["0.00", "6.00"] == amounts("/bookings/together")


def test_quota_of_the_organisation_counts_beforehand_and_then(caller, stranger, room):
    troupe = OrganisationFactory.published(slug="cie-du-pont", owner=stranger)
    limit(room, count=1, holder="organisation")
    booked(room, "14-15", organisation=troupe)
    program, asked = caller(stranger), lines("10-11", on_behalf_of="cie-du-pont")

    seen = program.post("/bookings/together/preview", asked)

    assert [one["code"] for one in seen.json()["lines"]] == ["quota"]
    assert said(program.post("/bookings/together", asked)) == (422, "quota")
    assert program.post("/bookings/together", lines("10-11")).status_code == 201


def test_team_of_every_space_books_for_somebody(caller, stranger, owner, workshop):
    asked = lines("10-11", "14-16", on_behalf_of=stranger.email)

    assert said(caller(owner).post("/bookings/together", asked)) == (403, "not_allowed")
    made = caller(owner).post("/bookings/together", lines("10-11", on_behalf_of=stranger.email))

    assert made.status_code == 201 and Booking.objects.get().person == stranger


@pytest.mark.parametrize("body", [{}, {"lines": []}, {"lines": [wish()] * 13}, {"lines": [wish() | {"seats": "2"}]}])
def test_what_is_not_written_as_described_is_400(caller, stranger, room, body):
    assert said(caller(stranger).post("/bookings/together", body)) == (400, "malformed")


def test_what_one_may_not_see_is_not_there(caller, stranger, room, anonymous):
    asked = {"lines": [wish() | {"resource": "la-centrale/nothing"}]}

    response = caller(stranger).post("/bookings/together", asked)

    assert (response.status_code, response.json()["detail"]) == (404, {"resource": "la-centrale/nothing"})
    assert anonymous.post("/bookings/together", {"lines": [wish()]}).status_code == 401
