"""Lists of places brought in: read, compared with what is known, written in one transaction."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.models import ImportRun
from maillage.territories.services.loading import load_missing_territories
from maillage.users.models import User
from spaces.catalogue.models import Space
from spaces.catalogue.rules.places.matching import Known
from spaces.catalogue.rules.places.plan import Decision, Verdict, plan
from spaces.catalogue.rules.places.problems import PlaceFileError, Problem
from spaces.catalogue.rules.places.reading import read_places
from spaces.catalogue.services.import_rows import ImportedRows

SOURCE_MAX = 80


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do. `warnings`: what was put right or left out of a kept line."""

    created: int
    updated: int
    unchanged: int
    possible_duplicates: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    warnings: list[dict[str, Any]]

    def answer(self) -> dict[str, Any]:
        """What the command prints as JSON."""
        return {name: value for name, value in asdict(self).items() if name != "warnings"}


def import_spaces(
    content: bytes,
    *,
    file_name: str,
    source: str = "",
    mapping: Mapping[str, object] | None = None,
    country: str = "FR",
    dry_run: bool = False,
    by: User | None = None,
) -> ImportReport:
    """Create the places of a list that are new, bring its own records up to date, leave the others alone.

    `source` names the list from one year to the next (by default the file's name). `dry_run` reports
    the same and writes nothing. Raises DomainError when the list as a whole cannot be read.
    """
    source = (source or file_name.rsplit(".", 1)[0]).strip()[:SOURCE_MAX]
    try:
        reading = read_places(content, mapping=mapping, country=country)
    except PlaceFileError as error:
        raise DomainError(error.code, _(error.message) % error.params) from error
    with transaction.atomic():
        load_missing_territories()  # a place without commune would be found in none
        report = _import(reading, source=source, dry_run=dry_run)
        if dry_run:
            transaction.set_rollback(True)
        else:
            _remember(report, content, file_name=file_name, source=source, by=by)
    return report


def _import(reading: Any, *, source: str, dry_run: bool) -> ImportReport:
    decisions = plan(reading.places, known_places(), source=source)
    rows = ImportedRows(decisions, source=source)
    if not dry_run:
        rows.write()
    return ImportReport(
        created=len(rows.created),
        updated=len(rows.updated),
        unchanged=rows.unchanged,
        possible_duplicates=[_duplicate(one, rows) for one in decisions if one.verdict == Verdict.POSSIBLE],
        rejected=_said(reading.rejected),
        warnings=_said(reading.warnings),
    )


def known_places() -> Iterable[Known]:
    """Every record, in whatever state: what was archived is not created again. One query."""
    columns = (
        "slug", "name", "source_name", "external_id", "street", "postal_code", "city", "commune", "latitude",
        "longitude", "phone", "email", "website", "pivot",
    )  # fmt: skip
    fields = ("source", "insee")
    names = [dict(zip(("source_name", "commune"), fields, strict=True)).get(name, name) for name in columns]
    for row in Space.objects.order_by("pk").values_list(*columns):
        values = dict(zip(names, row, strict=True))
        yield Known(**{**values, "insee": values["insee"] or ""})


def _duplicate(decision: Decision, rows: ImportedRows) -> dict[str, Any]:
    return {"line": decision.place.line, "slug": rows.slug_of(decision), "score": decision.score}


def _said(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {"line": problem.line, "column": problem.column, "reason": _(problem.message) % problem.params}
        for problem in problems
    ]


def _remember(report: ImportReport, content: bytes, *, file_name: str, source: str, by: User | None) -> None:
    ImportRun.objects.create(
        at=clock.now(),
        by=by,
        kind="spaces",
        source_name=source,
        file_name=file_name[:200],
        file_digest=hashlib.sha256(content).hexdigest(),
        outcome=asdict(report),
    )
