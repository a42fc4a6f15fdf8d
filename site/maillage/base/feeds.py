"""What every feed needs: "nothing new" said cheaply, one question in many forms, tables that open safely."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from maillage.base import limits
from maillage.base.errors import DomainError
from maillage.base.list_filters import BadFilters

CSV, GEOJSON, JSON = "text/csv; charset=utf-8", "application/geo+json", "application/json"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Search = TypeVar("Search")
Absolute = Callable[[str], str]
"""From a path to the whole address."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`parts`: all that an answer depends on besides its address and language.

    `changed_at`: when any of them last changed, what is hidden now and the day that began included. It must never
    go back, or who only sends the date keeps what is gone.
    """

    parts: Iterable[object]
    changed_at: datetime | None


@dataclass(frozen=True)
class ListFeeds(Generic[Search]):
    """Views that answer the same question as the page of a list, in other forms.

    `search` reads the question, and may raise BadFilters; `identity` costs a query or two.
    """

    search: Callable[[HttpRequest], Search]
    identity: Callable[[HttpRequest, Search], Identity]
    max_age_s: int

    def view(
        self,
        content: Callable[[Search, HttpRequest], str | Iterable[str]],
        mime_type: str,
        file_name: str = "",
    ) -> Callable[[HttpRequest], HttpResponseBase]:
        """Text is sent whole; lines are sent as they are written."""

        @require_safe
        @gzip_page
        def view(request: HttpRequest) -> HttpResponseBase:
            try:
                search = self.search(request)
            except BadFilters as refusal:
                return refused(refusal)

            def make() -> HttpResponseBase:
                body = content(search, request)
                response: HttpResponseBase = (
                    HttpResponse(body, content_type=mime_type)
                    if isinstance(body, str)
                    else StreamingHttpResponse(spoken(body), content_type=mime_type)
                )
                if file_name:
                    response["Content-Disposition"] = f'inline; filename="{file_name}"'
                return response

            return open_to_all(answer(request, make, self.identity(request, search), max_age_s=self.max_age_s))

        return view


def answer(
    request: HttpRequest, make: Callable[[], HttpResponseBase], identity: Identity, *, max_age_s: int = 0
) -> HttpResponseBase:
    """304 when the reader has what `identity` and the question identify, else what `make` makes, with its tags."""
    question = (request.path, request.get_host(), sorted(request.GET.lists()), get_language())
    parts, changed_at = (*question, *identity.parts), identity.changed_at
    digest = hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:20]
    tag = f'W/"{digest}"'
    last_modified = int(changed_at.timestamp()) if changed_at else None
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag, last_modified=last_modified)
    if response is None:
        limits.count(request, "feeds")
        response = make()
    response.headers.setdefault("ETag", tag)  # of a 304 too: RFC 9110 §15.4.5
    if last_modified is not None:
        response.headers.setdefault("Last-Modified", http_date(last_modified))
    is_shared = not request.user.is_authenticated
    patch_cache_control(response, **{"public" if is_shared else "private": True}, max_age=max_age_s if is_shared else 0)
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


def json_lines(name: str, documents: Iterable[Any]) -> Iterator[str]:
    """`{"name": […]}`, written as it is read."""
    yield f'{{"{name}":['
    for number, one in enumerate(documents):
        yield ("," if number else "") + to_json(one)
    yield "]}"


def to_json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)


def geometry(latitude: float, longitude: float) -> dict[str, Any]:
    """A point of GeoJSON, to six decimals: 11 cm."""
    return {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]}


def feature_collection(features: list[dict[str, Any]]) -> str:
    """GeoJSON (RFC 7946) of points, with the box that holds them."""
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    if features:
        longitudes, latitudes = zip(*(feature["geometry"]["coordinates"] for feature in features), strict=True)
        collection["bbox"] = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    return to_json(collection | {"features": features})


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
