"""Erasing an account is whole, whatever changes while it goes on."""

from datetime import timedelta

import pytest

from maillage.accounts.services import erasure
from maillage.accounts.services.erasure import erase
from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.models import AuditEvent
from maillage.users.models import User
from spaces.booking.models import Booking, Occupancy, State
from spaces.booking.services.booking import book
from spaces.booking.services.states import cancel, check_in, refuse
from spaces.catalogue.models import SpaceTeam
from tests.factories.booking import at, booked, on, open_room
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _midday():
    with clock.fixed(at("2026-06-16 12:00")):
        yield


@pytest.fixture
def room():
    return open_room(name="Salle Aneto")


@pytest.fixture
def meanwhile(monkeypatch):
    """Something happens, once, while the first booking is cancelled."""

    def happens(what) -> None:
        pending = [what]

        def slow(booking, **more):
            if pending:
                pending.pop()()
            return cancel(booking, **more)

        monkeypatch.setattr(erasure, "cancel", slow)

    return happens


def states() -> list[tuple[str, int | None]]:
    return list(Booking.objects.order_by("start_at").values_list("state", "person"))


@pytest.mark.parametrize("which", ["13-14", "15-16"])
def test_what_somebody_else_cancels_meanwhile_stops_nothing(member, room, meanwhile, which):
    others = {hours: booked(room, hours, person=member) for hours in ("13-14", "15-16")}
    meanwhile(lambda: cancel(Booking.objects.get(pk=others[which].pk), by=None))

    erase(member)

    assert states() == [(State.CANCELLED, None)] * 2
    assert not User.objects.filter(email="lea@example.org").exists()


def test_what_is_booked_meanwhile_in_another_tab_is_cancelled_too(member, room, meanwhile):
    booked(room, "13-14", person=member)
    tab, (start, end) = User.objects.get(pk=member.pk), on("15-16")
    meanwhile(lambda: book(room, person=tab, by=tab, start=start, end=end))

    erase(member)

    assert states() == [(State.CANCELLED, None)] * 2
    assert not Occupancy.objects.active().exists()


def test_nobody_books_with_an_account_that_is_being_erased(member, room, meanwhile):
    booked(room, "13-14", person=member)
    said, (start, end) = [], on("15-16")

    def later():
        tab = User.objects.get(pk=member.pk)
        with pytest.raises(DomainError) as refusal:
            book(room, person=tab, by=tab, start=start, end=end)
        said.append(refusal.value.code)

    meanwhile(later)
    erase(member)

    assert (said, Booking.objects.count()) == (["not_allowed"], 1)


def test_what_was_interrupted_is_finished_by_asking_again(member, room, meanwhile):
    booked(room, "13-14", person=member), booked(room, "15-16", person=member)

    def fails():
        raise ConnectionError

    meanwhile(fails)
    with pytest.raises(ConnectionError):
        erase(member)
    assert not User.objects.get(pk=member.pk).is_active

    erase(User.objects.get(pk=member.pk))

    assert states() == [(State.CANCELLED, None)] * 2


def test_twice_is_once(member, mailoutbox):
    twin = User.objects.get(pk=member.pk)

    erase(member), erase(twin)

    assert [mail.subject for mail in mailoutbox] == ["Your account is erased"]


def test_a_team_that_would_have_nobody_left_changes_nothing(member, room):
    booked(room, "13-14", person=member)
    SpaceTeam.objects.create(space=room.space, user=member, role="host")
    OrganisationFactory(owner=member)

    with pytest.raises(DomainError) as refusal:
        erase(member)

    assert refusal.value.code == "last_owner"
    assert User.objects.get(pk=member.pk).is_active and room.space.team.filter(user=member).exists()
    assert states() == [(State.CONFIRMED, member.pk)]


def test_who_came_for_what_is_still_to_begin_does_not_keep_the_place(member, room):
    early = booked(room, "13-14", person=member)
    with clock.fixed(early.start_at - timedelta(minutes=10)):
        check_in(early, by=member)
        erase(member)

    assert states() == [(State.CANCELLED, None)]
    assert not Occupancy.objects.active().exists()


def test_words_about_them_go_from_the_history_too(member, room, owner):
    request = booked(room, "13-14", person=member, state=State.PENDING)
    refuse(request, by=owner, reason="Léa Martin has left the room dirty")
    spared = booked(room, "15-16", state=State.PENDING)
    refuse(spared, by=owner, reason="The room is being painted")

    erase(member)

    reasons = dict(AuditEvent.objects.filter(action="refused").values_list("subject_uuid", "reason"))
    assert reasons == {request.uuid: "", spared.uuid: "The room is being painted"}


def test_what_never_rests_ends_with_a_word_and_a_closed_account(member, room, monkeypatch):
    booked(room, "13-14", person=member)
    monkeypatch.setattr(erasure, "cancel", lambda booking, **more: None)

    with pytest.raises(DomainError) as refused:
        erase(member)

    assert refused.value.code == "busy" and not User.objects.get(pk=member.pk).is_active
