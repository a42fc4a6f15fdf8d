"""Fill an empty network with the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillage.network.services.demo import load_demo
from maillage.users.demo import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Load the demonstration network into an empty database; keep what is there otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("The demonstration has public passwords: set DEMO_MODE=1 to load it.")
        progress = load_demo()
        if progress is not None:
            counts = ", ".join(f"{counts['created']} {kind}" for kind, counts in progress.counts.items())
            self.stdout.write(f"The demonstration network is loaded: {counts}.")
        self.stdout.write(f"\nIts accounts (password: {PASSWORD}):")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<22} {account.role}")
