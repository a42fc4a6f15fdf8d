"""What people read of a space's conditions: before they book, on their booking, and when they give it back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import move
from spaces.booking.services.closures import Closure, close
from tests.factories.booking import at, booked, conditions

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(centrale):
    """Less than a day before, half of the price is kept; in the last two hours one calls."""
    return conditions(centrale, (1440, 50), cancel_notice_min=120, release_after_min=30, no_show_percent=100)


@pytest.fixture
def booking(strict, room, lea):
    return booked(room, "10-12", person=lea)


def hours_before(booking, hours):
    return clock.fixed(booking.start_at - timedelta(hours=hours))


def page(client, path, *args, **asked) -> str:
    """In English, markup and all."""
    response = client.get(f"/en{path.removeprefix('/en')}", *args, **asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_conditions_are_said_before_booking(as_, strict, room, lea):
    asked = {"debut": "2026-06-17T10:00", "fin": "2026-06-17T12:00"}

    said = page(as_(lea), reverse("booking:reserve", args=[room.space.slug, room.slug]), asked)

    for sentence in (
        "You can cancel free of charge until",
        "50% of the price is kept",
        "only the team can still cancel it",
        "the place goes to others",
        "If nobody comes, 100% of the price is kept",
    ):
        assert sentence in said, sentence


@pytest.mark.parametrize(
    ("hours", "said", "unsaid"),
    [
        (25, ["free of charge until", "Cancelled after", "After Tuesday 16 June"], ["from now on", "Only the team"]),
        (
            5,
            ["Cancelled from now on, 50% of the price is kept.", "only the team can"],
            ["free of charge", "Cancelled after"],
        ),
    ],
)
def test_what_is_past_is_not_said_to_be_to_come(as_, booking, lea, hours, said, unsaid):
    with hours_before(booking, hours):
        shown = page(as_(lea), booking.get_absolute_url())

    assert [sentence for sentence in said if sentence not in shown] == []
    assert [sentence for sentence in unsaid if sentence in shown] == []


def test_what_would_be_booked_too_late_to_cancel_says_so(as_, strict, room, lea):
    asked = {"debut": "2026-06-16T10:00", "fin": "2026-06-16T12:00"}
    with clock.fixed(at("2026-06-16 09:00")):
        said = page(as_(lea), reverse("booking:reserve", args=[room.space.slug, room.slug]), asked)

    assert "Only the team can still cancel it." in said
    assert not [one for one in ("free of charge until", "Cancelled after", "from now on") if one in said]


def test_price_is_not_spoken_of_where_there_is_none(as_, strict, desks, lea):
    asked = {"debut": "2026-06-17T10:00", "fin": "2026-06-17T12:00"}

    said = page(as_(lea), reverse("booking:reserve", args=[desks.space.slug, desks.slug]), asked)

    assert "of the price" not in said


def test_person_reads_what_cancelling_costs_now(as_, booking, lea, owner):
    cancel_url = reverse("booking:cancel", args=[booking.uuid])

    with hours_before(booking, 30):
        assert "you still owe" not in page(as_(lea), cancel_url)
    with hours_before(booking, 10):
        assert "you still owe" in page(as_(lea), cancel_url)
        assert "you still owe" not in page(as_(owner), cancel_url)
        as_(lea).post(cancel_url)

    booking.refresh_from_db()
    assert (booking.state, booking.kept_cents) == (State.CANCELLED, 1800)
    assert "Kept of the price" in page(as_(lea), booking.get_absolute_url())


def test_person_is_told_to_call_when_it_is_too_late(as_, booking, lea, owner):
    cancel_url = reverse("booking:cancel", args=[booking.uuid])

    with hours_before(booking, 1):
        said = page(as_(lea), booking.get_absolute_url())
        assert "This booking could be changed until" in said
        assert cancel_url not in said
        as_(lea).post(cancel_url)
        booking.refresh_from_db()
        assert booking.state == State.CONFIRMED
        assert cancel_url in page(as_(owner), booking.get_absolute_url())


def test_conditions_are_not_read_once_it_has_begun(as_, booking, lea):
    with hours_before(booking, -1):
        assert "This booking could be changed until" not in page(as_(lea), booking.get_absolute_url())


def test_person_reads_what_is_due_since_before_the_move(as_, booking, room, lea):
    with hours_before(booking, 10):
        moved = move(booking, start=booking.start_at + timedelta(9), end=booking.end_at + timedelta(9), by=lea)
        said = page(as_(lea), moved.get_absolute_url())
        assert "€18 is kept in any case" in said and "free of charge" not in said
        room.prices.update(amount_cents=100)
        moved = move(moved, start=moved.start_at + timedelta(1), end=moved.end_at + timedelta(1), by=lea)
        assert "you still owe €18, due since before" in page(as_(lea), reverse("booking:cancel", args=[moved.uuid]))
        assert as_(lea).get(f"/api/v1/bookings/{moved.uuid}").json()["conditions"]["kept_at_least"] == "18.00"


def test_programs_read_the_conditions_and_what_was_kept(as_, booking, lea):
    address = f"/api/v1/bookings/{booking.uuid}"
    said = as_(lea).get(address).json()
    with hours_before(booking, 10):
        as_(lea).delete(address)
    kept = as_(lea).get(address).json()["kept"]

    assert said["conditions"] == {
        "cancel_until": "2026-06-16T08:00:00+02:00",
        "cancellation": [{"after": "2026-06-15T10:00:00+02:00", "kept_percent": 50}],
        "release_at": "2026-06-16T10:30:00+02:00",
        "no_show_percent": 100,
        "kept_at_least": None,
    }
    assert (said["kept"], kept) == (None, "18.00")


def test_page_of_what_the_team_has_closed_speaks_of_no_cost(as_, owner, booking, lea):
    closed = Closure(space=booking.resource.space, chosen=(), start=booking.start_at, end=booking.end_at)
    close(closed, by=owner)

    with hours_before(booking, 10):
        said = page(as_(lea), booking.get_absolute_url())

    assert "it costs nothing to cancel it, nor not to come" in said
    assert "of the price" not in said
