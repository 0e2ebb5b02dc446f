"""Statements compiled once: for pages where building the SQL anew costs more than running it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet

_FIRST_DAY = date(1001, 1, 1)


@dataclass(frozen=True)
class _Compiled:
    """One statement: its SQL, its parameters, and which of them stand for which given value."""

    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, tuple[str, int]]
    names: tuple[str, ...]
    compiler: Any
    converters: dict[int, Any]

    @property
    def fixed(self) -> list[Any]:
        """Return the parameters that stay as they are."""
        return [p for i, p in enumerate(self.parameters) if i not in self.places]


class Prepared:
    """A `.values()` queryset whose SQL is made once in a process and run again with other values.

    `build` makes it from keyword arguments whose types are given here: UUID, date, or `many(n)` for
    up to n ids. What it builds must depend on the arguments only as values within the statement:
    never None, never asked about. Who may see the rows is settled before: an id passed in has been
    found by policy.guards.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **types: Any) -> None:
        self.build = build
        self.types = types

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """Run the statement and return its rows as dicts; one statement, none without any ids."""
        listed = [(kind, values[name]) for name, kind in self.types.items() if type(kind) is int]
        if any(not ids for _count, ids in listed):
            return []
        if any(len(ids) > count for count, ids in listed):
            return list(self.build(**values))
        return self._run({name: _spread(self.types[name], v) for name, v in values.items()})

    def _run(self, given: dict[str, Sequence[Any]]) -> list[dict[str, Any]]:
        known = self._compiled
        parameters = list(known.parameters)
        for place, (name, number) in known.places.items():
            parameters[place] = _for_database(given[name][number])
        with connection.cursor() as cursor:
            cursor.execute(known.sql, parameters)
            found: Any = cursor.fetchall()
        if known.converters:
            found = known.compiler.apply_converters(found, known.converters)
        return [dict(zip(known.names, row, strict=True)) for row in found]

    @cached_property
    def _compiled(self) -> _Compiled:
        return _compile(self.build, self.types)


def many(count: int) -> int:
    """Say that an argument holds one to `count` ids."""
    return count


def _compile(build: Callable[..., QuerySet[Any, Any]], types: dict[str, Any]) -> _Compiled:
    """Build the queryset with made-up values and find where they went.

    Done twice: what differs between the two without being one of the values was reckoned from one,
    and would stay as it is for ever.
    """
    first, second = _try(build, types), _try(build, types)
    if first.places != second.places or first.fixed != second.fixed:
        raise ValueError("the statement reckons with its arguments; pass what comes of it instead")
    if missing := set(types) - {name for name, _number in first.places.values()}:
        raise ValueError(f"{missing} do not appear in the statement")
    return first


def _try(build: Callable[..., QuerySet[Any, Any]], types: dict[str, Any]) -> _Compiled:
    made_up = {name: _examples(kind) for name, kind in types.items()}
    rows = build(**{n: v if isinstance(types[n], int) else v[0] for n, v in made_up.items()})
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    slots = {
        _for_database(value): (name, number)
        for name, examples in made_up.items()
        for number, value in enumerate(examples)
    }
    places = {i: slots[p] for i, p in enumerate(parameters) if _hashable(p) and p in slots}
    columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
    return _Compiled(
        sql,
        tuple(parameters),
        places,
        tuple(rows.query.selected or rows.query.values_select),
        compiler,
        compiler.get_converters(columns),
    )


def _examples(kind: Any) -> list[Any]:
    if isinstance(kind, int):
        return [uuid4() for _ in range(kind)]
    if kind is UUID:
        return [uuid4()]
    return [_FIRST_DAY + timedelta(days=uuid4().int % 100_000)]


def _spread(kind: Any, value: Any) -> Sequence[Any]:
    """Return the values for an argument's places; ids too few for them repeat the last."""
    if not isinstance(kind, int):
        return [value]
    return [*value, *[value[-1]] * (kind - len(value))]


def _for_database(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datefield_value(value)


def _hashable(value: Any) -> bool:
    return isinstance(value, (str, UUID, date))
