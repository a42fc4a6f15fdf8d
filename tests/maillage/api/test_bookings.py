"""Bookings by programs: made, listed and read, each by whom it concerns."""

from datetime import timedelta

import pytest

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking
from spaces.booking.services.imports import import_booking
from tests.factories.booking import booked, on, open_room, priced, require_training, reserve_for, trained
from tests.factories.catalogue import EVERY_DAY, SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.pricing import audience, carnet
from tests.maillage.api.test_errors import said

ROOM = "la-centrale/salle-a"


def wish(hours: str = "10-11", day: str = "2026-06-16", **more) -> dict:
    """`wish("10-11")`: what is sent to book these hours of that Tuesday in Paris."""
    first, last = hours.split("-")
    times = {"start": f"{day}T{first}:00:00+02:00", "end": f"{day}T{last}:00:00+02:00"}
    return {"resource": ROOM, **times, **more}


def uuids(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["uuid"] for one in response.json()["items"]]


class TestBook:
    def test_answers_the_whole_booking(self, caller, stranger, room):
        priced(room, 1200)

        response = caller(stranger).post("/bookings", wish(seats=1, note="Pour trois personnes."))

        made = Booking.objects.get()
        assert response.status_code == 201
        assert response["Location"] == f"/api/v1/bookings/{made.uuid}"
        assert response.json() == {
            "uuid": str(made.uuid),
            "url": f"http://testserver/reservations/{made.uuid}/",
            "resource": ROOM,
            "name": "Salle A",
            "space": {"slug": "la-centrale", "name": "La Centrale"},
            "start": "2026-06-16T10:00:00+02:00",
            "end": "2026-06-16T11:00:00+02:00",
            "time_zone": "Europe/Paris",
            "seats": 1,
            "state": "confirmed",
            "expires": None,
            "person": {"name": "Sacha Sabatier", "email": "stranger@example.org"},
            "guest": None,
            "organisation": None,
            "price": {"amount": "12.00", "vat": "2.00", "vat_rate": "20.00", "currency": "EUR"},
            "passes": [],
            "conditions": {
                "cancel_until": "2026-06-16T11:00:00+02:00",
                "cancellation": [],
                "release_at": None,
                "no_show_percent": 0,
                "kept_at_least": None,
            },
            "kept": None,
            "note": "Pour trois personnes.",
            "answer": "",
            "series": None,
            "source": "api",
            "sequence": 0,
            "created_at": "2026-06-01T10:00:00+02:00",
            "updated_at": "2026-06-01T10:00:00+02:00",
            "cancelled_at": None,
            "checked_in_at": None,
        }

    def test_says_which_pass_paid_how_much(self, caller, stranger, room):
        priced(room, 1200)
        carnet(stranger, room.space, 5, "days", name="Carnet 5 jours")

        made = caller(stranger).post("/bookings", wish()).json()

        assert made["price"]["amount"] == "0.00"
        assert made["passes"] == [{"plan": "Carnet 5 jours", "unit": "days", "amount": 1}]

    def test_reads_any_offset_and_answers_on_the_clock_of_the_place(self, caller, stranger, room):
        times = {"start": "2026-06-16T08:00:00Z", "end": "2026-06-16T18:00:00+09:00"}

        body = caller(stranger).post("/bookings", wish() | times).json()

        assert (body["start"], body["end"]) == ("2026-06-16T10:00:00+02:00", "2026-06-16T11:00:00+02:00")

    def test_waits_for_the_team_where_it_approves(self, caller, stranger, room):
        type(room).objects.update(requires_approval=True)

        response = caller(stranger).post("/bookings", wish())

        assert (response.status_code, response.json()["state"]) == (201, "pending")

    def test_conflict_is_409_with_alternatives(self, caller, stranger, room):
        booked(room, "10-12")

        response = caller(stranger).post("/bookings", wish("10-12"))

        assert said(response) == (409, "already_booked")
        alternatives = response.json()["detail"]["alternatives"]
        assert len(alternatives) == 5
        assert alternatives[0] == {
            "resource": ROOM, "start": "2026-06-16T12:00:00+02:00", "end": "2026-06-16T14:00:00+02:00",
        }  # fmt: skip
        again = caller(stranger).post("/bookings", alternatives[0])
        assert again.status_code == 201

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"start": "2026-05-16T10:00:00+02:00", "end": "2026-05-16T11:00:00+02:00"}, "in_the_past"),
            ({"end": "2026-06-16T10:00:00+02:00"}, "too_short"),
            ({"end": "2026-06-16T09:00:00+02:00"}, "too_short"),
            ({"end": "2026-06-16T19:00:00+02:00"}, "closed"),
            ({"start": "2026-06-16T10:30:00+02:00", "end": "2026-06-16T11:30:00+02:00"}, "off_grid"),
            ({"end": "2028-06-16T11:00:00+02:00"}, "too_long"),
            ({"start": "1950-01-01T00:00:00Z"}, "in_the_past"),
            ({"start": "2500-01-01T00:00:00Z", "end": "2500-01-01T01:00:00Z"}, "too_far"),
        ],
    )
    def test_rule_refuses_with_422_and_its_code(self, caller, stranger, room, change, code):
        assert said(caller(stranger).post("/bookings", wish() | change)) == (422, code)

    def test_habilitation_is_asked_for(self, caller, stranger, room):
        require_training(room, "laser")
        assert said(caller(stranger).post("/bookings", wish())) == (422, "habilitation_missing")

        trained(stranger, "laser", valid_until="2026-06-16")

        assert caller(stranger).post("/bookings", wish()).status_code == 201
        assert said(caller(stranger).post("/bookings", wish(day="2026-06-17"))) == (422, "habilitation_expired")

    def test_who_is_not_of_the_audience_reads_whom_it_is_for(self, caller, stranger, owner, room):
        reserve_for(room, audience(space=room.space))

        refused = caller(stranger).post("/bookings", wish())

        assert said(refused) == (422, "not_allowed")
        assert refused.json()["detail"] == {"audiences": ["Adhérents"]}
        on_behalf = wish(on_behalf_of=stranger.email, override_reason="Journée d’essai")
        assert caller(owner).post("/bookings", on_behalf).status_code == 201

    def test_rule_is_overridden_by_a_manager_with_a_reason_only(self, caller, stranger, teammate, owner, room):
        late = wish("19-20", override_reason="Réunion publique")

        assert said(caller(stranger).post("/bookings", late)) == (403, "not_allowed")
        assert said(caller(teammate).post("/bookings", late)) == (403, "not_allowed")
        assert said(caller(owner).post("/bookings", late | {"override_reason": ""})) == (422, "closed")
        assert caller(owner).post("/bookings", late).status_code == 201

    @pytest.mark.parametrize("resource", ["la-centrale/salle-z", "nowhere/salle-a", "secret/salle-b"])
    def test_resource_that_is_not_to_be_seen_is_404(self, caller, stranger, room, resource):
        open_room(space=SpaceFactory.draft(slug="secret"), slug="salle-b")

        response = caller(stranger).post("/bookings", wish(resource=resource))

        assert said(response) == (404, "not_found")
        assert response.json()["detail"] == {"resource": resource}

    def test_organisation_must_be_theirs(self, caller, stranger, owner, room):
        OrganisationFactory.published(slug="cie-du-pont", owner=stranger)
        OrganisationFactory.published(slug="autre", owner=owner)
        OrganisationFactory(slug="brouillon", owner=owner)
        program = caller(stranger)

        made = program.post("/bookings", wish("10-11", on_behalf_of="cie-du-pont"))

        assert (made.status_code, made.json()["organisation"]) == (201, "cie-du-pont")
        assert said(program.post("/bookings", wish("11-12", on_behalf_of="autre"))) == (403, "not_allowed")
        for slug in ("brouillon", "inconnue", "a/b"):
            assert said(program.post("/bookings", wish("11-12", on_behalf_of=slug))) == (400, "malformed")

    def test_message_follows_the_language(self, caller, stranger, room):
        booked(room, "10-11")

        response = caller(stranger).post("/bookings", wish(), headers={"Accept-Language": "en"})

        assert response.json()["message"] == "Salle A is already taken at that time. Choose another time."


