"""What becomes of bookings: confirmed, approved, refused, cancelled, checked in, released, expired."""

import pytest

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book, hold
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import (
    approve,
    cancel,
    check_in,
    confirm,
    refuse,
    release,
)
from tests.factories.booking import (
    PersonFactory,
    at,
    booked,
    limit,
    on,
    open_room,
    require_training,
    trained,
)
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(owner):
    """By approval, in a space whose manager is the owner."""
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    return ResourceFactory(space=space, requires_approval=True)


def ask(resource, hours="10-12", *, person=None, **more):
    person = person or PersonFactory()
    start, end = on(hours)
    return book(resource, person=person, by=person, start=start, end=end, **more)


def keep(resource, hours="10-12", *, person=None, minutes=5):
    person = person or PersonFactory()
    start, end = on(hours)
    return hold(resource, person=person, by=person, start=start, end=end, minutes=minutes)


def is_free(resource, hours="10-12") -> bool:
    try:
        ask(resource, hours)
    except BookingRefused:
        return False
    return True


def test_confirm_makes_a_hold_a_booking_that_no_longer_expires():
    room = open_room()
    held = keep(room)

    confirmed = confirm(held, by=held.person)

    assert (confirmed.state, confirmed.expires_at) == (State.CONFIRMED, None)
    with clock.fixed(at("2026-06-02 12:00")):
        assert not is_free(room)


def test_confirm_waits_for_the_team_when_approval_is_required(room):
    held = keep(room)

    assert confirm(held, by=held.person).state == State.PENDING


def test_example_72_late_payment_books_nothing_when_the_hold_has_expired():
    room = open_room()
    with clock.fixed(at("2026-06-10 10:00")):
        held = keep(room)

    with clock.fixed(at("2026-06-10 10:05")), pytest.raises(BookingRefused) as late:
        confirm(held, by=held.person)

    assert late.value.code == "expired"
    assert not Booking.objects.filter(state=State.CONFIRMED).exists()


def test_example_72_late_payment_books_nothing_when_somebody_else_has_the_place():
    room = open_room()
    with clock.fixed(at("2026-06-10 10:00")):
        held = keep(room)
    with clock.fixed(at("2026-06-10 10:06")):
        ask(room)
        with pytest.raises(BookingRefused):
            confirm(held, by=held.person)

    assert Booking.objects.filter(state=State.CONFIRMED).count() == 1


def test_confirm_judges_the_training_again_when_it_was_taken_back():
    machine = open_room()
    require_training(machine)
    person = PersonFactory()
    grant = trained(person)
    held = keep(machine, person=person)
    grant.revoked_at = clock.now()
    grant.save()

    with pytest.raises(BookingRefused) as refusal:
        confirm(held, by=person)

    assert refusal.value.code == "habilitation_missing"


def test_approve_confirms_and_says_who_when_a_request_waits(room, owner):
    request = ask(room)

    approved = approve(request, by=owner)

    line = AuditEvent.objects.filter(subject_uuid=request.uuid).first()
    assert approved.state == State.CONFIRMED
    assert (line.action, line.actor, line.before, line.after) == (
        "approved",
        owner,
        {"state": "pending"},
        {"state": "confirmed"},
    )


def test_approve_tells_the_second_one_when_two_answer_at_once(room, owner):
    request = ask(room)
    approve(request, by=owner)

    with pytest.raises(BookingRefused) as second:
        approve(request, by=owner)

    assert (second.value.code, second.value.status) == ("wrong_state", 409)


def test_example_71_second_request_is_refused_with_the_reason_when_both_queued(room, owner):
    first, second = ask(room, queue=True), ask(room, queue=True)

    approve(first, by=owner)
    with pytest.raises(BookingRefused) as refusal:
        approve(second, by=owner)

    second.refresh_from_db()
    assert (refusal.value.code, second.state) == ("already_booked", State.PENDING)


def test_approve_goes_beyond_a_rule_when_the_manager_says_why(room, owner):
    person = PersonFactory()
    request = ask(room, person=person)
    require_training(room)

    with pytest.raises(BookingRefused) as refusal:
        approve(request, by=owner)
    approved = approve(request, by=owner, override_reason="Accompagnée")

    assert (refusal.value.code, approved.state) == ("habilitation_missing", State.CONFIRMED)


