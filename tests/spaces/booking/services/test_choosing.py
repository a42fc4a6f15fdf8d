"""Yes to one of several requests for the same time; words and other times for the rest."""

import pytest
from django.core import mail

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book
from spaces.booking.services.choosing import accept_among
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import PersonFactory, at, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def room(owner):
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner, slug="la-centrale")
    return ResourceFactory(space=space, slug="salle", requires_approval=True, requests_compete=True)


def ask(resource, hours, language="en", **more):
    person = PersonFactory(language=language)
    start, end = on(hours)
    return book(resource, person=person, by=person, start=start, end=end, **more)


def test_requests_keep_no_place_where_they_compete(room):
    first, second = ask(room, "10-12"), ask(room, "11-13")

    assert (first.state, second.state) == (State.PENDING, State.PENDING)
    assert not first.occupancy.exists() and not second.occupancy.exists()


def test_place_that_somebody_has_cannot_be_asked_for(room, owner):
    accept_among(ask(room, "10-12"), by=owner)

    with pytest.raises(BookingRefused) as taken:
        ask(room, "11-13")

    assert taken.value.code == "already_booked"


def test_one_is_accepted_and_those_that_lose_their_time_are_refused(room, owner):
    chosen, lost, later = ask(room, "10-12"), ask(room, "11-13", language="fr"), ask(room, "12-14")
    mail.outbox.clear()

    accepted = accept_among(chosen, by=owner)

    for one in (chosen, lost, later):
        one.refresh_from_db()
    assert [one.state for one in (chosen, lost, later)] == [State.CONFIRMED, State.REFUSED, State.PENDING]
    assert [one.pk for one in accepted.refused] == [lost.pk]
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        [chosen.person.email, lost.person.email]
    )
    (refusal,) = [message for message in mail.outbox if message.to == [lost.person.email]]
    assert "/lieux/la-centrale/reserver/salle/?debut=2026-06-16T12%3A00" in refusal.body
    assert refusal.body.count("?debut=2026-06-17T11%3A00") == 1


def test_nobody_is_refused_or_told_when_the_chosen_one_cannot_be_accepted(room, owner):
    chosen, rival = ask(room, "10-12"), ask(room, "11-13")
    accept_among(chosen, by=owner)
    mail.outbox.clear()

    with pytest.raises(BookingRefused):
        accept_among(rival, by=owner)

    assert mail.outbox == []


def test_pool_keeps_those_that_still_fit(owner):
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner, slug="la-centrale")
    pool = ResourceFactory(space=space, capacity=3, requires_approval=True, requests_compete=True)
    chosen, fits, does_not = ask(pool, "10-12", seats=2), ask(pool, "10-12"), ask(pool, "10-12", seats=2)

    accepted = accept_among(chosen, by=owner)

    fits.refresh_from_db()
    assert ([one.pk for one in accepted.refused], fits.state) == ([does_not.pk], State.PENDING)


def test_requests_still_keep_no_place_when_the_resource_changes(room, owner):
    chosen, rival = ask(room, "10-12"), ask(room, "11-13")

    ResourceFactory(space=room.space, parent=room)
    room.capacity = 2
    room.save()
    room.capacity = 1
    room.save()

    assert not chosen.occupancy.exists() and not rival.occupancy.exists()
    assert [one.pk for one in accept_among(chosen, by=owner).refused] == [rival.pk]
