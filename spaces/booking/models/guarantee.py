"""The database's own promise: one place of one resource is held by one thing at a time.

PostgreSQL keeps it with an exclusion constraint, SQLite with triggers that abort the statement.
Both engines refuse with an `IntegrityError` whatever the code above does.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import connections
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Func, Q

NAME = "occupancy_no_overlap"
COLUMNS = "resource_id, place, start_at, end_at, active"

# `clear_until` follows from `end_at`; it is named for the index that begins with it.
TRIGGER = """
CREATE TRIGGER {exists}"{name}_{when}" BEFORE {event} ON %(table)s WHEN NEW.active
BEGIN
    SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
        SELECT 1 FROM %(table)s AS other
        WHERE other.active AND other.resource_id = NEW.resource_id AND other.place = NEW.place
        AND other.clear_until > NEW.start_at AND other.end_at > NEW.start_at AND other.start_at < NEW.end_at
        AND other.id IS NOT {itself}
    );
END
"""
TRIGGERS = {
    f"{NAME}_insert": {"when": "insert", "event": "INSERT", "itself": "NULL"},
    f"{NAME}_update": {"when": "update", "event": f"UPDATE OF {COLUMNS}", "itself": "OLD.id"},
}


class TsTzRange(Func):
    """The half-open period of two columns."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class NoOverlap(ExclusionConstraint):
    """Active rows of one resource and place never share an instant, on either engine.

    On SQLite the triggers are made with the table and again whenever Django remakes it, because a
    remade table loses the triggers of the old one.
    """

    def __init__(self, *, name: str = NAME) -> None:
        super().__init__(
            name=name,
            expressions=[
                ("resource", RangeOperators.EQUAL),
                ("place", RangeOperators.EQUAL),
                (TsTzRange("start_at", "end_at", RangeBoundary()), RangeOperators.OVERLAPS),
            ],
            condition=Q(active=True),
        )

    def deconstruct(self) -> Any:
        path, args, _ = super().deconstruct()
        return path, args, {"name": self.name}

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        schema_editor.deferred_sql.extend(trigger_statements(model._meta.db_table, schema_editor.quote_name))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().create_sql(model, schema_editor)
        return None

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Only the write itself can tell: the services turn its refusal into words."""


def trigger_statements(table: str, quote_name: Callable[[str], str], *, missing_only: bool = False) -> list[Statement]:
    """SQLite's triggers on `table`, whose name a schema editor may still change."""
    exists = "IF NOT EXISTS " if missing_only else ""
    return [
        Statement(TRIGGER.format(exists=exists, name=NAME, **parts), table=Table(table, quote_name))
        for parts in TRIGGERS.values()
    ]


def ensure(*, using: str, **_: Any) -> None:
    """After every `migrate`: put back what a hand-made change of the table may have lost."""
    connection = connections[using]
    table = apps.get_model("booking", "Occupancy")._meta.db_table
    if connection.vendor != "sqlite" or table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in trigger_statements(table, connection.ops.quote_name, missing_only=True):
            cursor.execute(str(statement))
