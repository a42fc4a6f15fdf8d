"""What the network needs once a day."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from events.agenda.services.dates import roll_ahead
from events.agenda.services.wall_clocks import keep_wall_clocks as keep_hours_of_events
from maillage.base import chores, clock, mail
from maillage.base.chores import Chore, do_all
from maillage.base.zones import get_zone
from maillage.users.services.devices import forget_signed_out
from members.directory.services.invitations import forget_invitations
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.people import forget_guests
from spaces.booking.services.training_reminders import warn_of_endings
from spaces.booking.services.waiting import forget_waiting_lists
from spaces.booking.services.wall_clocks import keep_wall_clocks
from spaces.pricing.services.ledger import expire

LAST_TO_END = get_zone("Etc/GMT+12")  # where a day is over last: nobody loses an hour of their pass


def forget_old_mails() -> None:
    call_command("prune_db_task_results", queue_name="*", min_age_days=mail.KEPT_DAYS, verbosity=0)


def forget_old_sessions() -> None:
    call_command("clearsessions")
    forget_signed_out()


def write_off_passes() -> None:
    expire(clock.today(LAST_TO_END))


CHORES: dict[str, Chore] = {
    "old mails": forget_old_mails,
    "old sessions": forget_old_sessions,
    "holds and absences": lapse,
    "hours of events after new time zone data": keep_hours_of_events,
    "hours of bookings and closures after new time zone data": keep_wall_clocks,
    "passes": write_off_passes,
    "habilitations that end": warn_of_endings,
    "old waiting lists": forget_waiting_lists,
    "names and addresses of guests": forget_guests,
    "invitations without an answer": forget_invitations,
    "dates of repeated events": roll_ahead,
}


class Command(BaseCommand):
    help = "Make dates ahead, end what has ended, forget what need not be kept. Run it once a day; it can run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        due = CHORES | chores.daily
        failed = do_all(due, rhythm="Daily")
        if failed:
            raise CommandError(f"These chores failed, the others are done: {', '.join(failed)}.")
        self.stdout.write("Done: " + ", ".join(due) + ".")