class TestForSomebodyElse:
    def test_the_team_books_for_people(self, caller, owner, teammate, stranger, room):
        for user, hours in ((owner, "10-11"), (teammate, "11-12")):
            made = caller(user).post("/bookings", wish(hours, on_behalf_of="Stranger@example.org"))

            assert (made.status_code, made.json()["person"]["email"]) == (201, "stranger@example.org")
        assert Booking.objects.filter(person=stranger, created_by=owner).count() == 1

    def test_others_do_not_and_learn_nothing(self, caller, stranger, room):
        for email in ("owner@example.org", "nobody@example.org"):
            assert said(caller(stranger).post("/bookings", wish("10-11", on_behalf_of=email))) == (403, "not_allowed")
        assert not Booking.objects.exists()

    def test_the_person_has_an_account(self, caller, owner, room):
        assert said(caller(owner).post("/bookings", wish("10-11", on_behalf_of="nobody@example.org"))) == (
            400,
            "malformed",
        )

    def test_what_the_person_has_learnt_counts(self, caller, owner, stranger, room):
        require_training(room)
        trained(stranger, valid_until="2026-06-16")
        program, asked = caller(owner), {"on_behalf_of": stranger.email}
        late = wish("10-11", day="2026-06-17", **asked)

        assert program.post("/bookings", wish("10-11", **asked), {"Idempotency-Key": "1"}).status_code == 201
        assert said(program.post("/bookings", late)) == (422, "habilitation_expired")
        assert program.post("/bookings/preview", late).json()["dates"][0]["code"] == "habilitation_expired"
        assert program.post("/bookings", late | {"override_reason": "Formation demain matin"}).status_code == 201
        assert "habilitation_expired" in AuditEvent.objects.get(reason="Formation demain matin").after["overridden"]


