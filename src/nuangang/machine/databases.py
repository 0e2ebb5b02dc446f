"""The whole database as one file, taken while pages are written, and put back.

SQLite's own online copy, or `pg_dump` of the same moment at which the rows were counted.
"""

import contextlib
import glob
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

Counts = dict[str, int]
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
_SPACE = {"postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
          "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' "
                    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"}  # fmt: skip

_TLS = {name: f"PG{name.upper()}" for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")}


class DatabaseError(Exception):
    """What keeps a database from being copied or put back, as a sentence."""


@dataclass(frozen=True)
class Snapshot:
    """A copy of the database as a file, and how many rows each table had at that moment."""

    vendor: str
    path: Path
    tables: Counts


def take_snapshot(folder: Path) -> Snapshot:
    """Copy the database into `folder`; raises DatabaseError when it isn't sound."""
    path = folder / NAMES[connection.vendor]
    taken = _copy_sqlite if connection.vendor == "sqlite" else _dump_postgres
    return Snapshot(connection.vendor, path, taken(path))


def is_empty() -> bool:
    """Say whether there is nothing in this installation's database yet."""
    if connection.vendor == "sqlite":
        path = Path(settings.DATABASES["default"]["NAME"])
        return not path.exists() or path.stat().st_size == 0
    with connection.cursor() as cursor:
        cursor.execute(_SPACE["postgresql"])
        return cursor.fetchone() is None


def put_back(path: Path, database: str = "") -> Counts:
    """Put the copy at `path` in the place of an empty database; return the rows of each table.

    `database` names another one on the same PostgreSQL server. All of it is put back, or nothing.
    """
    if connection.vendor == "sqlite":
        return _place_sqlite(path)
    told = _connection(database)
    flags = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run([_program("pg_restore"), *flags, "--dbname", told["dbname"], str(path)], told)
    with _postgres(database) as cursor:
        return _counts(cursor, "postgresql")


def counts_of_copy(path: Path) -> Counts:
    """Return the rows of each table in an SQLite copy; raises DatabaseError when it is damaged."""
    with contextlib.closing(sqlite3.connect(path)) as copy:
        try:
            [answer] = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if answer == "ok":
                return _counts(copy.cursor(), "sqlite")
        except sqlite3.DatabaseError as error:
            answer = str(error)
    raise DatabaseError(_("SQLite finds the database damaged: %(answer)s") % {"answer": answer})


@contextlib.contextmanager
def empty_database(name: str) -> Iterator[None]:
    """Have an empty PostgreSQL database `name` beside ours while the block runs."""
    with _postgres() as cursor:
        try:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except Exception as error:
            raise DatabaseError(
                _("A check needs a database of its own, which PostgreSQL did not make: %(error)s")
                % {"error": str(error).strip()}
            ) from error
    try:
        yield
    finally:
        with _postgres() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _copy_sqlite(path: Path) -> Counts:
    source = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=20)
    with contextlib.closing(source), contextlib.closing(sqlite3.connect(path)) as copy:
        source.backup(copy)  # one step: a step in between would begin anew after each write
        copy.execute("PRAGMA journal_mode=DELETE")
    return counts_of_copy(path)


def _place_sqlite(path: Path) -> Counts:
    found = counts_of_copy(path)
    place = Path(settings.DATABASES["default"]["NAME"])
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    path.replace(place)
    return found


def _dump_postgres(path: Path) -> Counts:
    """Dump and count within one snapshot, so that both tell of the same moment."""
    with _postgres(transaction=True) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        told = _connection()
        flags = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run([_program("pg_dump"), *flags, "--file", str(path), "--dbname", told["dbname"]], told)
        return _counts(cursor, "postgresql")


def _counts(cursor: Any, vendor: str) -> Counts:
    cursor.execute(_SPACE[vendor])
    names = sorted(name for (name,) in cursor.fetchall())
    return {name: _count(cursor, name) for name in names}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608
    return cursor.fetchone()[0]


@contextlib.contextmanager
def _postgres(database: str = "", *, transaction: bool = False) -> Iterator[Any]:
    import psycopg

    with (
        psycopg.connect(**_connection(database), autocommit=not transaction) as own,
        own.cursor() as cursor,
    ):
        yield cursor


def _connection(database: str = "") -> dict[str, Any]:
    """Return how psycopg reaches our database, or another on the same server."""
    told = connection.settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    given = {ours: told[django] for django, ours in names.items() if told[django]}
    sealed = {name: told["OPTIONS"][name] for name in _TLS if name in told.get("OPTIONS", {})}
    return {**given, **sealed, "dbname": database or told["NAME"]}


def _environment(told: dict[str, Any]) -> dict[str, str]:
    """Return the environment by which PostgreSQL's own programs reach the database just as we do."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", **_TLS}
    return os.environ | {theirs: str(told[ours]) for ours, theirs in names.items() if ours in told}


def _run(command: list[str], told: dict[str, Any]) -> None:
    done = subprocess.run(command, env=_environment(told), capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        text = _("%(program)s failed: %(said)s")
        said = done.stderr.strip()[-600:]
        raise DatabaseError(text % {"program": Path(command[0]).name, "said": said})


def _program(name: str) -> str:
    """Return the newest of PostgreSQL's own programs called `name`."""
    found = glob.glob(f"/usr/lib/postgresql/*/bin/{name}") + glob.glob(f"/usr/pgsql-*/bin/{name}")
    found.sort(key=lambda path: [int(n) for n in path.split("/") if n.isdigit()])
    program = found[-1] if found else shutil.which(name)
    if program is None:
        text = _("The program %(name)s is missing (Debian: apt install postgresql-client).")
        raise DatabaseError(text % {"name": name})
    return program
