"""Updating many rows, each with its own values, in one go."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import Model


def update_each(
    model: type[Model], rows: Iterable[Model], fields: Sequence[str], where: Sequence[str] = ()
) -> None:
    """Write `fields` of each of `rows`, found by school, id and the present values in `where`.

    `where` names fields whose value in the database must still be what `row.was[name]` says;
    rows changed by somebody else meanwhile are left alone. Ten times quicker than bulk_update,
    whose CASE grows with the square of the rows.
    """
    rows = list(rows)
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    column: Any = model._meta.get_field
    keys = ["school", "id"]
    sets = ", ".join(f"{quote(column(name).column)} = %s" for name in fields)
    finds = " AND ".join(f"{quote(column(name).column)} = %s" for name in (*keys, *where))
    values = [
        [
            *(_value(connection, row, name) for name in (*fields, *keys)),
            *(_value(connection, row, name, row.was[name]) for name in where),  # type: ignore[attr-defined]
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {finds}",  # noqa: S608
            values,
        )


def _value(connection: Any, row: Model, name: str, *given: Any) -> Any:
    field: Any = row._meta.get_field(name)
    value = given[0] if given else field.pre_save(row, False)
    return field.get_db_prep_save(value, connection)
