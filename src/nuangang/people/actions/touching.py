"""Telling the boards that what they have counted may not hold any more.

Called in the transaction of the change itself: whoever counts meanwhile counts under the old stamp,
and the next look finds it out of date.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from nuangang.lib.ids import new_id
from nuangang.people.models import KeptPart

WHOLE, NO_CLASS, TERM = "whole", "none", "term"
_STAMP = (
    "INSERT INTO {table} (id, school_id, part, stamp, counted, data)"
    " VALUES (%s, %s, %s, %s, '', '{{}}') ON CONFLICT (school_id, part)"
)


def touch_school(school_id: Any) -> None:
    """Say that anything of a school's board may have changed: files, pairs, duties, the calendar."""
    _stamp(school_id, [WHOLE])


def touch_classes(school_id: Any, class_ids: Iterable[UUID | None]) -> None:
    """Say that something was done for children of these classes; None for those without one.

    What is no class's (a grown-up's duty, the school's) is touched by it too.
    """
    parts = {part_of(pk) for pk in class_ids} | {NO_CLASS}
    _stamp(school_id, sorted(parts))  # in one order, so that two don't wait for each other


def part_of(class_id: UUID | None) -> str:
    """Return what the part of a class is called."""
    return class_id.hex if class_id else NO_CLASS


def open_parts(school_id: Any, parts: Iterable[str]) -> None:
    """Make the parts that are not there yet; nobody's stamp is changed."""
    _stamp(school_id, sorted(parts), then="DO NOTHING")


def _stamp(
    school_id: Any, parts: Iterable[str], then: str = "DO UPDATE SET stamp = excluded.stamp"
) -> None:
    native = connection.features.has_native_uuid_field
    school, stamp = (school_id if native else school_id.hex), new_id().hex
    rows = [(new_id() if native else new_id().hex, school, part, stamp) for part in parts]
    statement = _STAMP.format(table=KeptPart._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"{statement} {then}", rows)
