"""Fill an empty network with the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from maillage.network.services.demo import load_demo
from maillage.users.demo import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Load the demonstration network into an empty database; keep what is there otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts-only", action="store_true", help="say who can sign in, touch nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("The demonstration has public passwords: set DEMO_MODE=1 to load it.")
        progress = None if options["accounts_only"] else load_demo()
        if progress is not None:
            made = [f"{counts['created']} {kind}" for kind, counts in progress.counts.items() if counts["created"]]
            self.stdout.write(f"The demonstration network is loaded: {', '.join(made)}.")
        self.stdout.write(f"\nIts accounts (password: {PASSWORD}):")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<22} {account.role}")
        mails = settings.SITE_URL + reverse("accounts:demo-mails")
        self.stdout.write(f"\nNo mail leaves: who is signed in, or signs up, reads theirs on {mails}")
        if folder := getattr(settings, "EMAIL_FILE_PATH", ""):
            self.stdout.write(f"All of them are in {folder}")
