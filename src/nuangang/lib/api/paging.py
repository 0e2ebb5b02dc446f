"""Lists in pages: what comes next is named by the last row seen, so that nothing shifts."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from nuangang.lib.api.types import Id

Row = TypeVar("Row")
USUAL, MOST = 50, 200
# What is being written at this moment bears an earlier time than the page that misses it.
IN_FLIGHT = timedelta(seconds=30)
YesNo = Literal["true", "false"]


def _number(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value, re.ASCII):
        return int(value)
    raise PydanticCustomError("int_parsing", "")  # type: ignore[arg-type]


class Asked(BaseModel):
    """How much of a list is wanted; every list takes this beside its own filters."""

    model_config = ConfigDict(extra="forbid")

    after: Id | None = Field(
        None, description=gettext_noop("The `next` of the page before; without it, the first page.")
    )
    limit: Annotated[int, BeforeValidator(_number)] = Field(
        USUAL, ge=1, le=MOST, description=gettext_noop("How many rows at most.")
    )


class Page(BaseModel, Generic[Row]):
    """Some rows of a list, and where the next begin."""

    items: list[Row]
    next: UUID | None = Field(
        description=gettext_noop("Pass it as `after` for the next page; null on the last.")
    )
    as_of: datetime = Field(
        description=gettext_noop("Pass it as `changed_since` next time; a little before now.")
    )


def page_of(rows: Sequence[Any], asked: Asked, now: datetime, shown: Any) -> dict[str, Any]:
    """Return a page as Page has it from up to limit + 1 `rows`; `shown` makes an item of a row."""
    more = len(rows) > asked.limit
    kept = rows[: asked.limit]
    return {
        "items": [shown(row) for row in kept],
        "next": kept[-1].pk if more else None,
        "as_of": now - IN_FLIGHT,
    }