class TestList:
    def test_shows_mine_by_start(self, caller, stranger, owner, room):
        later = booked(room, "12-13", person=stranger)
        sooner = booked(room, "10-11", person=stranger)
        booked(room, "14-15", person=owner)

        assert uuids(caller(stranger).get("/bookings")) == [str(sooner.uuid), str(later.uuid)]

    def test_shows_those_of_a_space_to_its_team(self, caller, anonymous, stranger, teammate, owner, coordinator, room):
        one = booked(room, "10-11", person=stranger)
        booked(open_room(hours=("09:00", "18:00")), "10-11", person=stranger)

        for user in (teammate, owner, coordinator):
            assert uuids(caller(user).get("/bookings", space="la-centrale")) == [str(one.uuid)]
        assert said(caller(stranger).get("/bookings", space="la-centrale")) == (403, "not_allowed")
        assert said(anonymous.get("/bookings", space="la-centrale")) == (401, "sign_in")

    def test_hides_that_a_space_exists(self, caller, stranger):
        open_room(space=SpaceFactory.draft(slug="secret"))

        for slug in ("secret", "nowhere", "\x01"):
            assert said(caller(stranger).get("/bookings", space=slug)) == (404, "not_found")

    def test_days_are_those_of_the_place(self, caller, stranger, owner):
        reunion = SpaceFactory.open(
            slug="reunion", days=EVERY_DAY, hours=("00:00", "24:00"), time_zone="Indian/Reunion"
        )
        night = booked(open_room(space=reunion), "23-24", day="2026-06-15", person=stranger)  # the 16th there
        paris = booked(open_room(), "23-24", day="2026-06-15", person=stranger)
        program = caller(stranger)

        assert uuids(program.get("/bookings", **{"from": "2026-06-16"})) == [str(night.uuid)]
        assert uuids(program.get("/bookings", until="2026-06-15")) == [str(paris.uuid)]
        assert uuids(program.get("/bookings", **{"from": "2026-06-16", "until": "2026-06-15"})) == []
        assert len(uuids(program.get("/bookings", **{"from": "2026-06-15", "until": "2026-06-16"}))) == 2

    def test_states_can_be_chosen(self, caller, stranger, room):
        one = booked(room, "10-11", person=stranger)
        two = booked(room, "11-12", person=stranger, state="cancelled")
        program = caller(stranger)

        assert uuids(program.get("/bookings", state="cancelled")) == [str(two.uuid)]
        assert uuids(program.get("/bookings", state=["cancelled", "confirmed"])) == [str(one.uuid), str(two.uuid)]
        assert said(program.get("/bookings", state="gone")) == (400, "malformed")

    def test_hold_whose_time_is_up_is_expired(self, caller, stranger, room, _now):
        booked(room, "10-11", person=stranger, state="hold", expires=_now + timedelta(minutes=10))

        def state() -> str:
            return caller(stranger).get("/bookings").json()["items"][0]["state"]

        assert state() == "hold"
        with clock.fixed(_now + timedelta(minutes=10)):
            assert state() == "expired"

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_however_many(self, caller, stranger, room, count, django_assert_num_queries):
        program = caller(stranger)
        program.get("/bookings")  # the token notes its first use
        for hour in range(count):
            booked(room, f"{10 + hour}-{11 + hour}", person=stranger)

        with django_assert_num_queries(3):
            assert program.get("/bookings").json()["count"] == count

    def test_example_34_what_ends_at_midnight_is_not_listed_on_the_next_day(self, caller, owner, room):
        late = booked(room, "22-24")
        next_day = booked(room, "0-1", day="2026-06-17")

        def listed(day: str) -> list[str]:
            return uuids(caller(owner).get("/bookings", **{"space": "la-centrale", "from": day, "until": day}))

        assert [listed(day) for day in ("2026-06-16", "2026-06-17")] == [[str(late.uuid)], [str(next_day.uuid)]]


