"""What every feed needs: "nothing new" said cheaply, and tables that open safely in a spreadsheet."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language, override

from maillage.base import limits
from maillage.base.errors import DomainError

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def answer(
    request: HttpRequest,
    make: Callable[[], HttpResponseBase],
    *,
    parts: Iterable[object],
    changed_at: datetime | None,
    max_age_s: int = 0,
) -> HttpResponseBase:
    """304 when the reader has what `parts` identify, else what `make` makes, with its tags.

    `parts`: all that the answer depends on (question, language, who asks, last change…).
    """
    digest = hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:20]
    tag = f'W/"{digest}"'
    last_modified = int(changed_at.timestamp()) if changed_at else None
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag, last_modified=last_modified)
    if response is None:
        limits.count(request, "feeds")
        response = make()
        response.headers.setdefault("ETag", tag)
        if last_modified is not None:
            response.headers.setdefault("Last-Modified", http_date(last_modified))
    is_shared = not request.user.is_authenticated
    patch_cache_control(response, public=is_shared, private=not is_shared, max_age=max_age_s if is_shared else 0)
    return response


def open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Readable from any site: cookies are never sent along with `*`."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def refused(refusal: DomainError) -> HttpResponseBase:
    """The answer to a question that cannot be understood."""
    body = {"code": refusal.code, "message": refusal.message, "detail": refusal.detail}
    return open_to_all(JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False}))


def spoken(lines: Iterable[str]) -> Iterator[str]:
    """Lines in the language of the request, although they are written after it is over."""
    language = get_language()

    def written() -> Iterator[str]:
        with override(language):
            yield from lines

    return written()


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table as text, a few hundred lines at a time; cells cannot act as formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows):
        writer.writerow([safe_cell(cell) for cell in row])
        if number % 200 == 199:
            yield _drained(buffer)
    yield _drained(buffer)


def safe_cell(cell: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _drained(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
