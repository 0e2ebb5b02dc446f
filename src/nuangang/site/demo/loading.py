"""Loading millions of invented rows: COPY on PostgreSQL, one prepared INSERT on SQLite.

Indexes and references of the great tables are set aside meanwhile and put back before anybody sees a
row; what a reference would refuse, PostgreSQL says when they come back. The triggers that forbid to
change or delete (lib/database.append_only) stay where they are: loading only adds.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Model

from nuangang.lib.sealing import SealedTextField

AT_ONCE = 20_000
NOTHING = "\x02"  # stands for NULL; no invented text holds it


class Table:
    """One table being filled with rows of plain values, `names` in that order.

    Plain is what both databases take: ids as 32 hex digits, dates and moments (UTC) as text, JSON as
    text, sealed texts already sealed, booleans as 0 and 1. Other columns get their default.
    """

    def __init__(self, model: type[Model], names: Sequence[str]) -> None:
        fields: list[Any] = [model._meta.get_field(name) for name in names]
        others = [f for f in model._meta.concrete_fields if f not in fields]
        self.table = model._meta.db_table
        self.columns = [f.column for f in (*fields, *others)]
        self.rest = tuple(plain(f, f.get_default()) for f in others)

    def write(self, rows: Iterable[tuple[Any, ...]]) -> int:
        """Write all rows; return how many."""
        rows, written = iter(rows), 0
        write = self._copy if connection.vendor == "postgresql" else self._insert
        while some := list(islice(rows, AT_ONCE)):
            write(some)
            written += len(some)
        return written

    def _copy(self, rows: list[tuple[Any, ...]]) -> None:
        rest = self.rest
        lines = [
            "\t".join(
                [NOTHING if v is None else v if type(v) is str else str(v) for v in row + rest]
            )
            for row in rows
        ]
        block = "\n".join([*lines, ""]).replace("\\", "\\\\")
        columns = ", ".join(f'"{name}"' for name in self.columns)
        statement = f"COPY {self.table} ({columns}) FROM STDIN WITH (NULL '{NOTHING}')"
        with connection.cursor() as cursor, cursor.copy(statement) as to:
            to.write(block)

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        columns = ", ".join(f'"{name}"' for name in self.columns)
        marks = ", ".join("?" * len(self.columns))
        connection.connection.executemany(
            f"INSERT INTO {self.table} ({columns}) VALUES ({marks})",  # noqa: S608 - names of models
            (row + self.rest for row in rows) if self.rest else rows,
        )


def write_objects(model: type[Model], objects: Iterable[Model]) -> int:
    """Write unsaved objects of `model` as they are; nothing is filled in on the way."""
    fields: list[Any] = list(model._meta.concrete_fields)
    rows = (tuple(plain(f, _value(f, row)) for f in fields) for row in objects)
    return Table(model, [f.name for f in fields]).write(rows)


def _value(field: Any, row: Model) -> Any:
    sealed = isinstance(field, SealedTextField)
    return field.pre_save(row, True) if sealed else getattr(row, field.attname)


def plain(field: Any, value: Any) -> Any:
    """Return a field's value as both databases take it."""
    if isinstance(field, models.JSONField):
        return None if value is None else json.dumps(value)
    if isinstance(field, SealedTextField):
        return field.get_prep_value(value)
    if value is None or type(value) in (str, int):
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else str(value)


def moment(value: datetime) -> str:
    """Return a moment as both databases take it, in UTC."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


@contextmanager
def as_one_load(great: Sequence[type[Model]], linked: Sequence[type[Model]]) -> Iterator[None]:
    """Run a load as one transaction: whole, or nothing at all.

    `great` tables are filled without indexes and references, `linked` ones without references. On
    SQLite nobody else may have the database open.
    """
    with _alone(), transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            undo = [s for m in great for s in _set_aside(cursor, m._meta.db_table, indexes=True)]
            undo += [s for m in linked for s in _set_aside(cursor, m._meta.db_table, indexes=False)]
        yield
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in sorted(undo, key=lambda s: "FOREIGN KEY" in s):
                cursor.execute(statement)
            cursor.execute("ANALYZE")


def _set_aside(cursor: Any, table: str, *, indexes: bool) -> list[str]:
    """Drop what slows a load down; return the statements that bring it back."""
    if connection.vendor != "postgresql":
        return _drop_sqlite_indexes(cursor, table) if indexes else []
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND (contype = 'f' OR contype = 'u' AND %s"
        " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = pg_constraint.conindid"
        " AND c.contype = 'f'))",
        [table, indexes],
    )
    undo = []
    for name, definition in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        undo.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    if indexes:
        undo += _drop_postgres_indexes(cursor, table)
    return undo


def _drop_postgres_indexes(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT EXISTS"
        " (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def _drop_sqlite_indexes(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
        " AND sql IS NOT NULL",
        [table],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


@contextmanager
def _alone() -> Iterator[None]:
    """Let SQLite write straight into its file, once, and go back to its usual ways."""
    if connection.vendor == "postgresql" or connection.in_atomic_block:
        yield
        return
    ways = {
        "journal_mode": "DELETE",
        "synchronous": "OFF",
        "cache_size": -400_000,
        "foreign_keys": 0,
    }
    with connection.cursor() as cursor:
        for name, value in ways.items():
            cursor.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")
        connection.close()  # the next connection has the usual settings again
