"""Once a day: what has ended is ended, what need not be kept is forgotten, and one failure stops nothing else."""

import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.base import clock, mail
from maillage.base.zones import get_zone
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book
from tests.factories.agenda import EventFactory
from tests.factories.booking import PersonFactory, open_room
from tests.factories.catalogue import EVERY_DAY, SpaceFactory

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


# New time zone data

ANDORRA = "Europe/Andorra"  # a zone of these tests alone


@pytest.fixture
def new_zone_data(tmp_path, monkeypatch):
    """Once called, the data are of another version, in which Andorra is an hour ahead of UTC all year round."""

    def install() -> None:
        (tmp_path / "Europe").mkdir()
        (tmp_path / ANDORRA).write_bytes(files("tzdata.zoneinfo.Etc").joinpath("GMT-1").read_bytes())
        zoneinfo.reset_tzpath(to=[tmp_path])
        ZoneInfo.clear_cache(only_keys=[ANDORRA])
        for module in [one for one in sys.modules.values() if "TZDATA_VERSION" in getattr(one, "__dict__", {})]:
            monkeypatch.setattr(module, "TZDATA_VERSION", "2099.1")

    yield install
    zoneinfo.reset_tzpath(to=[])
    ZoneInfo.clear_cache(only_keys=[ANDORRA])


def night() -> None:
    """The chores, then the worker that sends their mails."""
    call_command("daily")
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_bookings_closures_and_events_stay_at_their_hour_the_night_after_new_zone_data(owner, settings, new_zone_data):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def wall(*parts: int) -> datetime:
        return datetime(2026, *parts, tzinfo=get_zone(ANDORRA))

    owner.language = "en"
    owner.save()
    space = SpaceFactory.open(time_zone=ANDORRA, days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    room, hall = open_room(space=space, name="Salle Aneto"), open_room(space=space, name="Halle")
    with clock.fixed(wall(6, 1, 8)):
        lea = PersonFactory(name="Léa Martin")
        booking = book(room, person=lea, by=lea, start=wall(6, 16, 10), end=wall(6, 16, 12))
        closure, _met = block(hall, start=wall(6, 17, 9), end=wall(6, 17, 11), by=owner, reason="Travaux")
        event = EventFactory.published(title="Apéro", space=space, rooms=[hall], on=wall(6, 18).date())
        DBTaskResult.objects.all().delete()  # what is told as they are booked

        new_zone_data()
        night()
        told = [message for message in django_mail.outbox if message.to == [owner.email]]
        night()

    for record in (booking, closure):
        record.refresh_from_db()
    times = [(one.start_at, one.end_at) for one in (booking, closure, event.occurrences.get())]
    assert times == [
        (datetime(2026, 6, 16, 9, tzinfo=UTC), datetime(2026, 6, 16, 11, tzinfo=UTC)),
        (datetime(2026, 6, 17, 8, tzinfo=UTC), datetime(2026, 6, 17, 10, tzinfo=UTC)),
        (datetime(2026, 6, 18, 17, tzinfo=UTC), datetime(2026, 6, 18, 19, tzinfo=UTC)),
    ]
    said = "\n".join(message.body for message in told)
    for line in (
        "Salle Aneto – Léa Martin · Tuesday 16 June, 10:00–12:00",
        "Travaux · Wednesday 17 June, 09:00–11:00",
        "Apéro · Thursday 18 June, 18:00–20:00",
    ):
        assert said.count(line) == 1
    assert len([message for message in django_mail.outbox if message.to == [owner.email]]) == len(told)