class TestOne:
    def test_is_for_its_person_and_the_team(
        self, anonymous, caller, stranger, teammate, owner, coordinator, room, django_user_model
    ):
        one = booked(room, "10-11", person=stranger)
        neighbour = django_user_model.objects.create_user("neighbour@example.org")
        path = f"/bookings/{one.uuid}"

        for user in (stranger, teammate, owner, coordinator):
            assert caller(user).get(path).json()["uuid"] == str(one.uuid)
        assert said(caller(neighbour).get(path)) == (404, "not_found")
        assert said(anonymous.get(path)) == (401, "sign_in")

    @pytest.mark.parametrize("verb", ["", "/approve", "/refuse", "/check-in"])
    def test_is_404_for_others_whatever_they_try(self, caller, stranger, owner, room, verb):
        path = f"/bookings/{booked(room, '10-11', person=owner).uuid}{verb}"
        program = caller(stranger)
        answers = (
            [program.post(path, {"reason": "no"} if verb == "/refuse" else {})]
            if verb
            else [
                program.get(path),
                program.patch(path, {"start": "2026-06-16T12:00:00+02:00"}),
                program.delete(path),
            ]
        )

        assert {said(answer) for answer in answers} == {(404, "not_found")}
        assert Booking.objects.get().state == "confirmed"

    def test_names_guests_and_no_erased_account(self, caller, stranger, owner, room):
        booked(room, "10-11", person=stranger)
        import_booking(room, person=None, guest_name="Zoé", start=on("11-12")[0], end=on("11-12")[1])
        stranger.delete()

        found = caller(owner).get("/bookings?space=la-centrale").json()["items"]
        assert [(one["person"], one["guest"]) for one in found] == [(None, None), (None, "Zoé")]
