"""Test databases, quickly: migrated once into a template, then copied for each process.

Migrating takes some fifteen seconds and gives the same schema each time. The template is keyed by
every migration and by the lock, so that a stale one cannot be used. It outlives the run in `var/tests`:
a file of SQLite, or a dump, as the server of PostgreSQL goes with the run.

A test with transactions of its own leaves every table empty behind it. What migrations had written
(groups, collections, vocabulary) is put back then, so that the order of tests does not matter.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection, transaction

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "tests"


def fingerprint() -> str:
    """Changes whenever a freshly migrated database would."""
    sources = [ROOT / "requirements.txt"]
    for room in ("site/maillage", "spaces", "events", "members"):
        sources += sorted((ROOT / room).rglob("migrations/*.py")) + sorted((ROOT / room).rglob("apps.py"))
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def migrated(name: str) -> Iterator[str]:
    """The address of a fresh migrated database called `name`, beside the one in DATABASE_URL; forgotten afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        _prepare_postgres(url, name)
        try:
            yield _with_name(url, name)
        finally:
            _forget_postgres(url, name)
    else:
        path = _prepare_sqlite(f"{name}.sqlite3")
        try:
            yield f"sqlite:///{path}"
        finally:
            _forget_sqlite(path)


def _prepare_sqlite(name: str) -> Path:
    """A fresh migrated database file called `name`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = FOLDER / f"template-{fingerprint()}.sqlite3"
    with _one_at_a_time():
        if not template.exists():
            for old in FOLDER.glob("template-*.sqlite3"):
                old.unlink()
            building = FOLDER / "building.sqlite3"
            building.unlink(missing_ok=True)
            _migrate(f"sqlite:///{building}")
            building.rename(template)
    copy = FOLDER / name
    _forget_sqlite(copy)
    shutil.copy(template, copy)
    return copy


def _forget_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _prepare_postgres(url: str, name: str) -> None:
    """A fresh migrated database called `name` on the server of `url`."""
    template = f"maillage_template_{fingerprint()}"
    with _one_at_a_time(), psycopg.connect(_with_name(url, "postgres"), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            building = f"{template}_building"
            server.execute(f'DROP DATABASE IF EXISTS "{building}"')
            server.execute(f'CREATE DATABASE "{building}"')
            _fill_postgres(
                _with_name(url, building), FOLDER / f"template-{server.info.server_version}-{fingerprint()}.sql"
            )
            server.execute(f'ALTER DATABASE "{building}" RENAME TO "{template}"')
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _fill_postgres(url: str, kept: Path) -> None:
    """Migrate the empty database at `url`, or load what an earlier server was left with, `kept`."""
    if kept.exists():
        load = ["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1"]
        subprocess.run([*load, "--dbname", url, "--file", kept], check=True, stdout=subprocess.DEVNULL)
        return
    _migrate(url)
    if shutil.which("pg_dump") and shutil.which("psql"):
        for old in FOLDER.glob("template-*.sql"):
            old.unlink()
        building = FOLDER / "building.sql"
        subprocess.run(["pg_dump", "--no-owner", "--dbname", url, "--file", building], check=True)
        building.rename(kept)


def _forget_postgres(url: str, name: str) -> None:
    with psycopg.connect(_with_name(url, "postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _with_name(url: str, name: str) -> str:
    """The address of another database of the same server."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))


class MigratedRows:
    """The rows that migrations write, table by table."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[list[str], list[tuple]]] = {}
        with connection.cursor() as cursor:
            for table in connection.introspection.django_table_names(only_existing=True):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                names = [column[0] for column in cursor.description]
                self.tables[table] = names, cursor.fetchall()

    def put_back(self) -> None:
        """Make the tables hold these rows and no others, under the numbers they had."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            for table, (names, rows) in self.tables.items():
                columns = ", ".join(connection.ops.quote_name(name) for name in names)
                values = ", ".join(["%s"] * len(names))
                into = f"INSERT INTO {connection.ops.quote_name(table)} ({columns}) VALUES ({values})"
                cursor.executemany(into, rows)


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "maillage.settings.test"},
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
