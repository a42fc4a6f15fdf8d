"""Tidy the holds whose time is up; nothing waits for it."""

from typing import Any

from django.core.management.base import BaseCommand

from spaces.booking.services.states import expire_holds


class Command(BaseCommand):
    help = "End the holds whose time is up. Run it every few minutes; a late run changes nothing for anybody."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{expire_holds()} holds ended")
