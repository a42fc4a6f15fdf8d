"""Lists a page at a time, by cursor: what is added meanwhile neither repeats nor hides anything.

A cursor is the place of the last row in the list's own order. It is signed, and good for one question.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import BaseExpression, OrderBy
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from maillage.base.api.errors import bad_value

SALT = "maillage.api.cursor"
MOST = 200
LONGEST_CURSOR = 2000
CURSOR, LIMIT = "cursor", "limit"

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class Paging(BaseModel):
    """How much of a list, and from where."""

    model_config = ConfigDict(extra="ignore")

    limit: int = Field(default=50, ge=1, le=MOST, description=gettext_noop("How many items a page holds."))
    cursor: str = Field(
        default="",
        max_length=LONGEST_CURSOR,
        description=gettext_noop("Where the page begins. Follow “next” rather than making one."),
    )


class Listing(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description=gettext_noop("The address of the next page; null on the last one."))
    count: int = Field(description=gettext_noop("How many items the whole list has."))


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, the address of the next, and how many rows there are in all."""

    rows: list[Any]
    next: str | None
    count: int

    def of(self, items: list[Any]) -> dict[str, Any]:
        """As the API says it, each row as an item."""
        return {"items": items, "next": self.next, "count": self.count}


class _Key(NamedTuple):
    """One column of an order."""

    name: str
    expression: BaseExpression | F
    is_descending: bool


def paginate(request: HttpRequest, rows: QuerySet[Row], asked: Paging) -> Page:
    """The page asked for, in the order of `rows`, which must end with the primary key. Two queries, and prefetches.

    Raises Malformed for a cursor that was not given by this list under the same filters.
    """
    keys, question = _keys(rows), _question(request)
    found = rows.annotate(**{key.name: key.expression for key in keys})
    if asked.cursor:
        found = found.filter(_after(keys, _read(asked.cursor, question, len(keys))))
    found = found.order_by(*(f"{'-' if key.is_descending else ''}{key.name}" for key in keys))
    page = list(found[: asked.limit + 1])
    is_last = len(page) <= asked.limit
    page = page[: asked.limit]
    cursor = None if is_last else _write([getattr(page[-1], key.name) for key in keys], question)
    return Page(page, cursor and _address(request, cursor), rows.count())


def _keys(rows: QuerySet[Any]) -> list[_Key]:
    return [_key(f"cursor_key_{number}", ordering) for number, ordering in enumerate(rows.query.order_by)]


def _key(name: str, ordering: Any) -> _Key:
    if isinstance(ordering, str):
        return _Key(name, F(ordering.removeprefix("-")), ordering.startswith("-"))
    if isinstance(ordering, OrderBy):
        return _Key(name, ordering.expression, ordering.descending)
    return _Key(name, ordering, False)


def _after(keys: list[_Key], values: list[Any]) -> Q:
    """Rows that come later: equal in the first columns, and beyond in the next."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        condition |= equal & Q(**{f"{key.name}__{'lt' if key.is_descending else 'gt'}": value})
        equal &= Q(**{key.name: value})
    return condition


def _question(request: HttpRequest) -> str:
    """What the list was asked, without how much of it."""
    asked = sorted((name, values) for name, values in request.GET.lists() if name not in (CURSOR, LIMIT))
    return hashlib.sha256(repr((request.path, asked)).encode()).hexdigest()[:12]


def _write(values: list[Any], question: str) -> str:
    said = [{"at": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    return signing.dumps([question, said], salt=SALT, compress=True)


def _read(cursor: str, question: str, count: int) -> list[Any]:
    try:
        asked, said = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        asked, said = None, []
    if asked != question or len(said) != count:
        raise bad_value(CURSOR, _("This cursor belongs to another list. Begin again without it."))
    return [datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value for value in said]


def _address(request: HttpRequest, cursor: str) -> str:
    params = request.GET.copy()
    params[CURSOR] = cursor
    return request.build_absolute_uri(f"{request.path}?{params.urlencode(safe=':/,')}")
