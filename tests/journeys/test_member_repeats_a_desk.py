"""A desk every week for three months, around a change of the clocks and a closure. On a phone, with the keyboard only."""

import email
import email.policy
import json
from datetime import date, datetime, time, timedelta
from time import monotonic, sleep
from typing import Any

import icalendar
import pytest

from maillage.base import clock
from maillage.base.zones import get_zone
from tests.journeys.arriving import MAIL_ARRIVES_WITHIN_S
from tests.journeys.keyboard import follow, write

pytestmark = pytest.mark.browser

PARIS, NOON = get_zone("Europe/Paris"), time(12)
LEA = "lea@example.org"
A_DAY, A_WEEK, TIMES = timedelta(1), timedelta(7), 13


def clocks_change_after(day: date) -> date:
    """The first day from `day` on with another offset than the day before it."""

    def offset(on: date) -> timedelta | None:
        return datetime.combine(on, NOON, PARIS).utcoffset()

    while offset(day) == offset(day - A_DAY):
        day += A_DAY
    return day


@pytest.fixture
def tuesdays() -> list[date]:
    """Thirteen of them; the clocks change five weeks after the first, or sooner."""
    today = clock.today(PARIS)
    change_on = clocks_change_after(today + 3 * A_WEEK)
    first = max(today + 2 * A_DAY, change_on - 5 * A_WEEK)
    first += (1 - first.weekday()) % 7 * A_DAY
    return [first + week * A_WEEK for week in range(TIMES)]


@pytest.fixture
def closed_on(tuesdays: list[date], site: Any, tmp_path: Any) -> date:
    """A place with a desk, open on weekdays but on the ninth of these Tuesdays."""
    closed = tuesdays[8]
    space = {
        "slug": "le-rendez-vous", "name": "Le Rendez-vous", "types": ["coworking"], "time_zone": "Europe/Paris",
        "address": {"street": "1 rue du Pont", "postal_code": "64000", "city": "Pau", "insee": "64445", "country": "FR"},
        "latitude": 43.2951, "longitude": -0.3708,
        "opening_hours": [{"days": ["mo", "tu", "we", "th", "fr"], "opens": "09:00", "closes": "18:00"}],
        "exceptions": [{"from": closed.isoformat(), "through": closed.isoformat(), "hours": [], "label": "Inventaire"}],
        "resources": [{"slug": "bureau", "name": "Bureau", "kind": "desk", "step": 60, "min_duration": 180}],
    }  # fmt: skip
    document = tmp_path / "network.json"
    document.write_text(json.dumps({"format": "maillage-network/1", "spaces": [space]}), encoding="utf-8")
    site.manage("import_network", str(document))
    return closed


@pytest.mark.parametrize("person", ["phone"], indirect=True)
def test_member_books_a_weekly_desk_and_gets_a_right_calendar(person, site, tuesdays, closed_on):
    person.goto("/compte/login/")
    follow(person, f"form:has(input[value='{LEA}']) button")
    person.goto(f"/lieux/le-rendez-vous/reserver/?ressource=bureau&jour={tuesdays[0]}")
    follow(person, f"a.slot-choice[href*='debut={tuesdays[0]}T09']")
    follow(person, "main a[href*='/serie/']")

    write(person, "#id_fois", str(TIMES))
    follow(person, "form.form button[type=submit]")

    assert person.locator("input[type=checkbox][name^=date-]").count() == TIMES - 1
    assert person.locator(f"[name='date-{closed_on}']").count() == 0
    follow(person, ".reserve-bar button")

    assert "/reservations/series/" in person.url
    assert person.locator(".date-lines li").count() == TIMES - 1
    expected = [day for day in tuesdays if day != closed_on]
    events = sorted(calendar_in_mail(site, LEA, entries=TIMES - 1).events, key=lambda event: event["DTSTART"].dt)
    starts = [event["DTSTART"].dt.astimezone(PARIS) for event in events]
    assert [(start.date(), start.hour) for start in starts] == [(day, 9) for day in expected]
    assert len({start.utcoffset() for start in starts}) == 2
    assert {event["DTEND"].dt - event["DTSTART"].dt for event in events} == {timedelta(hours=3)}


def calendar_in_mail(site: Any, address: str, *, entries: int) -> icalendar.Calendar:
    """The calendar file with so many entries that a mail to `address` has, once it has arrived."""
    deadline = monotonic() + MAIL_ARRIVES_WITHIN_S
    while monotonic() < deadline:
        for text in reversed(site.mails_to(address)):
            message = email.message_from_string(text, policy=email.policy.default)
            for part in message.iter_attachments():
                if part.get_content_type() == "text/calendar":
                    calendar = icalendar.Calendar.from_ical(part.get_content())
                    if len(calendar.events) == entries:
                        return calendar
        sleep(0.3)
    raise AssertionError(f"no mail to {address} had a calendar file of {entries} entries")
