"""Arrivals that a tablet sends, at once or once the network is back."""

from datetime import timedelta

import pytest
from django.utils import translation

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, Kiosk, MissedArrival, Source, State
from spaces.booking.services import kiosks
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.states import release
from tests.factories.booking import PersonFactory, at, booked, conditions
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db

NOON = "2026-06-16 12:00"


@pytest.fixture
def room(owner):
    """Half an hour after the start the place of who is not there goes to others."""
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    conditions(space, release_after_min=30, no_show_percent=50)
    return ResourceFactory(space=space)


@pytest.fixture
def kiosk(room, owner):
    return kiosks.open_kiosk(room.space, name="Entrée", by=owner)[0]


@pytest.fixture
def booking(room):
    with clock.fixed(at("2026-06-15 08:00")):
        return booked(room, "10-14", person=PersonFactory(name="Léa Martin"))


def noted(kiosk, booking, *, came: str, now: str = NOON):
    """Said at `came`, sent at `now`."""
    booking.refresh_from_db()
    with clock.fixed(at(now)):
        return kiosks.note(kiosk, booking, age=at(now) - at(came))


def standing() -> tuple[str, object]:
    return Booking.objects.values_list("state", "checked_in_at").order_by("pk")[0]


def test_secret_is_not_kept(room, owner):
    kiosk, secret = kiosks.open_kiosk(room.space, name="Entrée", by=owner)

    assert secret not in str(Kiosk.objects.filter(pk=kiosk.pk).values())
    assert Kiosk.objects.find(secret) == kiosk
    kiosks.revoke(kiosk)
    assert Kiosk.objects.find(secret) is None


def test_arrival_is_noted_at_once_and_says_where(kiosk, booking):
    assert noted(kiosk, booking, came="2026-06-16 10:05", now="2026-06-16 10:05").done

    assert standing() == (State.CHECKED_IN, at("2026-06-16 10:05"))
    event = AuditEvent.objects.get(action="checked_in")
    assert (event.actor, event.reason) == (None, "Entrée")
    assert Booking.objects.get().source == Source.IMPORT


def test_arrival_without_a_network_is_noted_when_it_was(kiosk, booking):
    assert noted(kiosk, booking, came="2026-06-16 09:50").done

    assert standing() == (State.CHECKED_IN, at("2026-06-16 09:50"))


def test_same_arrival_twice_is_one(kiosk, booking):
    answers = [noted(kiosk, booking, came="2026-06-16 09:50", now=now) for now in (NOON, "2026-06-16 12:01")]

    assert [answer.done for answer in answers] == [True, True]
    assert AuditEvent.objects.filter(action="checked_in").count() == 1
    assert standing() == (State.CHECKED_IN, at("2026-06-16 09:50"))


@pytest.mark.parametrize("came", ["2026-06-16 09:50", "2026-06-16 10:29"])
def test_arrival_before_the_place_was_given_back_has_it_again(kiosk, booking, came):
    with clock.fixed(at("2026-06-16 11:00")):
        assert lapse() == 1

    assert noted(kiosk, booking, came=came).done

    found = Booking.objects.get()
    assert (found.state, found.checked_in_at, found.kept_cents) == (State.CHECKED_IN, at(came), None)
    assert found.occupancy.filter(active=True, expires_at=None).count() == 1


def test_arrival_after_the_place_was_given_back_goes_to_the_team(kiosk, booking, room):
    with clock.fixed(at("2026-06-16 11:00")):
        lapse()

    assert not noted(kiosk, booking, came="2026-06-16 10:30").done  # though nobody had tidied up at that instant

    assert standing()[0] == State.RELEASED
    assert [missed.booking for missed in kiosks.missed(room.space)] == [booking]


def test_arrival_before_somebody_said_that_nobody_came_counts(kiosk, booking, owner):
    with clock.fixed(at("2026-06-16 10:20")):
        release(booking, by=owner)

    assert not noted(kiosk, booking, came="2026-06-16 10:25").done
    assert noted(kiosk, booking, came="2026-06-16 10:10").done


def test_never_beyond_who_took_the_place_meanwhile(kiosk, booking, room):
    with clock.fixed(at("2026-06-16 11:00")):
        lapse()
        other = booked(room, "11-13", state=State.CHECKED_IN)

    with translation.override("en"):
        answers = [noted(kiosk, booking, came="2026-06-16 10:10", now=now) for now in (NOON, "2026-06-16 12:01")]

    assert [answer.done for answer in answers] == [False, False]
    assert "already taken" in answers[0].said
    assert standing()[0] == State.RELEASED
    other.refresh_from_db()
    assert (other.state, other.occupancy.filter(active=True).count()) == (State.CHECKED_IN, 1)
    (missed,) = kiosks.missed(room.space)
    assert (missed.booking, missed.at, missed.kiosk) == (booking, at("2026-06-16 10:10"), kiosk)
    kiosks.settle(missed)
    assert kiosks.missed(room.space) == []


def test_nothing_older_than_a_day_or_still_to_come(kiosk, booking):
    assert noted(kiosk, booking, came="2026-06-16 10:00", now="2026-06-17 10:00").done
    Booking.objects.update(state=State.CONFIRMED)
    assert not noted(kiosk, booking, came="2026-06-16 10:00", now="2026-06-17 10:01").done
    assert not MissedArrival.objects.exists()
    with clock.fixed(at("2026-06-16 10:00")):
        assert kiosks.note(kiosk, booking, age=timedelta(hours=-3)).done is True  # said "in three hours": now
    assert standing()[1] == at("2026-06-16 10:00")


def test_who_stands_there_is_told_and_the_team_is_not_bothered(kiosk, booking):
    assert not noted(kiosk, booking, came="2026-06-16 08:00", now="2026-06-16 08:00").done
    assert not kiosks.note(kiosk, None).done
    assert not MissedArrival.objects.exists()


def test_guest_without_an_account_is_let_in(kiosk, room):
    with clock.fixed(at("2026-06-15 08:00")):
        guest = booked(room, "15-16")
    Booking.objects.update(person=None, guest_name="Rose Lacoste")

    assert noted(kiosk, guest, came="2026-06-16 15:00", now="2026-06-16 15:00").done


def test_day_holds_who_is_expected_or_there(kiosk, room, booking):
    with clock.fixed(at("2026-06-15 08:00")):
        booked(room, "8-9")
        cancelled = booked(room, "16-17", state=State.CANCELLED)
        booked(room, "10-12", day="2026-06-17")
    with clock.fixed(at("2026-06-16 09:30")):
        assert kiosks.expected_today(room.space) == [booking]
    assert cancelled.state == State.CANCELLED
