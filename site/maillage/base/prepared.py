"""Queries compiled once and asked many times with other values.

Django writes the SQL of a query anew each time it is asked, which for a small one takes ten times as
long as the database does. The few reads that decide about a booking are asked at every turn: they are
written as querysets like all others, with a `Slot` where a value goes, and compiled at their first use.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import (
    Aggregate,
    BigIntegerField,
    BooleanField,
    Expression,
    ExpressionWrapper,
    Field,
    Func,
    QuerySet,
)
from django.db.models.expressions import Col, F

Rows = list[tuple[Any, ...]]


class Slot(Expression):
    """A value given when the query is asked: `filter(space=Slot("space"))`."""

    def __init__(self, name: str, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Among(Expression):
    """Whether a column is one of the whole numbers given: `filter(Among("space", "spaces"))`."""

    conditional = True

    def __init__(self, column: str, name: str) -> None:
        super().__init__(output_field=BooleanField())
        self.column: F | Col = F(column)
        self.name = name

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        (self.column,) = expressions

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, params = compiler.compile(self.column)
        asked = f"{sql} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column, as Django names it
        return asked, [*params, Slot(self.name)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        sql, params = compiler.compile(self.column)
        return f"{sql} = ANY(%s::bigint[])", [*params, Slot(self.name)]


class AsIs(ExpressionWrapper):
    """An expression whose values the driver gives as they are wanted: nobody looks at them one by one."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


class AsInstant(Func):
    """A moment as an `Instant`: drivers make whole numbers ten times faster than datetimes.

    Exact for whole seconds, and to the microsecond until 2106.
    """

    arity = 1
    output_field = BigIntegerField()

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        seconds = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        micro = "CAST(substr(%(expressions)s, 21) AS INTEGER)"
        return self.as_sql(compiler, connection, template=f"({seconds} * 1000000 + {micro})", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(DATE_PART('epoch', %(expressions)s) * 1000000)::bigint"
        return self.as_sql(compiler, connection, template=template, **extra)


class Gathered(Aggregate):
    """The values of a group as one list; those of several columns are in the same order."""

    function = "ARRAY_AGG"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)

    def get_db_converters(self, connection: Any) -> list[Any]:
        return [] if connection.vendor == "postgresql" else [lambda text, *_: json.loads(text)]


class Prepared:
    """A `values_list` queryset with slots. `make` is called once for each database."""

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._compiled: dict[str, tuple[str, Sequence[Any], Callable[[Rows], Rows]]] = {}

    def rows(self, using: str = "default", **values: Any) -> Rows:
        """The rows for these values, of the types that the queryset would give."""
        sql, params, convert = self._compiled.get(using) or self._compile(using)
        connection = connections[using]
        bound = [_bind(values[one.name], connection) if isinstance(one, Slot) else one for one in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            return convert(cursor.fetchall())

    def _compile(self, using: str) -> tuple[str, Sequence[Any], Callable[[Rows], Rows]]:
        compiler = self._make().using(using).query.get_compiler(using)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])

        def convert(rows: Rows) -> Rows:
            return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows

        self._compiled[using] = sql, params, convert
        return self._compiled[using]


def _bind(value: Any, connection: Any) -> Any:
    """The value as the database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, list | set | tuple):
        numbers = sorted(value)
        return numbers if connection.vendor == "postgresql" else json.dumps(numbers)
    return value
