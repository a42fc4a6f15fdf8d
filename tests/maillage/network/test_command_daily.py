"""Once a day: what has ended is ended, what need not be kept is forgotten, and one failure stops nothing else."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.base import clock, mail

pytestmark = pytest.mark.django_db


def signed_in(user, *, since):
    """A device of `user`, whose session began so long ago."""
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(expire_date=clock.now() - since + timedelta(days=14))
    UserSession.objects.create(user=user, ip="192.0.2.1", user_agent="Lynx", session_key=store.session_key)


def sent_mail(*, since):
    at = clock.now() - since
    DBTaskResult.objects.create(
        task_path="maillage.base.mail.deliver", queue_name="default", backend_name="default",
        status=TaskResultStatus.SUCCESSFUL, args_kwargs={"args": [], "kwargs": {"to": "ada@example.org"}},
        enqueued_at=at, finished_at=at, run_after=at,
    )  # fmt: skip


def test_devices_and_mails_are_forgotten_in_their_time(owner, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for since in (timedelta(days=1), timedelta(days=15)):
        signed_in(owner, since=since)
    for since in (timedelta(days=mail.KEPT_DAYS - 1), timedelta(days=mail.KEPT_DAYS + 1)):
        sent_mail(since=since)

    call_command("daily")
    call_command("daily")

    assert (Session.objects.count(), UserSession.objects.count(), DBTaskResult.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_failure_is_told_and_the_rest_is_done(owner, settings, caplog):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    signed_in(owner, since=timedelta(days=15))
    table = DBTaskResult._meta.db_table
    with connection.schema_editor() as schema:
        schema.alter_db_table(DBTaskResult, table, "away")
    try:
        with pytest.raises(CommandError, match="failed, the others are done: old mails"):
            call_command("daily")
    finally:
        with connection.schema_editor() as schema:
            schema.alter_db_table(DBTaskResult, "away", table)

    assert not UserSession.objects.exists()
    assert "Daily chore: old mails" in caplog.text
