"""The process that watches the clock: what is due each minute, and once a day what `daily` does."""

import signal
import threading
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from maillage.base import clock
from maillage.base.chores import Chores, do_all
from maillage.base.models import Network
from maillage.base.zones import get_zone
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.reminders import remind

PAUSE_S = 60
AFTER_MIDNIGHT = timedelta(hours=4)  # of the network: nobody is there

CHORES: Chores = {"holds and absences": lapse, "reminders": remind}


class Command(BaseCommand):
    help = "Watch the clock: end what lapses each minute, do the daily chores at night. One process for the network."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due each minute, once, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            do_all(CHORES, rhythm="Minute")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        done_on = None
        while not stop.is_set():
            close_old_connections()
            do_all(CHORES, rhythm="Minute")
            done_on = _each_night(done_on)
            stop.wait(PAUSE_S)


def _each_night(done_on: date | None) -> date | None:
    """The daily chores, at the process's start and then each night; the day for which they are done."""
    due_on = _night_of(clock.now())
    if done_on is not None and done_on >= due_on:
        return done_on
    with suppress(CommandError):  # each failure is in the log, the next night tries again
        call_command("daily")
    return due_on


def _night_of(at: datetime) -> date:
    """The day whose night has come."""
    network = Network.objects.first()
    return (at.astimezone(get_zone(network.time_zone if network else "UTC")) - AFTER_MIDNIGHT).date()
