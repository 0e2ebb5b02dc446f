"""The call by which a program learns what its own token may."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from nuangang.lib.api.problems import READING
from nuangang.policy.api_rules import actor_of, may_call
from nuangang.policy.matrix import FIELD_CLASSES

router = Router(tags=["token"])
How = Literal["clear", "masked", "hidden"]


class PlaceOut(BaseModel):
    """The school or region a token belongs to."""

    id: UUID
    name: str


class TokenOut(BaseModel):
    """A token as it is today."""

    name: str
    acts_for: str = Field(description=gettext_noop("Whose rights it borrows."))
    school: PlaceOut | None
    region: PlaceOut | None
    scopes: list[str]
    fields: dict[str, How] = Field(
        description=gettext_noop(
            "How each class of sensitive fields is shown; hidden ones are null."
        )
    )
    expires_at: datetime
    calls_per_minute: int
    now: datetime
    time_zone: str = Field(description=gettext_noop("Days are days of this zone."))


@router.get(
    "/token",
    response={200: TokenOut, **READING},
    summary=gettext_noop("What this token is and may"),
)
@may_call()
def get_token(request: HttpRequest) -> Any:
    integration: Any = request.integration  # type: ignore[attr-defined]
    actor = actor_of(request)
    return {
        "name": integration.name,
        "acts_for": integration.user.name,
        "school": _place(integration.school),
        "region": _place(integration.region),
        "scopes": sorted(integration.scopes),
        "fields": {name: actor.sees(name) for name in FIELD_CLASSES},
        "expires_at": integration.expires_at,
        "calls_per_minute": settings.API_PER_MINUTE,
        "now": timezone.now(),
        "time_zone": settings.TIME_ZONE,
    }


def _place(row: Any) -> dict[str, Any] | None:
    return {"id": row.pk, "name": row.name} if row else None
