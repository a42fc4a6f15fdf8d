"""What follows a booking to another resource: price, passes, what was due, mail, file, history, who waits."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from icalendar import Calendar

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, State
from spaces.booking.pages.history import history
from spaces.booking.services.booking import book, move
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.elsewhere import elsewhere, equivalents
from spaces.booking.services.movements import booked_then
from spaces.booking.services.proposals import Became, became, find_time, propose, take, times_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel, check_in
from spaces.booking.services.waiting import join
from spaces.catalogue.models import Resource
from spaces.pricing.models import LedgerEntry
from tests.factories.booking import PersonFactory, at, booked, conditions, on, priced, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.pricing import gives, member, plan
from tests.queries import queries_of_rooms

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]


@pytest.fixture
def lea():
    return PersonFactory(email="lea@example.org", language="en")


@pytest.fixture
def space(owner):
    return SpaceFactory.open(name="La Centrale", slug="la-centrale", days=EVERY_DAY, manager=owner)


@pytest.fixture
def room(space):
    """12 € an hour."""
    room = ResourceFactory(space=space, name="Salle Aneto", slug="aneto")
    priced(room, 1200)
    return room


@pytest.fixture
def other(space):
    """20 € an hour."""
    other = ResourceFactory(space=space, name="Salle Ossau", slug="ossau")
    priced(other, 2000)
    return other


@pytest.fixture
def booking(room, lea):
    return book(room, person=lea, by=lea, start=on("10-12")[0], end=on("10-12")[1])


def go(booking, resource, hours="10-12", **more) -> Booking:
    start, end = on(hours)
    return move(booking, resource=resource, start=start, end=end, **{"by": booking.person, **more})


# Money


def test_r13_price_and_conditions_are_those_of_the_new_one_as_they_are_now(booking, other):
    conditions(other.space, (60, 30), name="Salle Ossau", resources=[other])

    moved = go(booking, other)

    assert (moved.price_cents, moved.policy["price"][0]["amount_cents"]) == (4000, 4000)
    assert [tier.kept_percent for tier in moved.terms.tiers] == [30]


def test_pass_gives_back_and_pays_anew_and_each_movement_says_for_what(booking, other, lea):
    cancel(booking, by=lea)
    carnet = plan("Carnet", space=other.space)
    gives(carnet, 600)
    member(lea, carnet)
    booking = book(booking.resource, person=lea, by=lea, start=on("10-12")[0], end=on("10-12")[1])

    with clock.fixed(clock.now() + timedelta(hours=1)):
        moved = go(booking, other, "10-13")

    entries = LedgerEntry.objects.exclude(kind="grant").order_by("pk")
    then = booked_then(entries)
    assert [(one.kind, one.amount, then[one.pk].resource) for one in entries] == [
        ("spend", -120, "Salle Aneto"),
        ("give_back", 120, "Salle Aneto"),
        ("spend", -180, "Salle Ossau"),
    ]
    assert moved.price_cents == 0


def test_same_hours_elsewhere_make_a_late_cancellation_no_cheaper(room, other, lea):
    conditions(room.space, (48 * 60, 50), name="Salle Aneto", resources=[room])
    booking = booked(room, "10-12", person=lea)

    with clock.fixed(booking.start_at - timedelta(hours=30)):
        moved = go(booking, other)  # where cancelling is free of charge
        cancel(moved, by=lea)

    assert Booking.objects.get().kept_cents == 1200


def test_team_that_moves_somebody_asks_for_nothing(room, other, lea, owner):
    conditions(room.space, (48 * 60, 50), name="Salle Aneto", resources=[room])
    booking = booked(room, "10-12", person=lea)

    with clock.fixed(booking.start_at - timedelta(hours=30)):
        cancel(go(booking, other, by=owner), by=lea)

    assert Booking.objects.get().kept_cents == 0


def test_who_may_not_change_it_any_more_does_not_move_it(room, other, lea):
    conditions(room.space, cancel_notice_min=120)
    booking = booked(room, "10-12", person=lea)

    with clock.fixed(booking.start_at - timedelta(hours=1)), pytest.raises(BookingRefused) as refusal:
        go(booking, other)

    assert refusal.value.code == "too_late"


# Words


def test_person_is_told_from_where_to_where_with_the_next_version_of_the_file(booking, other, lea):
    mail.outbox.clear()

    go(booking, other)

    (message,) = mail.outbox
    event = Calendar.from_ical(message.attachments[0][1]).walk("VEVENT")[0]
    assert message.subject == "Salle Ossau: your booking has changed"
    assert "Instead of: Salle Aneto." in message.body and "It was to begin" not in message.body
    assert (str(event["UID"]), event["SEQUENCE"]) == (str(booking.uuid), 1)
    assert str(event["SUMMARY"]) == "Salle Ossau – La Centrale"


def test_mail_says_both_where_the_hour_changes_too(booking, other):
    mail.outbox.clear()

    go(booking, other, "14-16")

    body = mail.outbox[0].body
    assert "Instead of: Salle Aneto." in body and "It was to begin: Tuesday 16 June, 10:00." in body


def test_request_that_needs_no_answer_any_more_is_told_as_confirmed(room, other, lea):
    type(room).objects.filter(pk=room.pk).update(requires_approval=True)
    room.refresh_from_db()
    booking = book(room, person=lea, by=lea, start=on("10-12")[0], end=on("10-12")[1])
    mail.outbox.clear()

    go(booking, other)

    assert [message.subject for message in mail.outbox] == ["Salle Ossau is booked for you"]


def test_history_says_from_which_to_which_as_they_were_called(booking, other, owner):
    go(booking, other, "10-13", by=owner)
    type(other).objects.filter(pk=other.pk).update(name="Salle Pic")

    line = AuditEvent.objects.get(subject_uuid=booking.uuid, action="moved")
    assert line.before["resource"] == {"path": "la-centrale/aneto", "name": "Salle Aneto"}
    with translation.override("en"):
        said = history(Booking.objects.get(), owner)[0]
    assert said["title"] == "Moved"
    assert "Salle Aneto, now Salle Ossau · end Tuesday 16 June, 12:00, now" in said["text"]


# Others


def test_who_waits_for_the_freed_place_is_offered_it(booking, room, other):
    entry = join(room, person=PersonFactory(), start=on("10-12")[0], end=on("10-12")[1])
    start, end = on("10-12")
    taken = booked(other, "14-16")
    later = join(other, person=PersonFactory(), start=on("14-16")[0], end=on("14-16")[1])

    go(booking, other)

    for one in (entry, later):
        one.refresh_from_db()
    held = entry.booking
    assert (held.resource, held.state, held.start_at, held.end_at) == (room, State.HOLD, start, end)
    assert later.booking is None and taken.state == State.CONFIRMED


def test_times_offered_for_the_room_it_had_are_offered_no_more(room, other, lea, owner):
    booked(room, "10-12", person=lea)
    closure = Closure(space=room.space, chosen=[room], start=at("2026-06-16 00:00"), end=at("2026-06-17 00:00"))
    close(closure, by=owner)
    (proposal,) = propose(closure.affected(), by=owner)
    time = find_time(times_of(proposal)[0].url.split("/")[-2])

    go(proposal.booking, other, by=owner)

    time.proposal.booking.refresh_from_db()
    assert became(time) == Became.CHANGED
    with pytest.raises(BookingRefused):
        take(time)
    assert Booking.objects.get().resource == other


def test_what_the_team_decided_about_one_machine_says_nothing_of_another(room, other, lea, owner):
    require_training(room, "laser")
    start, end = on("10-12")
    booking = book(room, person=lea, by=owner, start=start, end=end, override_reason="Accompagnée")
    moved = go(booking, other, by=owner)
    require_training(other, "scie")  # since then

    with clock.fixed(at("2026-06-16 10:00")), pytest.raises(BookingRefused) as refusal:
        check_in(moved, by=owner)
    assert refusal.value.code == "habilitation_missing"

    go(moved, room, by=owner, override_reason="Accompagnée")
    with clock.fixed(at("2026-06-16 10:00")):
        assert check_in(moved, by=owner).state == State.CHECKED_IN


def test_elsewhere_takes_as_many_queries_as_another_time(booking, other):
    booking = Booking.objects.select_related("resource__space", "person").get()
    found = []
    for where, hours in ((None, "13-15"), (other, "13-15")):
        with CaptureQueriesContext(connection) as asked:
            booking = go(booking, where, hours)
        found.append(queries_of_rooms(asked))

    assert found == [19, 19]


# What there is


def test_others_are_free_ones_first_of_these_its_like_and_say_why_not(booking, room, space, owner):
    desk = ResourceFactory(space=space, name="Poste", kind="hot_desk")
    taken, free = ResourceFactory(space=space, name="Prise"), ResourceFactory(space=space, name="Libre")
    ResourceFactory(space=space, name="Arrêtée", is_active=False)
    booked(taken, "11-13")

    found = elsewhere(booking, start=on("10-12")[0], end=on("10-12")[1], by=owner)

    assert [(one.resource, one.code) for one in found] == [(free, None), (desk, None), (taken, "already_booked")]


def test_others_have_as_many_places(space, owner):
    desks = ResourceFactory(space=space, capacity=3)
    ResourceFactory(space=space, capacity=1)
    more = ResourceFactory(space=space, capacity=2)
    several = booked(desks, "10-12", seats=2)

    assert [one.resource for one in elsewhere(several, start=several.start_at, end=several.end_at, by=owner)] == [more]


def test_equivalents_are_those_that_the_person_can_have_its_kind_first(booking, other, space):
    desk = ResourceFactory(space=space, kind="hot_desk")
    require_training(ResourceFactory(space=space))

    found = equivalents(booking, start=on("10-12")[0], end=on("10-12")[1])

    assert ([one.resource for one in found.first], found.more) == ([other, desk], 0)


def test_equivalents_have_what_it_has_first_and_say_how_many_more_there_are(booking, room, other, space):
    Resource.objects.filter(pk=room.pk).update(features=["wheelchair", "quiet"], people=8)
    booking.resource.refresh_from_db()
    plain = {"space": space, "people": 8}
    small = ResourceFactory(space=space, features=["wheelchair", "quiet"], people=4)
    whole = ResourceFactory(**plain, features=["wheelchair", "quiet", "daylight"])
    half = ResourceFactory(**plain, features=["quiet"])
    for _ in range(3):
        ResourceFactory(**plain)

    found = equivalents(booking, start=on("10-12")[0], end=on("10-12")[1])

    assert [one.resource for one in found.first[:3]] == [whole, small, half]
    assert (len(found.first), found.more) == (5, 2)


def test_others_take_as_many_queries_for_one_as_for_three(django_assert_num_queries, booking, other, space, owner):
    start, end = on("10-12")
    for count in (1, 3):
        with django_assert_num_queries(6):
            assert len(elsewhere(booking, start=start, end=end, by=owner)) == count
        ResourceFactory(space=space), ResourceFactory(space=space)
