"""Accounts that nobody uses: told a month ahead, erased after three years, kept by whoever comes back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail

from maillage.accounts.services.retention import KEPT, NOTICE, forget_unused_accounts
from maillage.base import clock
from maillage.users.models import COORDINATORS, Token, User
from members.directory.models import Person
from tests.factories.booking import at, booked, open_room
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db

JOINED = at("2023-01-10 12:00")
WARNED = JOINED + KEPT - NOTICE
OVER = JOINED + KEPT
A_DAY = timedelta(days=1)


@pytest.fixture
def lea() -> User:
    """Came once, and never again."""
    with clock.fixed(JOINED):
        return User.objects.create_user("lea@example.org", "correct-horse-42", name="Léa Martin", language="en")


def on_day(day) -> int:
    with clock.fixed(day):
        return forget_unused_accounts()


def test_holder_is_told_once_and_the_account_is_erased_a_month_later(lea, django_capture_on_commit_callbacks):
    PersonFactory.published(user=lea)

    assert on_day(WARNED - A_DAY) == 0
    assert mail.outbox == []
    assert [on_day(WARNED), on_day(WARNED + A_DAY), on_day(OVER - A_DAY)] == [0, 0, 0]
    (told,) = mail.outbox
    assert told.to == [lea.email] and "9 January 2026" in told.body and "/compte/login/" in told.body

    assert on_day(OVER) == 1
    assert not User.objects.exists() and not Person.objects.exists()


def test_whoever_signs_in_keeps_everything_and_is_told_again_the_next_time(lea):
    on_day(WARNED)
    User.objects.update(last_login=WARNED + A_DAY)

    assert on_day(OVER) == 0
    assert User.objects.get().warned_at is None

    again = WARNED + A_DAY + KEPT
    assert [on_day(again - NOTICE), on_day(again)] == [0, 1]
    assert [message.subject for message in mail.outbox].count("Do you still need your account?") == 2


def test_nobody_is_erased_without_having_had_a_month(lea):
    late = OVER + timedelta(days=400)

    assert [on_day(late), on_day(late + NOTICE - A_DAY), on_day(late + NOTICE)] == [0, 0, 1]


def test_who_comes_or_has_a_program_that_does_is_there(lea):
    someone = User.objects.create_user("ines@example.org", "correct-horse-42", date_joined=JOINED)
    booked(open_room(), "10-12", day="2025-06-16", person=lea)
    Token.objects.create(user=someone, purpose=Token.Purpose.API, digest="d" * 64, last_used_at=at("2025-06-16 12:00"))

    on_day(WARNED)
    on_day(OVER)

    assert not User.objects.exclude(warned_at=None).exists()
    assert User.objects.filter(pk__in=[lea.pk, someone.pk]).count() == 2


def test_those_who_run_the_network_are_not_erased(lea):
    lea.groups.add(Group.objects.get(name=COORDINATORS))

    assert [on_day(WARNED), on_day(OVER)] == [0, 0]
    assert mail.outbox == []


def test_last_manager_of_a_space_stays_until_there_is_another(lea):
    SpaceFactory.open(manager=lea)
    on_day(WARNED)

    assert on_day(OVER) == 0
    assert User.objects.filter(pk=lea.pk).exists()
