"""Erase the account of somebody who asked for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maillage.accounts.services.erasure import erase
from maillage.base.errors import DomainError
from maillage.users.models import User


class Command(BaseCommand):
    help = "Erase an account and its profile for good, as its owner can in the settings. Past bookings lose their name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email=User.objects.normalise(email)).first()
        if user is None:
            raise CommandError(f"No account has the address {email}.")
        try:
            erase(user)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{email} is erased.")
