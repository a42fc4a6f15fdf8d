"""Make the dates of repeated events that have come within the horizon."""

from typing import Any

from django.core.management.base import BaseCommand

from events.agenda.services.dates import roll_ahead


class Command(BaseCommand):
    help = "Make the dates of repeated events eighteen months ahead. Run it once a day; it can run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        rolled = roll_ahead()
        self.stdout.write(f"Events with new dates: {rolled}.")