def test_refuse_frees_the_place_and_keeps_the_words(room, owner):
    request = ask(room)

    refused = refuse(request, by=owner, reason="Nous recevons une école ce matin-là.")

    assert (refused.state, refused.answer) == (State.REFUSED, "Nous recevons une école ce matin-là.")
    assert is_free(room)


def test_refuse_asks_for_a_reason_when_there_is_none(room, owner):
    request = ask(room)

    with pytest.raises(DomainError) as error:
        refuse(request, by=owner, reason=" ")

    assert error.value.code == "reason_missing"


def test_cancel_frees_the_place_at_once():
    room = open_room()
    booking = ask(room)

    cancelled = cancel(booking, by=booking.person)

    assert (cancelled.state, cancelled.cancelled_at, cancelled.sequence) == (State.CANCELLED, clock.now(), 1)
    assert is_free(room)


def test_cancel_refuses_when_it_was_cancelled_already():
    booking = ask(open_room())
    cancel(booking, by=booking.person)

    with pytest.raises(BookingRefused) as again:
        cancel(booking, by=booking.person)

    assert again.value.code == "wrong_state"


def test_cancel_refuses_when_the_booking_is_over():
    booking = ask(open_room())

    with clock.fixed(at("2026-06-16 12:00")), pytest.raises(BookingRefused) as late:
        cancel(booking, by=booking.person)

    assert late.value.code == "too_late"


def test_check_in_says_when_the_person_came(owner):
    booking = ask(open_room())

    with clock.fixed(at("2026-06-16 09:58")):
        arrived = check_in(booking, by=_host_of(booking))

    assert (arrived.state, arrived.checked_in_at) == (State.CHECKED_IN, at("2026-06-16 09:58"))


def test_check_in_judges_the_training_again_when_it_was_taken_back():
    machine = open_room()
    require_training(machine)
    person = PersonFactory()
    grant = trained(person)
    booking = ask(machine, person=person)
    grant.revoked_at = clock.now()
    grant.save()

    with clock.fixed(booking.start_at), pytest.raises(BookingRefused) as refusal:
        check_in(booking, by=_host_of(booking))

    assert refusal.value.code == "habilitation_missing"


def test_check_in_does_not_count_the_booking_twice_against_the_quota():
    machine = open_room()
    limit(machine, minutes=120)
    booking = ask(machine)

    with clock.fixed(booking.start_at):
        assert check_in(booking, by=_host_of(booking)).state == State.CHECKED_IN


def test_check_in_is_for_the_day_of_the_booking():
    booking = ask(open_room())

    with clock.fixed(at("2026-06-15 23:30")), pytest.raises(BookingRefused) as refusal:
        check_in(booking, by=_host_of(booking))
    with clock.fixed(at("2026-06-16 00:30")):
        assert check_in(booking, by=_host_of(booking)).state == State.CHECKED_IN

    assert refusal.value.code == "another_day"


def test_release_frees_the_place_when_nobody_came():
    room = open_room(step=30)
    booking = ask(room)

    with clock.fixed(at("2026-06-16 10:30")):
        released = release(booking)
        assert is_free(room, "10:30-12")

    assert released.state == State.RELEASED


def test_release_refuses_when_the_booking_has_not_begun():
    booking = ask(open_room())

    with pytest.raises(BookingRefused) as early:
        release(booking)

    assert early.value.code == "too_early"


def test_lapse_ends_holds_whose_time_is_up_and_only_those():
    room = open_room()
    over, standing = keep(room, "10-12", minutes=5), keep(room, "14-16", minutes=60)

    with clock.fixed(at("2026-06-01 10:30")):
        ended = lapse()

    over.refresh_from_db()
    standing.refresh_from_db()
    assert (ended, over.state, standing.state) == (1, State.EXPIRED, State.HOLD)
    assert not over.occupancy.filter(active=True).exists()


def test_hold_does_not_count_as_holding_when_it_has_expired():
    room = open_room()
    held = keep(room, minutes=5)
    booked(room, "14-16")

    with clock.fixed(held.expires_at):
        holding = list(Booking.objects.holding(clock.now()).values_list("state", flat=True))

    assert holding == [State.CONFIRMED]


def _host_of(booking):
    host = PersonFactory()
    booking.resource.space.team.create(user=host, role="host")
    booking.resource.space.forget_roles()
    return host
