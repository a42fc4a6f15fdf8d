"""The database's own promise: movements of a ledger are added, never changed nor deleted.

Triggers on both engines, put there after every `migrate`: SQLite loses them when Django remakes a table. Who made a
movement may be forgotten, as erasing an account asks.
"""

from typing import Any

from django.apps import apps
from django.db import connections

NAME = "ledger_append_only"
KEPT = (
    "membership_id", "entitlement_id", "kind", "amount", "lot_id", "starts_on", "expires_on", "used_on", "booking",
    "reason", "created_at",
)  # fmt: skip

SQLITE = """
CREATE TRIGGER "{name}_{when}" BEFORE {event} ON {table}
BEGIN
    SELECT RAISE(ABORT, '{name}');
END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE DELETE OR UPDATE OF {kept} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def ensure(*, using: str, **_: Any) -> None:
    """After every `migrate`; one that goes back leaves fewer columns."""
    connection = connections[using]
    table = apps.get_model("pricing", "LedgerEntry")._meta.db_table
    if table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        columns = {one.name for one in connection.introspection.get_table_description(cursor, table)}
        kept = ", ".join(name for name in KEPT if name in columns)
        said = {"name": NAME, "table": connection.ops.quote_name(table), "kept": kept}
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL.format(**said))
            return
        for when, event in (("delete", "DELETE"), ("update", f"UPDATE OF {kept}")):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{NAME}_{when}"')
            cursor.execute(SQLITE.format(when=when, event=event, **said))
