"""Which rows a period may meet: asked so that the index looks at no row before or after it."""

from typing import Any

from django.contrib.postgres.indexes import GistIndex
from django.db.models import BooleanField, Func, Index, Q

from spaces.booking.models.guarantee import TsTzRange


class ReachIndex(Index):
    """Active rows by resource and by the period that they keep clear.

    PostgreSQL finds those of a month whatever lies around it (GiST over the period); SQLite those that
    end after its beginning.
    """

    def __init__(self, *, name: str) -> None:
        super().__init__(fields=["resource", "clear_until"], condition=Q(active=True), name=name)

    def deconstruct(self) -> Any:
        path, *_ = super().deconstruct()
        return path, (), {"name": self.name}

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        period = TsTzRange("clear_from", "clear_until")
        index = GistIndex("resource", period, condition=self.condition, name=self.name)
        return index.create_sql(model, schema_editor, **kwargs)


class Meets(Func):
    """Whether what a row keeps clear shares an instant with [start, end): `filter(Meets(start, end))`."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, start: Any, end: Any) -> None:
        super().__init__("clear_from", "clear_until", start, end)

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return self._fill("({1} > {2} AND {0} < {3})", compiler)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return self._fill("TSTZRANGE({0}, {1}) && TSTZRANGE({2}, {3})", compiler)

    def _fill(self, template: str, compiler: Any) -> tuple[str, list[Any]]:
        compiled = [compiler.compile(part) for part in self.source_expressions]
        return template.format(*(sql for sql, _ in compiled)), [param for _, params in compiled for param in params]
