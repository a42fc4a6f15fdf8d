"""The directory as data: JSON and CSV, public parts only."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from maillage.base.feeds import Absolute, csv_lines
from maillage.vocabulary.documents import codes_cell
from members.directory.models.querysets import ProfileQuerySet
from members.directory.portraits import ANYBODY, portrait

CHUNK = 500
COLUMNS = (
    "genre", "uuid", "nom", "accroche", "presentation", "competences", "secteurs", "code_territoire", "territoire",
    "adresse", "code_postal", "commune", "langues", "disponible_jusqu_au", "forme_juridique", "siret", "rna",
    "courriel", "telephone", "site_web", "slug", "url", "date_maj",
)  # fmt: skip
Found = Iterable[ProfileQuerySet]
KINDS = {"person": "personne", "organisation": "organisation"}


def documents(found: Found, absolute: Absolute, today: date) -> Iterator[dict[str, Any]]:
    """What was found, kind after kind, each as anybody sees it; read as it is written."""
    records = chain.from_iterable(kind.for_export().iterator(CHUNK) for kind in found)
    return (portrait(record, ANYBODY, today).document(absolute) for record in records)


def csv_table(found: Found, absolute: Absolute, today: date) -> Iterator[str]:
    """One line per person or organisation, written as it is read."""
    return csv_lines(COLUMNS, map(_row, documents(found, absolute, today)))


def _row(one: dict[str, Any]) -> list[Any]:
    place, address, until = one["territory"] or {}, one.get("address", {}), one.get("available_until")
    return [
        KINDS[one["kind"]], one["uuid"], one["name"], one.get("headline") or one.get("summary"), one["presentation"],
        codes_cell(one.get("skills", [])), codes_cell(one["sectors"]), place.get("code"), place.get("name"),
        address.get("street"), address.get("postal_code"), address.get("city"), one.get("languages"),
        until.isoformat() if until else None, one.get("legal_form"), one.get("siret"), one.get("rna"),
        one.get("email"), one["phone"], one["website"], one["slug"], one["url"], one["updated_at"].date().isoformat(),
    ]  # fmt: skip
