"""Repetitions in words."""

from datetime import date, time

import pytest
from django.utils.translation import override

from events.agenda.models import Schedule
from events.agenda.wording import repetition
from maillage.base import clock
from tests.factories.agenda import paris

WEDNESDAY = date(2026, 1, 7)  # the first one of the month


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY", "every Wednesday"),
        ("FREQ=WEEKLY;BYDAY=TH,TU", "every Tuesday and Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2", "every other Wednesday"),
        ("FREQ=WEEKLY;COUNT=6", "every Wednesday, 6 times"),
        ("FREQ=WEEKLY;UNTIL=20260330", "every Wednesday, until Monday 30 March"),
        ("FREQ=MONTHLY", "on day 7 of every month"),
        ("FREQ=MONTHLY;BYDAY=1WE", "the first Wednesday of every month"),
        ("FREQ=MONTHLY;BYDAY=-1WE", "the last Wednesday of every month"),
        ("FREQ=WEEKLY;INTERVAL=3", ""),
        ("FREQ=MONTHLY;INTERVAL=2", ""),
        ("FREQ=YEARLY", ""),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ""),
    ],
)
def test_repetition_is_said_as_people_do_or_not_at_all(rule, words):
    with override("en"), clock.fixed(paris(2026, 1, 1)):
        assert repetition(Schedule(first_on=WEDNESDAY, starts=time(18), ends=time(20), rrule=rule)) == words
