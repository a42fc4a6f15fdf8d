"""Requests that change while they wait: what had been accepted, and how often the team is written to."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book, move
from spaces.booking.services.movements import Agreed, agreed_before
from spaces.booking.services.notices import MOST_TOLD
from spaces.booking.services.series import book_series
from spaces.booking.services.states import approve, cancel
from spaces.booking.services.together import Line, book_together
from tests.factories.booking import PersonFactory, at, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def pool(owner):
    owner.language = "en"
    owner.save()
    space = SpaceFactory.open(days=EVERY_DAY, hours=("08:00", "20:00"), manager=owner, slug="la-centrale")
    return ResourceFactory(space=space, name="Plateau", slug="plateau", capacity=4, requires_approval=True)


def ask(pool, hours="10-12", **more):
    person = PersonFactory(language="en")
    start, end = on(hours)
    return book(pool, person=person, by=person, start=start, end=end, **more)


def moved(booking, hours, day="2026-06-16", **more):
    start, end = on(hours, day)
    return move(booking, start=start, end=end, by=booking.person, **more)


def to_team(owner) -> list:
    return [message for message in mail.outbox if message.to == [owner.email]]


def later(minutes):
    return clock.fixed(clock.now() + timedelta(minutes=minutes))


# What had been accepted


def test_change_of_what_was_accepted_says_what_it_was(pool, owner):
    other = ResourceFactory(space=pool.space, name="Studio", capacity=4, requires_approval=True)
    accepted = approve(ask(pool), by=owner)

    first = moved(accepted, "14-16")
    second = moved(first, "15-18", seats=2, resource=other)

    assert second.state == State.PENDING
    start, end = on("10-12")
    assert agreed_before([second]) == {second.pk: Agreed("Plateau", start, end, 1)}


def test_it_is_what_was_accepted_last(pool, owner):
    accepted = approve(moved(approve(ask(pool), by=owner), "14-16"), by=owner)

    again = moved(accepted, "16-18")

    assert agreed_before([again])[again.pk].start_at == on("14-16")[0]


def test_new_requests_were_nothing_before(pool):
    fresh, changed = ask(pool), moved(ask(pool), "14-16")

    with CaptureQueriesContext(connection) as found:
        assert agreed_before([fresh, changed]) == {}
    assert len(found) == 1


def test_mail_to_the_team_says_what_was_accepted(pool, owner):
    accepted = approve(ask(pool), by=owner)
    mail.outbox.clear()

    moved(accepted, "14-16")

    (message,) = to_team(owner)
    for body in (message.body, message.alternatives[0].content):
        assert "It was accepted before, as: Plateau, Tuesday 16 June, 10:00–12:00." in body


# How often the team is written to


def test_team_is_written_to_once_an_hour_about_one_request(pool, owner):
    booking = ask(pool)
    for hours in ("11-13", "12-14", "13-15"):
        with later(10):
            booking = moved(booking, hours)
    assert len(to_team(owner)) == 1

    with later(61):
        moved(booking, "14-16")

    assert len(to_team(owner)) == 2
    assert "14:00–16:00" in to_team(owner)[-1].body


def test_person_is_told_of_each_of_their_moves(pool):
    booking = ask(pool)
    with later(10):
        moved(booking, "11-13")

    assert [message.subject for message in mail.outbox if message.to == [booking.person.email]] == [
        "Your request for Plateau"
    ] * 2


def test_request_that_was_answered_and_is_made_anew_is_told_at_once(pool, owner):
    accepted = approve(ask(pool), by=owner)

    with later(10):
        moved(accepted, "14-16")

    assert len(to_team(owner)) == 2


def test_two_requests_are_two(pool, owner):
    ask(pool)
    ask(pool)

    assert len(to_team(owner)) == 2


def test_who_asks_and_withdraws_again_and_again_is_not_written_about_without_end(pool, owner):
    person, (start, end) = PersonFactory(), on("10-12")
    for _time in range(MOST_TOLD):
        cancel(book(pool, person=person, by=person, start=start, end=end), by=person)
    book_together([Line(pool, start, end), Line(pool, *on("14-16"))], person=person, by=person)
    assert len(to_team(owner)) == MOST_TOLD

    ask(pool)

    assert len(to_team(owner)) == MOST_TOLD + 1


def test_dates_of_a_series_that_are_moved_after_each_other_are_told_once(pool, owner):
    person = PersonFactory()
    start, end = on("10-12")
    _series, dates = book_series(pool, person=person, by=person, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=3")
    with later(10):
        dates = [moved(one, "14-16", day=f"{one.start_at:%Y-%m-%d}") for one in dates]
    assert len(to_team(owner)) == 1

    with later(61):
        moved(dates[0], "15-17")
        moved(dates[1], "15-17", day="2026-06-23")

    assert len(to_team(owner)) == 2
