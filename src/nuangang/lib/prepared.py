"""Statements compiled once: for pages where building the SQL anew costs more than running it."""

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.utils import timezone

_FIRST_DAY = date(1001, 1, 1)
_FIRST_MOMENT = datetime(1001, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
_NUMBERS = count()
_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Many:
    """An argument that holds one to `count` ids."""

    count: int


many = Many


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

    @property
    def names_at(self) -> dict[int, str]:
        """Return which argument stands at which place; the ids of one may come in any order."""
        return {place: name for place, (name, _number) in self.places.items()}

    def filled(self, values: dict[str, Any]) -> list[Any]:
        """Return the parameters with the given values in their places."""
        given = {name: _in_places(value) for name, value in values.items()}
        parameters = list(self.parameters)
        for place, (name, number) in self.places.items():
            ids = given[name]
            parameters[place] = ids[number] if number < len(ids) else ids[-1]
        return parameters


class Prepared:
    """A queryset whose SQL is made once in a process and run again with other values.

    `build` makes it from keyword arguments whose types are given here: UUID, date, datetime, str,
    int, or `many(n)` for up to n ids. What it builds must depend on the arguments only as values
    within the statement: never None, never asked about, and today's date is an argument too. Who
    may see the rows is settled before (an id passed in was found by policy.guards) or by
    policy.prepared. Arguments in `loose` need not appear in the statement. `dated` is for those who
    make it anew each day.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        loose: Iterable[str] = (),
        dated: bool = False,
        **types: Any,
    ) -> None:
        self.build = build
        self.loose = frozenset(loose)
        self.dated = dated
        self.types = types
        self._made: dict[tuple[int, ...], _Compiled | None] = {}

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of a `.values()` queryset as dicts; one statement, none without ids."""
        if self._asks_too_much(values):
            return list(self.build(**values))
        found = self.tuples(**values)
        names = self._compiled(values).names if found else ()  # type: ignore[union-attr]
        return [dict(zip(names, row, strict=True)) for row in found]

    def tuples(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a `.values()` queryset as tuples in the order of its columns."""
        if self._asks_nothing(values):
            return []
        if self._asks_too_much(values):
            return [tuple(row.values()) for row in self.build(**values)]
        known = self._compiled(values)
        if known is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(known.sql, known.filled(values))
            found: Any = cursor.fetchall()
        if known.converters:
            found = map(tuple, known.compiler.apply_converters(found, known.converters))
        return list(found)

    def objects(self, **values: Any) -> list[Any]:
        """Return the queryset's rows as models, what it joins included; one statement."""
        if self._asks_nothing(values):
            return []
        if self._asks_too_much(values):
            return list(self.build(**values))
        known = self._compiled(values)
        if known is None:
            return []
        return list(ModelIterable(_Ready(known, known.filled(values))))  # type: ignore[arg-type]

    def _asks_nothing(self, values: dict[str, Any]) -> bool:
        return any(isinstance(t, Many) and not values[n] for n, t in self.types.items())

    def _asks_too_much(self, values: dict[str, Any]) -> bool:
        lists = ((values[n], t.count) for n, t in self.types.items() if isinstance(t, Many))
        return any(len(ids) > count for ids, count in lists)

    def _compiled(self, values: dict[str, Any]) -> _Compiled | None:
        """Return the statement for as many ids as given; None when it can find nothing.

        Lists are filled up to 1, 4, 16, 64 … ids, so that few ids are not searched for as many.
        """
        lists = {n: len(values[n]) for n, t in self.types.items() if isinstance(t, Many)}
        sizes = {n: min(_size(length), self.types[n].count) for n, length in lists.items()}
        key = tuple(sizes.values())
        if key not in self._made:
            types = {**self.types, **{name: Many(size) for name, size in sizes.items()}}
            self._made[key] = self._compile(types)
        return self._made[key]

    def _compile(self, types: dict[str, Any]) -> _Compiled | None:
        try:
            made = _compile(self.build, types, self.loose)
        except EmptyResultSet:
            return None
        if not self.dated and any(map(_is_time, made.fixed)):
            raise ValueError("the statement holds a date of its own; pass it as an argument")
        return made


def _size(length: int) -> int:
    size = 1
    while size < length:
        size *= 4
    return size


class _Ready:
    """What Django's maker of models asks of a queryset, with the statement ready."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, known: _Compiled, parameters: list[Any]) -> None:
        self.query = self
        self.compiler = copy(known.compiler)
        self.compiler.connection = connections[self.db]  # it was made in another thread
        self.compiler.as_sql = lambda *_args, **_options: (known.sql, parameters)

    def get_compiler(self, using: str) -> Any:
        """Return the compiler that has nothing left to compile."""
        return self.compiler


def _compile(
    build: Callable[..., QuerySet[Any, Any]], types: dict[str, Any], loose: frozenset[str]
) -> _Compiled:
    """Build the queryset with made-up values and find where they went.

    Done twice: what differs between the two without being one of the values was reckoned from one,
    and would stay as it is for ever.
    """
    first, second = _try(build, types), _try(build, types)
    if first.names_at != second.names_at or first.fixed != second.fixed:
        raise ValueError("the statement reckons with its arguments; pass what comes of it instead")
    if missing := set(types) - {name for name, _number in first.places.values()} - loose:
        raise ValueError(f"{missing} do not appear in the statement")
    return first


def _try(build: Callable[..., QuerySet[Any, Any]], types: dict[str, Any]) -> _Compiled:
    made_up = {name: _examples(kind) for name, kind in types.items()}
    rows = build(**{n: v if isinstance(types[n], Many) else v[0] for n, v in made_up.items()})
    compiler = rows.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
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
    """Return made-up values unlike anything a statement holds of itself."""
    if isinstance(kind, Many):
        return [uuid4() for _ in range(kind.count)]
    chance = uuid4().int
    made: dict[Any, Callable[[], Any]] = {
        UUID: uuid4,
        str: lambda: f"made up {chance}",
        int: lambda: 20_000 + next(_NUMBERS) % 12_000,
        date: lambda: _FIRST_DAY + timedelta(days=chance % 100_000),
        datetime: lambda: _FIRST_MOMENT + timedelta(days=chance % 100_000),
    }
    return [made[kind]()]


def _for_database(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _in_places(value: Any) -> Sequence[Any]:
    many_ids = isinstance(value, (list, tuple, set, frozenset))
    return [_for_database(each) for each in (value if many_ids else (value,))]


def _hashable(value: Any) -> bool:
    return isinstance(value, (str, int, UUID, date)) and not isinstance(value, bool)


def _is_time(value: Any) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and bool(_A_DAY.match(value)))
