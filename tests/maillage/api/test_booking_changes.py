"""Bookings by programs: moved, cancelled, decided about, each by whom it concerns."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import Booking
from spaces.booking.services.booking import book
from tests.factories.booking import PersonFactory, at, booked, on, require_training
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.maillage.api.test_bookings import ROOM, wish
from tests.maillage.api.test_errors import said


class TestMove:
    def move(self, program, booking, **body):
        return program.patch(f"/bookings/{booking.uuid}", body)

    def test_changes_the_time(self, caller, stranger, room):
        one = booked(room, "10-11", person=stranger)

        response = self.move(caller(stranger), one, **{k: v for k, v in wish("14-16").items() if k != "resource"})

        assert response.status_code == 200
        one.refresh_from_db()
        assert (one.start_at, one.end_at) == (at("2026-06-16 14:00"), at("2026-06-16 16:00"))
        assert response.json()["start"] == "2026-06-16T14:00:00+02:00"

    def test_leaves_as_it_is_what_is_left_out(self, caller, stranger, room):
        one = booked(room, "10-11", person=stranger)

        assert self.move(caller(stranger), one, end="2026-06-16T13:00:00+02:00").status_code == 200

        one.refresh_from_db()
        assert (one.start_at, one.end_at, one.seats) == (at("2026-06-16 10:00"), at("2026-06-16 13:00"), 1)

    def test_changes_the_resource_alone_or_with_the_time(self, caller, stranger, room):
        other = ResourceFactory(space=room.space, slug="salle-b", name="Salle B")
        one, program = booked(room, "10-11", person=stranger), caller(stranger)

        response = self.move(program, one, resource="la-centrale/salle-b")
        back = self.move(program, one, resource=ROOM, end="2026-06-16T12:00:00+02:00")

        assert (response.status_code, back.status_code) == (200, 200)
        assert (response.json()["resource"], response.json()["name"]) == (other.path, "Salle B")
        assert response.json()["start"] == "2026-06-16T10:00:00+02:00"
        assert (back.json()["resource"], back.json()["end"]) == (ROOM, "2026-06-16T12:00:00+02:00")

    def test_to_where_it_cannot_be_says_why(self, caller, stranger, owner, room):
        taken, laser = (ResourceFactory(space=room.space, slug=slug) for slug in ("salle-b", "laser"))
        booked(taken, "10-11")
        require_training(laser)
        far = ResourceFactory(space=SpaceFactory.open(slug="ailleurs"), slug="salle")
        one = booked(room, "10-11", person=stranger)

        asked = [(caller(stranger), each.path) for each in (taken, laser, far)] + [(caller(owner), far.path)]
        answers = [said(self.move(program, one, resource=path)) for program, path in asked]

        assert answers == [
            (409, "already_booked"),
            (422, "habilitation_missing"),
            (422, "other_space"),
            (422, "other_space"),
        ]
        assert said(self.move(caller(stranger), one, resource="la-centrale/rien")) == (404, "not_found")
        one.refresh_from_db()
        assert one.resource == room

    def test_goes_beyond_a_rule_of_the_other_resource_with_a_reason(self, caller, owner, room):
        laser = ResourceFactory(space=room.space, slug="laser")
        require_training(laser)
        one = booked(room, "10-11")

        assert said(self.move(caller(owner), one, resource=laser.path)) == (422, "habilitation_missing")
        assert self.move(caller(owner), one, resource=laser.path, override_reason="Accompagné").status_code == 200

    def test_to_what_is_out_of_service_is_not_found_even_by_the_team(self, caller, owner, room):
        ResourceFactory(space=room.space, slug="ferme", is_active=False)
        one = booked(room, "10-11")

        assert said(self.move(caller(owner), one, resource="la-centrale/ferme")) == (404, "not_found")
        one.refresh_from_db()
        assert one.resource == room

    def test_again_and_again_is_limited_for_its_person(self, caller, stranger, owner, room, settings):
        settings.PER_HOUR = settings.PER_HOUR | {"moves": 1}
        one = booked(room, "10-11", person=stranger)
        ends = [f"2026-06-16T{hour}:00:00+02:00" for hour in (12, 13, 14)]

        assert self.move(caller(stranger), one, end=ends[0]).status_code == 200
        assert said(self.move(caller(stranger), one, end=ends[1])) == (429, "too_many_requests")
        assert self.move(caller(owner), one, end=ends[2]).status_code == 200

    def test_is_refused_with_alternatives_when_the_place_is_taken(self, caller, stranger, room):
        one = booked(room, "10-11", person=stranger)
        booked(room, "11-12")

        response = self.move(caller(stranger), one, end="2026-06-16T12:00:00+02:00")

        assert said(response) == (409, "already_booked")
        assert response.json()["detail"]["alternatives"]
        one.refresh_from_db()
        assert one.end_at == at("2026-06-16 11:00")

    @pytest.mark.parametrize("body", [{}, {"override_reason": "x"}, {"note": "x"}, {"resource": "x"}, {"start": None}])
    def test_of_nothing_or_something_else_is_malformed(self, caller, stranger, room, body):
        one = booked(room, "10-11", person=stranger)

        assert said(self.move(caller(stranger), one, **body)) == (400, "malformed")

    def test_of_a_cancelled_booking_is_409(self, caller, stranger, room):
        one = booked(room, "10-11", person=stranger, state="cancelled")

        response = self.move(caller(stranger), one, end="2026-06-16T12:00:00+02:00")

        assert said(response) == (409, "wrong_state")
        assert response.json()["detail"] == {"alternatives": []}

    def test_who_has_arrived_stays_longer_but_does_not_come_later(self, caller, stranger, teammate, room):
        one = booked(room, "10-11", person=stranger, state="checked_in")
        later = {"start": "2026-06-16T14:00:00+02:00", "end": "2026-06-16T15:00:00+02:00"}

        with clock.fixed(one.start_at + timedelta(minutes=20)):
            assert self.move(caller(stranger), one, end="2026-06-16T12:00:00+02:00").status_code == 200
            assert said(self.move(caller(stranger), one, **later)) == (422, "too_late")
            assert self.move(caller(teammate), one, **later).status_code == 200


class TestCancel:
    def test_frees_the_place(self, caller, stranger, owner, room):
        one = booked(room, "10-11", person=stranger)

        response = caller(stranger).delete(f"/bookings/{one.uuid}")

        assert response.status_code == 200
        assert (response.json()["state"], response.json()["cancelled_at"]) == ("cancelled", "2026-06-01T10:00:00+02:00")
        assert caller(owner).post("/bookings", wish()).status_code == 201

    def test_twice_is_409(self, caller, stranger, room):
        one = booked(room, "10-11", person=stranger)
        program = caller(stranger)
        program.delete(f"/bookings/{one.uuid}")

        again = program.delete(f"/bookings/{one.uuid}", {"Accept-Language": "en"})
        assert said(again) == (409, "wrong_state")
        assert again.json()["message"] == "This booking has changed: it is now cancelled. Look at it before going on."

    def test_of_what_is_over_is_422(self, caller, stranger, room):
        one = booked(room, "10-11", person=stranger, day="2026-05-20")

        assert said(caller(stranger).delete(f"/bookings/{one.uuid}")) == (422, "too_late")

    def test_of_who_has_arrived_is_for_the_team(self, caller, stranger, teammate, room):
        one = booked(room, "10-11", person=stranger, state="checked_in")

        assert said(caller(stranger).delete(f"/bookings/{one.uuid}")) == (403, "not_allowed")
        assert caller(teammate).delete(f"/bookings/{one.uuid}").status_code == 200

    def test_and_a_move_before_answer_what_is_stored(self, caller, stranger, room):
        one, program = booked(room, "10-11", person=stranger), caller(stranger)
        path = f"/bookings/{one.uuid}"

        for minutes, change in (
            (10, lambda: program.patch(path, {"end": "2026-06-16T12:00:00+02:00"})),
            (20, lambda: program.delete(path)),
        ):
            with clock.fixed(at("2026-06-01 10:00") + timedelta(minutes=minutes)):
                answer = change().json()
                assert answer["updated_at"] == f"2026-06-01T10:{minutes}:00+02:00"
                assert answer == program.get(path).json()


class TestDecide:
    @pytest.fixture
    def request_(self, room, stranger) -> Booking:
        type(room).objects.update(requires_approval=True)
        return booked(room, "10-11", person=stranger, state="pending")

    def test_manager_approves(self, caller, owner, request_):
        response = caller(owner).post(f"/bookings/{request_.uuid}/approve")

        assert (response.status_code, response.json()["state"]) == (200, "confirmed")

    def test_others_for_the_same_time_are_refused_with_it(self, caller, owner, room, request_):
        type(room).objects.update(requests_compete=True)
        room.refresh_from_db()
        start, end = on("10-11")
        rival = book(room, person=PersonFactory(), by=owner, start=start, end=end, queue=True)

        caller(owner).post(f"/bookings/{request_.uuid}/approve")

        rival.refresh_from_db()
        assert rival.state == "refused"

    def test_manager_refuses_with_words(self, caller, owner, request_):
        response = caller(owner).post(f"/bookings/{request_.uuid}/refuse", {"reason": "Travaux"})

        assert response.status_code == 200
        assert (response.json()["state"], response.json()["answer"]) == ("refused", "Travaux")

    @pytest.mark.parametrize(
        ("body", "expected"),
        [({}, (400, "malformed")), ({"reason": ""}, (400, "malformed")), ({"reason": " "}, (422, "reason_missing"))],
    )
    def test_refusal_needs_words(self, caller, owner, request_, body, expected):
        assert said(caller(owner).post(f"/bookings/{request_.uuid}/refuse", body)) == expected

    @pytest.mark.parametrize(("verb", "body"), [("approve", {}), ("refuse", {"reason": "Travaux"})])
    def test_decision_is_for_managers(self, caller, stranger, teammate, request_, verb, body):
        for user in (stranger, teammate):
            assert said(caller(user).post(f"/bookings/{request_.uuid}/{verb}", body)) == (403, "not_allowed")
        request_.refresh_from_db()
        assert request_.state == "pending"

    def test_second_decision_is_409(self, caller, owner, coordinator, request_):
        caller(owner).post(f"/bookings/{request_.uuid}/approve")

        response = caller(coordinator).post(f"/bookings/{request_.uuid}/refuse", {"reason": "Travaux"})

        assert said(response) == (409, "wrong_state")

    def test_override_needs_a_reason(self, caller, owner, room, request_):
        require_training(room, "laser")
        program, path = caller(owner), f"/bookings/{request_.uuid}/approve"

        assert said(program.post(path, {})) == (422, "habilitation_missing")
        assert program.post(path, {"override_reason": "Formé hier"}).status_code == 200

    def test_team_checks_in(self, caller, stranger, teammate, room):
        one = booked(room, "10-11", person=stranger)

        assert said(caller(stranger).post(f"/bookings/{one.uuid}/check-in")) == (403, "not_allowed")
        assert said(caller(teammate).post(f"/bookings/{one.uuid}/check-in")) == (422, "another_day")
        with clock.fixed(one.start_at):
            response = caller(teammate).post(f"/bookings/{one.uuid}/check-in")
            again = caller(teammate).post(f"/bookings/{one.uuid}/check-in", {})
        assert (response.status_code, response.json()["state"]) == (200, "checked_in")
        assert said(again) == (409, "wrong_state")

    def test_request_that_has_moved_since_it_was_read_is_not_approved(self, caller, owner, stranger, request_):
        read = caller(owner).get(f"/bookings/{request_.uuid}").json()
        caller(stranger).patch(f"/bookings/{request_.uuid}", {"end": "2026-06-16T18:00:00+02:00"})

        asked = {"sequence": read["sequence"]}
        assert said(caller(owner).post(f"/bookings/{request_.uuid}/approve", asked)) == (409, "wrong_state")
        asked = {"sequence": caller(owner).get(f"/bookings/{request_.uuid}").json()["sequence"]}
        assert caller(owner).post(f"/bookings/{request_.uuid}/approve", asked).status_code == 200

    @pytest.mark.parametrize("verb", ["approve", "check-in"])
    def test_decision_knows_no_other_name(self, caller, owner, request_, verb):
        assert said(caller(owner).post(f"/bookings/{request_.uuid}/{verb}", {"force": True})) == (400, "malformed")
