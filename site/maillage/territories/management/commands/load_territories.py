"""`manage.py load_territories [--departements 64,40]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.base.errors import DomainError
from maillage.territories.services.loading import load_territories


class Command(BaseCommand):
    help = "Load the communes, EPCI, departments and regions of France shipped with the product."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--departements", default="", help="only some, by code: 64,40")

    def handle(self, *args: Any, departements: str, **options: Any) -> None:
        codes = [code.strip().upper() for code in departements.split(",") if code.strip()]
        try:
            report = load_territories(codes)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"Territories: {report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {report.retired} retired."
        )
        if report.kept:
            self.stderr.write(f"No longer official but still used: {', '.join(report.kept)}.")
