"""Rows of several tables by one statement, where a page would ask for each by itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import IntegerField, Model, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils import timezone


def _names(part: QuerySet[Any]) -> list[str]:
    return [*(field.attname for field in _fields(part.model)), *part.query.annotations]


def together(parts: Sequence[QuerySet[Any]]) -> QuerySet[Any, Any]:
    """Return the rows of all `parts`: `of_part` says which of them one is of, `in_json` holds it."""
    first, *others = [
        part.order_by().values(
            of_part=Value(place, IntegerField()),
            in_json=JSONObject(**{name: name for name in _names(part)}),
        )
        for place, part in enumerate(parts)
    ]
    return first.union(*others, all=True)


def apart(models: Sequence[type[Model]], rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Return the rows of `together` as models, a list for each part, with what was annotated."""
    found: list[list[Any]] = [[] for _model in models]
    for row in rows:
        found[row["of_part"]].append(_made(models[row["of_part"]], row["in_json"]))
    return found


def _made(model: type[Model], columns: Mapping[str, Any]) -> Model:
    fields = _fields(model)
    names = [field.attname for field in fields]
    values = [_read(field, columns[field.attname]) for field in fields]
    made = model.from_db(None, names, values)
    for name in columns.keys() - names:
        setattr(made, name, columns[name])
    return made


def _read(field: Any, value: Any) -> Any:
    """Return what JSON made of a column as the column's own type, unsealed where it is sealed."""
    if isinstance(value, (list, dict)):
        return value
    if hasattr(field, "from_db_value"):
        return field.from_db_value(value, None, connection)
    read = field.to_python(value)
    naive = isinstance(read, datetime) and timezone.is_naive(read)
    return timezone.make_aware(read, UTC) if naive else read


def _fields(model: type[Model]) -> Sequence[Any]:
    return model._meta.concrete_fields
