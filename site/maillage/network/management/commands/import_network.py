"""Bring a network document in."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maillage.network.document.reading import DocumentError
from maillage.network.services.importing import import_file


class Command(BaseCommand):
    help = "Bring in a network document (maillage-network/1): all of it or, if anything is wrong, none of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the document, a JSON file")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        try:
            progress = import_file(content, dry_run=options["dry_run"])
        except DocumentError as error:
            raise CommandError("Nothing was written. To correct:\n" + "\n".join(map(str, error.problems))) from error
        if options["json"]:
            self.stdout.write(json.dumps({kind: dict(counts) for kind, counts in progress.counts.items()}))
            return
        for kind, counts in progress.counts.items():
            self.stdout.write(f"{kind}: " + ", ".join(f"{number} {outcome}" for outcome, number in counts.items()))
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was written.")
