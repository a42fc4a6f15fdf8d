"""The page on which a team asks why something cannot be booked."""

import pytest

from tests.factories.booking import booked, limit, require_training
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

WHY = "/en/gestion/la-centrale/pourquoi/"


def asked(hours=("10:00", "11:00"), **more) -> dict[str, str]:
    start, end = (f"2026-06-16T{hour}" for hour in hours)
    return {"resource": "salle-aneto", "start": start, "end": end, "seats": "1", **more}


def answers(response) -> dict[str, str]:
    """Name of each broken rule → where to change it."""
    return {line.b.text: line.a["href"] if line.a else "" for line in soup(response).select(".rule-broken")}


def test_team_reads_what_stands_against_a_booking(as_, owner, room, lea):
    require_training(room)
    booked(room, "10-11"), booked(room, "8-9", person=lea)

    response = as_(owner).get(WHY, asked(who="lea@example.org"))

    assert "It cannot be booked" in text(response)
    assert answers(response) == {
        "The training it asks for has not been followed": "/en/gestion/la-centrale/habilitations/",
        "Somebody else has it": "/en/gestion/la-centrale/planning/",
    }


def test_reason_stands_under_its_rule_and_speaks_of_the_person(as_, owner, room, lea):
    require_training(room, "laser")
    booked(room, "10-11"), booked(room, "8-9", person=lea)

    first, second, *others = soup(as_(owner).get(WHY, asked(who="lea@example.org"))).select(".rule")

    assert "Léa Martin does not have the training “Laser”." in first.get_text()
    assert "Salle Aneto is already taken at that time." in second.get_text()
    assert not any("rule-broken" in one["class"] for one in others)


def test_settings_are_one_click_away_for_those_who_may_change_them(as_, owner, teammate, room):
    closed = asked(("20:00", "21:00"))

    assert f"/edit/{room.pk}/" in answers(as_(owner).get(WHY, closed))["The doors are not open all the time"]
    assert answers(as_(teammate).get(WHY, closed))["The doors are not open all the time"] == ""


def test_closed_day_has_one_reason_and_the_nearest_time_that_can_be_had(as_, owner, room):
    """A Sunday that is over: the next opening is this Monday's."""
    sunday = as_(owner).get(WHY, asked() | {"start": "2026-06-14T10:00", "end": "2026-06-14T11:00"})

    assert set(answers(sunday)) == {"It has passed already", "The doors are not open all the time"}
    assert "The nearest time that could be booked: Monday 15 June, 10:00–11:00" in text(sunday)


def test_notice_leads_to_an_hour_when_the_doors_are_open(as_, owner, room):
    """Six days from this Monday on is a Sunday."""
    room.min_notice = 6 * 24 * 60
    room.save()

    said = text(as_(owner).get(WHY, asked()))

    assert "Choose a start from Monday 22 June at 09:00 on." in said


def test_limits_are_named_with_what_is_used_whether_they_hold_or_not(as_, owner, room, lea):
    limit(room, minutes=120, weekdays="01", starts_min=9 * 60, ends_min=12 * 60)
    limit(room, count=3, period="month")
    booked(room, "9-10:30", person=lea)

    holds = text(as_(owner).get(WHY, asked(("10:30", "11:00"), who="lea@example.org")))
    breaks = as_(owner).get(WHY, asked(("11:00", "12:00"), who="lea@example.org"))

    used = "2 h a day, Monday, Tuesday, 09:00–12:00. Booked already (Tuesday 16 June): 1 h 30 min."
    assert used in holds and used in text(breaks)
    assert "3 bookings a month. Booked already (from 1 to 30 June): 1 booking." in holds
    assert "Left before Wednesday 17 June: 30 min." in text(breaks)
    assert "It goes beyond the limits on how much may be booked" in answers(breaks)


def test_what_can_be_booked_says_so(as_, teammate, room):
    response = as_(teammate).get(WHY, asked())

    assert "It can be booked" in text(response)
    assert len(soup(response).select(".rule")) == 11


def test_training_that_nobody_has_is_not_said_to_be_valid(as_, owner, room, lea):
    require_training(room)
    booked(room, "8-9", person=lea)

    said = text(as_(owner).get(WHY, asked(who=lea.email)))

    assert "The training it asks for has not been followed" in said and "still valid" not in said


def test_unknown_person_and_missing_time_are_said_at_their_field(as_, owner, room, lea):
    unknown = as_(owner).get(WHY, asked(who="lea@example.org"))  # an account, but nobody who has booked here
    missing = as_(owner).get(WHY, asked(end=""))

    assert "Nobody of this name or address has booked here" in text(unknown)
    assert not soup(missing).select(".rule") and soup(missing).select("[aria-invalid=true]")


def test_page_opens_without_a_question(as_, owner, room):
    response = as_(owner).get(WHY)

    assert not soup(response).select(".rule, [aria-invalid=true]")


def test_strangers_learn_nothing(as_, lea, other_manager, room):
    assert [as_(person).get(WHY, asked()).status_code for person in (lea, other_manager)] == [404, 404]
    assert as_(None).get(WHY, asked()).status_code == 404
