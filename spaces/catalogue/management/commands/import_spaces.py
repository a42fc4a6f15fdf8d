"""Bring a list of places in: CSV or GeoJSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base.errors import DomainError
from spaces.catalogue.rules.places.columns import read_mapping
from spaces.catalogue.rules.places.problems import PlaceFileError
from spaces.catalogue.services.imports import ImportReport, import_spaces

SHOWN = 20


class Command(BaseCommand):
    help = "Create or update spaces from a CSV or GeoJSON list. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--source", default="", help="name of the list; by default the file's name")
        parser.add_argument("--mapping", type=Path, metavar="FILE.json", help="our field → name of its column")
        parser.add_argument("--country", default="FR", help="of places that name none (ISO 3166 code)")
        parser.add_argument("--dry-run", action="store_true", help="report, write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *, file: Path, mapping: Path | None, **options: Any) -> None:
        try:
            report = import_spaces(
                file.read_bytes(),
                file_name=file.name,
                source=options["source"],
                mapping=read_mapping(mapping.read_bytes()) if mapping else None,
                country=options["country"].upper(),
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except PlaceFileError as error:
            raise CommandError(_(error.message) % error.params) from error
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(report.answer(), ensure_ascii=False))
        else:
            self._summary(report, dry_run=options["dry_run"])

    def _summary(self, report: ImportReport, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write(_("Nothing was written: this is what an import would do."))
        self.stdout.write(
            _("%(created)s created, %(updated)s updated, %(unchanged)s unchanged.")
            % {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        )
        duplicates, rejected = report.possible_duplicates, report.rejected
        if duplicates:
            said = ngettext(
                "%(count)s line looks like a place that is already there and was not created:",
                "%(count)s lines look like places that are already there and were not created:",
                len(duplicates),
            )
            self.stdout.write(said % {"count": len(duplicates)})
            self._lines(f"{one['line']}: {one['slug']} ({one['score']:.2f})" for one in duplicates)
        if rejected:
            said = ngettext("%(count)s line was refused:", "%(count)s lines were refused:", len(rejected))
            self.stdout.write(said % {"count": len(rejected)})
            self._lines(f"{one['line']} [{one['column']}]: {one['reason']}" for one in rejected)

    def _lines(self, lines: Any) -> None:
        lines = list(lines)
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > SHOWN:
            self.stdout.write(_("  … and %(count)s more (use --json to see all).") % {"count": len(lines) - SHOWN})
