"""Closing for a time, and offering other times to whom it meets."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Block, Booking, Proposal, State
from spaces.booking.pages.history import history
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services.booking import book, move
from spaces.booking.services.closures import Closure, close, outside_hours
from spaces.booking.services.proposals import Became, Time, became, find_time, propose, take
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.reopening import reopen
from spaces.booking.services.states import cancel
from spaces.catalogue.models import Space
from tests.factories.booking import PersonFactory, at, booked, conditions, on, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def room(owner):
    space = SpaceFactory.open(name="La Centrale", days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner)
    return ResourceFactory(space=space, name="Salle A")


@pytest.fixture
def lea():
    return PersonFactory(email="lea@example.org", language="en")


def closure(room, *, chosen=(), first="2026-06-16 00:00", end="2026-06-18 00:00") -> Closure:
    return Closure(space=room.space, chosen=chosen, start=at(first), end=at(end), reason="Travaux")


def test_whom_a_closure_meets_is_known_before_and_after(room, lea, owner):
    inner, other = ResourceFactory(space=room.space, parent=room), ResourceFactory(space=room.space)
    met = [booked(room, "10-12", person=lea), booked(inner, "14-15"), booked(other, "10-11")]
    booked(room, "10-12", day="2026-06-18")

    asked = closure(room)
    before, done = asked.affected(), asked.is_done
    after = close(asked, by=owner)

    assert [one.pk for one in before] == [one.pk for one in after]
    assert {one.pk for one in before} == {one.pk for one in met}
    assert (done, asked.is_done) == (False, True)
    assert set(Block.objects.values_list("resource", flat=True)) == {room.pk, other.pk}


def test_closure_of_one_resource_leaves_the_others(room, owner):
    other = ResourceFactory(space=room.space)
    stands = booked(other, "10-12")

    assert close(closure(room, chosen=[room]), by=owner) == []
    assert stands.occupancy.filter(active=True).exists()
    assert not Block.objects.filter(resource=other).exists()


def test_each_person_gets_one_mail_with_times_that_are_free(room, lea, owner):
    ResourceFactory(space=room.space)
    booked(room, "10-12", person=lea), booked(room, "14-15", person=lea)
    guest = booked(room, "16-17")
    Booking.objects.filter(pk=guest.pk).update(person=None, guest_name="Zoé")
    asked = closure(room)
    close(asked, by=owner)
    mail.outbox.clear()

    made = propose(asked.affected(), by=owner)

    assert [message.to for message in mail.outbox] == [["lea@example.org"]]
    assert mail.outbox[0].subject == "La Centrale will be closed: choose another time"
    assert [one.times[0][0] for one in made] == ["2026-06-18T10:00:00+02:00", "2026-06-18T14:00:00+02:00"]
    assert all(len(one.times) == 3 for one in made)
    assert mail.outbox[0].body.count("/reservations/propositions/") == 6
    assert guest.pk not in {one.booking_id for one in made}


def test_mail_names_what_is_closed_where_the_place_is_open(room, lea, owner):
    ResourceFactory(space=room.space, name="Salle B")
    booked(room, "10-12", person=lea)
    asked = closure(room, chosen=[room])

    propose(close(asked, by=owner), by=owner)

    assert mail.outbox[0].subject == "Salle A (La Centrale) will be closed: choose another time"


def test_nobody_is_written_to_twice(room, lea, owner):
    booked(room, "10-12", person=lea)
    asked = closure(room)
    close(asked, by=owner)
    propose(asked.affected(), by=owner)
    mail.outbox.clear()

    assert propose(asked.affected(), by=owner) == []
    assert mail.outbox == []


def offered(room, lea, owner) -> Time:
    booked(room, "10-12", person=lea)
    asked = closure(room)
    close(asked, by=owner)
    (proposal,) = propose(asked.affected(), by=owner)
    return find_time(Time(proposal, 1).url.split("/")[-2])


def test_link_moves_the_booking(room, lea, owner):
    time = offered(room, lea, owner)

    moved = take(time)

    assert (moved.start_at, moved.end_at, moved.state) == (*on("10-12", "2026-06-19"), State.CONFIRMED)
    assert Proposal.objects.get().taken_at is not None


def test_history_names_the_person_whose_link_it_is(room, lea, owner):
    moved = take(offered(room, lea, owner))

    event = AuditEvent.objects.get(subject_uuid=moved.uuid, action="moved")
    with translation.override("en"):
        said = {reader: history(moved, reader)[0]["text"] for reader in (lea, owner)}
    assert (event.actor, event.after["by_link"]) == (lea, True)
    assert said[lea].startswith("by you · with the link of an e-mail · start ")
    assert said[owner].startswith(f"by {lea} · with the link of an e-mail · start ")


def test_link_needs_no_second_yes_where_the_team_approves(room, lea, owner):
    type(room).objects.update(requires_approval=True)
    room.refresh_from_db()

    assert take(offered(room, lea, owner)).state == State.CONFIRMED


def test_link_costs_nothing_else_than_was_said_yes_to(room, lea, owner):
    time = offered(room, lea, owner)
    priced(room, 1200)
    refused = []

    for agreed in (None, Outlay(1200)):
        with pytest.raises(BookingRefused) as refusal:
            take(time, agreed=agreed)
        refused.append((refusal.value.code, refusal.value.detail["price_cents"]))
    moved = take(time, agreed=Outlay(2400))

    assert refused == [("price_changes", 2400)] * 2
    assert (moved.price_cents, moved.start_at) == (2400, time.start)


@pytest.mark.parametrize("change", ["cancelled", "moved", "taken"])
def test_link_does_nothing_once_the_booking_has_changed(room, lea, owner, change):
    time = offered(room, lea, owner)
    booking = time.proposal.booking
    if change == "cancelled":
        cancel(booking, by=owner)
    elif change == "moved":
        start, end = on("15-17", "2026-06-20")
        move(booking, start=start, end=end, by=owner)
    else:
        take(time)
    booking.refresh_from_db()
    stands = (booking.state, booking.start_at)

    with pytest.raises(BookingRefused) as refusal:
        take(time)

    booking.refresh_from_db()
    assert (refusal.value.code, booking.state, booking.start_at) == ("wrong_state", *stands)


def test_link_can_be_used_again_when_somebody_was_quicker(room, lea, owner):
    time = offered(room, lea, owner)
    rival = booked(room, "11-12", day="2026-06-19")

    with pytest.raises(BookingRefused) as taken:
        take(time)
    cancel(rival, by=owner)

    assert taken.value.code == "already_booked"
    assert take(time).start_at == on("10-12", "2026-06-19")[0]


def test_link_of_somebody_else_is_no_link():
    assert find_time("WyJ4IiwwXQ:abc:def") is None


def test_those_whom_new_hours_leave_outside_are_found(room, lea, owner):
    booked(room, "10-12", person=lea, day="2026-06-20")
    on_dates(room.space, "2026-06-20", label="Fête")

    found = outside_hours(room.space)
    (proposal,) = propose(found, by=owner)

    assert [one.person for one in found] == [lea]
    assert "2026-06-20" not in proposal.times[0][0]


def test_those_whom_the_team_let_in_outside_hours_are_not_until_they_move_inside(room, lea, owner):
    start, end = on("20-21", "2026-06-19")
    evening = book(room, person=lea, by=owner, start=start, end=end, override_reason="Assemblée générale")
    assert outside_hours(room.space) == []

    start, end = on("10-12", "2026-06-19")
    move(evening, by=owner, start=start, end=end)
    on_dates(room.space, "2026-06-19", label="Fête")

    assert outside_hours(room.space) == [evening]


def test_those_whom_a_public_holiday_leaves_outside_are_kept_and_found(room, lea):
    booked(room, "10-12", person=lea, day="2026-07-14")
    booked(room, "10-12", person=lea, day="2026-07-15")
    before = outside_hours(room.space)

    Space.objects.update(public_holidays="closed")
    found = outside_hours(Space.objects.get())

    assert before == []
    assert [one.start_at for one in found] == [on("10-12", "2026-07-14")[0]]
    assert set(Booking.objects.values_list("state", flat=True)) == {State.CONFIRMED}


def test_what_the_team_offers_is_never_too_late_and_makes_nothing_dearer(room, lea, owner):
    conditions(room.space, (100_000, 50), cancel_notice_min=100_000)

    moved = take(offered(room, lea, owner))

    assert moved.start_at == on("10-12", "2026-06-19")[0]
    assert moved.terms.floor_percent == 0


def test_link_moves_nothing_to_a_time_that_is_over(room, lea, owner):
    type(room).objects.update(requires_approval=True)
    room.refresh_from_db()
    time = offered(room, lea, owner)

    with clock.fixed(time.start + timedelta(hours=1)), pytest.raises(BookingRefused) as refusal:
        take(time)

    assert refusal.value.code == "in_the_past"
    assert Booking.objects.get().start_at == time.proposal.was_start_at


def test_closing_twice_is_once(room, owner):
    asked = closure(room)

    close(asked, by=owner)
    close(asked, by=owner)

    assert Block.objects.count() == 1


def test_link_ends_once_the_place_is_open_again(room, lea, owner):
    conditions(room.space, (2880, 100))
    time = offered(room, lea, owner)
    reopen(Block.objects.get(), by=owner)

    with pytest.raises(BookingRefused) as refusal:
        take(time)

    booking = Booking.objects.get()
    assert (refusal.value.code, booking.start_at) == ("wrong_state", time.proposal.was_start_at)
    assert (became(time), Proposal.objects.get().taken_at) == (Became.REOPENED, None)


def test_link_ends_once_the_hours_are_as_they_were(room, lea, owner):
    booked(room, "10-12", person=lea, day="2026-06-20")
    closed = on_dates(room.space, "2026-06-20", label="Fête")
    (proposal,) = propose(outside_hours(room.space), by=owner)
    before = became(Time(proposal, 0))
    closed.delete()

    assert (before, became(Time(Proposal.objects.get(), 0))) == (Became.OPEN, Became.REOPENED)
