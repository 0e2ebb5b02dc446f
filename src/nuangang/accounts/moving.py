"""Bringing sealed values from a retired key under the one that seals now, a few at a time.

Each value carries the name of its key, so there is nothing to remember: whoever starts again, after
a crash too, finds what is left. Pages go on meanwhile: a batch holds the database for an instant, and
a value that somebody changes in between is left as they wrote it.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from nuangang.accounts.models import School, SealingKey
from nuangang.lib import sealed_files
from nuangang.lib.master_keys import SealError
from nuangang.lib.sealing import SealedTextField, seal, unseal

AT_ONCE = 200
GRACE = timedelta(hours=1)


@dataclass
class Moved:
    """How far a move is: values moved, and where some could not be opened."""

    values: int = 0
    shut: list[str] = field(default_factory=list)


def columns(key: SealingKey) -> list[SealedTextField]:
    """Return the columns whose values may be under a key."""
    return [
        each
        for model in apps.get_models()
        for each in model._meta.concrete_fields
        if isinstance(each, SealedTextField)
        and each.key == key.domain
        and (_is_master(key) or each.of_school == (key.school_id is not None))
    ]


def left_under(key: SealingKey) -> int:
    """Return how many values in the database are under a key; reads whole columns."""
    return sum(part.count() for part in _parts(key))


def move(
    key: SealingKey, *, until: float | None = None, told: Callable[[Moved], None] = lambda _m: None
) -> Moved:
    """Move what is under a retired key, files too, and note when nothing is left.

    Stops at the monotonic time `until`, between two batches; `told` hears how far it is.
    """
    so_far = Moved()
    for batch in _batches(key):
        so_far.values += batch.values
        so_far.shut += batch.shut
        told(so_far)
        if until is not None and time.monotonic() > until:
            return so_far
    if not so_far.shut:
        SealingKey.objects.filter(pk=key.pk).update(moved_at=timezone.now())
    return so_far


def move_on(seconds: float, *, now: datetime) -> int:
    """Move for some seconds what any rotation left, and drop keys that are spent; return how many.

    A key goes only if nothing is found under it again an hour after everything was moved: by then
    no transaction that began before runs any more.
    """
    until, moved = time.monotonic() + seconds, 0
    for key in SealingKey.objects.filter(retired_at__isnull=False).order_by("retired_at"):
        if key.moved_at and now - key.moved_at < GRACE:
            continue
        done = move(key, until=until)
        moved += done.values
        if key.moved_at and not done.values and not done.shut and time.monotonic() <= until:
            SealingKey.objects.filter(pk=key.pk, moved_at__isnull=False).delete()
        if time.monotonic() > until:
            break
    return moved


def _batches(key: SealingKey) -> Iterator[Moved]:
    for part in _parts(key):
        yield from _move_part(part)
    for school in _schools(key, None):
        for went in sealed_files.move_under(key.pk, school):
            yield Moved(int(went), [] if went else [f"file of {school}"])


def _parts(key: SealingKey) -> Iterator["_Part"]:
    for each in columns(key):
        for school in _schools(key, each):
            yield _Part(each, school, key.pk)


def _schools(key: SealingKey, column: SealedTextField | None) -> Iterable[Any]:
    """Return whose rows may be under a key; None alone for a column of no school."""
    if column is not None and not column.of_school:
        return [None]
    if key.school_id or not _is_master(key):
        return [key.school_id] if key.school_id else []
    return School.objects.order_by("pk").values_list("pk", flat=True)


def _is_master(key: SealingKey) -> bool:
    return not key.wrapped


@dataclass(frozen=True)
class _Part:
    """What one school has in one column; `school` None for a column of no school."""

    column: SealedTextField
    school: Any
    old: str

    def count(self) -> int:
        """Return how many values are under the old key."""
        return self._ask("SELECT count(*) FROM {table} WHERE {own}{column} LIKE %s", self._old)[0][
            0
        ]

    def some(self, after: Any) -> list[tuple[Any, str]]:
        """Return the next ids and values under the old key."""
        beyond, values = ("{pk} > %s AND", [after]) if after is not None else ("", [])
        statement = (
            f"SELECT {{pk}}, {{column}} FROM {{table}} WHERE {{own}} {beyond} {{column}} LIKE %s"  # noqa: S608
            " ORDER BY {pk} LIMIT %s"
        )
        return self._ask(statement, *values, self._old, AT_ONCE)

    def put(self, changes: list[tuple[str, Any, str]]) -> None:
        """Write new values where the old ones still stand: (new, id, old)."""
        statement = self._sql(
            "UPDATE {table} SET {column} = %s WHERE {own}{pk} = %s AND {column} = %s"
        )
        rows = [(new, *self._own, pk, was) for new, pk, was in changes]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    @property
    def _old(self) -> str:
        return f"{self.old}:%"

    @property
    def _own(self) -> list[Any]:
        if self.school is None:
            return []
        return [self.school if connection.features.has_native_uuid_field else self.school.hex]

    def _sql(self, template: str) -> str:
        meta: Any = self.column.model._meta
        quote: Any = connection.ops.quote_name
        return template.format(
            table=quote(meta.db_table),
            pk=quote(meta.pk.column),
            column=quote(self.column.column),
            own="" if self.school is None else f"{quote('school_id')} = %s AND ",
        )

    def _ask(self, template: str, *values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self._sql(template), [*self._own, *values])
            return cursor.fetchall()


def _move_part(part: _Part) -> Iterator[Moved]:
    rows = part.some(None)
    while rows:
        yield _move_rows(part, rows)
        rows = part.some(rows[-1][0])


def _move_rows(part: _Part, rows: list[tuple[Any, str]]) -> Moved:
    column, changes, shut = part.column, [], []
    for pk, sealed in rows:
        try:
            text = unseal(sealed, column.about)
        except SealError:
            shut.append(f"{column.about} {pk}")
        else:
            changes.append((seal(text, column.about, part.school, column.key), pk, sealed))
    part.put(changes)
    return Moved(len(changes), shut)
