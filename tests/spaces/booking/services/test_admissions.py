"""What is for some people only: asked at every door, at every step, and never by an extra query elsewhere."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.previews import preview, refusals_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.series import preview_series
from spaces.booking.services.states import approve, check_in, confirm
from spaces.booking.services.together import Line, book_together
from spaces.booking.services.waiting import join
from spaces.pricing.models import Membership
from tests.factories.booking import PersonFactory, booked, on, open_room, priced, reserve_for
from tests.factories.catalogue import EVERY_DAY, SpaceFactory
from tests.factories.pricing import audience, member, plan, price_for
from tests.spaces.booking.services.asking import ask, refusal

pytestmark = pytest.mark.django_db

NOT_ALLOWED = "not_allowed"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def space(owner, teammate):
    return SpaceFactory.open(
        days=EVERY_DAY, hours=("00:00", "24:00"), name="Babel", email="bonjour@babel.example",
        manager=owner, host=teammate,
    )  # fmt: skip


@pytest.fixture
def members(space):
    return audience(space=space)


@pytest.fixture
def membership(space, members):
    return plan("Adhésion", space=space, audience=members)


@pytest.fixture
def studio(space, members):
    """For members only, 10 € an hour."""
    room = open_room(space=space, name="Studio")
    priced(room, 1000)
    reserve_for(room, members)
    return room


@pytest.fixture
def lea(membership):
    """A member."""
    person = PersonFactory(email="lea@example.org")
    member(person, membership)
    return person


def test_members_book_and_others_read_how_to_become_one(studio, lea):
    assert ask(studio, "10-12", person=lea).price_cents == 2000

    error = refusal(studio, "12-13")

    assert (error.code, error.status, error.detail) == (NOT_ALLOWED, 422, {"audiences": ["Adhérents"]})
    assert error.message == "Studio is reserved for Adhérents. To become one of them, write to bonjour@babel.example."


def test_booking_goes_by_the_plans_of_its_first_day(studio, membership):
    person = PersonFactory()
    member(person, membership, date(2026, 6, 17), date(2026, 6, 18))

    assert refusal(studio, "10-12", person=person, day="2026-06-16").code == NOT_ALLOWED
    assert ask(studio, "22-26", person=person, day="2026-06-18").state == State.CONFIRMED
    assert refusal(studio, "10-12", person=person, day="2026-06-19").code == NOT_ALLOWED


def test_plan_of_another_space_opens_nothing(studio):
    elsewhere = SpaceFactory()
    person = PersonFactory()
    member(person, plan(space=elsewhere, audience=audience(space=elsewhere)))

    assert refusal(studio, "10-12", person=person).code == NOT_ALLOWED


def test_audience_of_the_network_counts_everywhere(space):
    studio, network = open_room(space=space), audience("Réseau")
    reserve_for(studio, network)
    person = PersonFactory()
    member(person, plan("Carte", audience=network))

    assert ask(studio, "10-12", person=person).state == State.CONFIRMED
    assert refusal(studio, "12-13").code == NOT_ALLOWED


def test_every_way_to_ask_is_told_the_same(studio, lea):
    person, (start, end) = PersonFactory(), on("10-12")
    booked(studio, "14-16", person=lea)

    found = preview_series(studio, person=person, by=person, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=2")
    assert [one.code for one in found] == [NOT_ALLOWED] * 2
    assert preview(studio, person=person, start=start, end=end).refusal.code == NOT_ALLOWED
    lines = [Line(studio, start, end)]
    assert refusals_of(lines, person=person)[0].code == NOT_ALLOWED
    for way in (
        lambda: hold(studio, person=person, by=person, start=start, end=end),
        lambda: join(studio, person=person, start=on("14-16")[0], end=on("14-16")[1]),
        lambda: book_together(lines, person=person, by=person),
    ):
        with pytest.raises(BookingRefused) as refused:
            way()
        assert refused.value.code == NOT_ALLOWED
    assert Booking.objects.count() == 1


def test_membership_that_ends_ends_what_it_let_in(studio, lea, teammate):
    held = hold(studio, person=lea, by=lea, start=on("8-9")[0], end=on("8-9")[1])
    coming = ask(studio, "10-12", person=lea)
    Membership.objects.update(valid_through=date(2026, 6, 15))

    for step in (
        lambda: confirm(held, by=lea),
        lambda: move(coming, start=on("12-14")[0], end=on("12-14")[1], by=lea),
        lambda: _arrive(coming, by=teammate),
    ):
        with pytest.raises(BookingRefused) as refused:
            step()
        assert refused.value.code == NOT_ALLOWED


def _arrive(booking, *, by):
    with clock.fixed(booking.start_at):
        return check_in(booking, by=by)


def test_request_is_approved_against_it_with_a_reason(studio, lea, owner):
    studio.requires_approval = True
    studio.save()
    request = ask(studio, "10-12", person=lea)
    Membership.objects.update(valid_through=date(2026, 6, 15))

    with pytest.raises(BookingRefused):
        approve(request, by=owner)

    assert approve(request, by=owner, override_reason="Dernière répétition").state == State.CONFIRMED


def test_desk_lets_nobody_in_without_the_reason_of_a_manager(studio, owner, teammate):
    start, end = on("10-12")

    with pytest.raises(BookingRefused) as refused:
        book(studio, person=None, by=teammate, start=start, end=end, guest_name="Zoé Passante")
    assert refused.value.code == NOT_ALLOWED and "A manager may" in refused.value.message

    person = PersonFactory()
    booking = book(studio, person=person, by=owner, start=start, end=end, override_reason="Essai d’une journée")
    assert _arrive(booking, by=teammate).state == State.CHECKED_IN  # decided already


def test_team_itself_is_asked_too(studio, owner, teammate):
    assert refusal(studio, "10-12", person=teammate).code == NOT_ALLOWED
    assert ask(studio, "10-12", person=owner, override_reason="Réglage du son").state == State.CONFIRMED


# Sold to some people alone


def test_what_is_sold_to_some_is_free_for_nobody_else(space, members, lea):
    room = open_room(space=space, name="Salle")
    price_for(room, 800, audience=members)

    error = refusal(room, "10-12")

    assert (error.code, error.detail) == (NOT_ALLOWED, {"audiences": ["Adhérents"]})
    assert ask(room, "10-12", person=lea).price_cents == 1600
    priced(room, 1200)
    assert ask(room, "12-13").price_cents == 1200


def test_booking_keeps_its_price_whatever_is_sold_since(space, members, teammate):
    room = open_room(space=space)
    priced(room, 1000)
    booking = ask(room, "10-12")
    room.prices.update(audience=members)

    assert _arrive(booking, by=teammate).price_cents == 2000
    with pytest.raises(BookingRefused):
        move(booking, start=on("12-13")[0], end=on("12-13")[1], by=booking.person)


def test_audience_that_lets_people_in_cannot_be_deleted_nor_named_twice(studio, members):
    with pytest.raises(ProtectedError):
        members.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        reserve_for(studio, members)


def test_queries_are_two_more_where_something_is_reserved_and_none_elsewhere(studio, space, lea):
    room = open_room(space=space)
    priced(room, 1000)

    def queries(resource, hours):
        with CaptureQueriesContext(connection) as found:
            ask(resource, hours, person=lea)
        return sum('"pricing_membership"' in one["sql"] for one in found), len(found)

    queries(room, "8-9")  # sites are remembered
    (open_memberships, open_all), (memberships, all_of_them) = queries(room, "10-11"), queries(studio, "10-11")

    assert (memberships - open_memberships, all_of_them - open_all) == (1, 2)
