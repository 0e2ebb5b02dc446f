"""Ids, days and moments as the API takes them: one spelling each, so that nothing is guessed."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d(?:\.\d+)?)([Zz]|[+ -]\d\d:\d\d)?", re.ASCII
)
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def _id(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    raise PydanticCustomError("uuid_parsing", "")  # type: ignore[arg-type]


def _day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_parsing", "")  # type: ignore[arg-type]


def _moment(value: Any) -> datetime:
    """Read a moment; without an offset it is school time, outside 1970–9000 the nearer of them.

    A blank before the offset is a + that somebody forgot to write as %2B.
    """
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("datetime_parsing", "")  # type: ignore[arg-type]
    day, clock, zone = found.groups()
    try:
        read = datetime.fromisoformat(
            f"{day}T{_leap(clock)}{(zone or '').upper().replace(' ', '+')}"
        )
    except ValueError:
        raise PydanticCustomError("datetime_parsing", "") from None  # type: ignore[arg-type]
    if not _FIRST.year < read.year < _LAST.year:
        return _FIRST if read.year <= _FIRST.year else _LAST
    return timezone.make_aware(read).astimezone(UTC) if timezone.is_naive(read) else read


def _leap(clock: str) -> str:
    """Return a time of day that Python reads: no leap second, six places."""
    whole, _point, rest = clock.partition(".")
    return f"{whole[:6]}{'59' if whole[6:] == '60' else whole[6:]}.{rest[:6]:0<6}"


Id = Annotated[UUID, BeforeValidator(_id), WithJsonSchema({"type": "string", "format": "uuid"})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
