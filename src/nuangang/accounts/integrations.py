"""Tokens of other programs: made once, kept as a hash only, counted by the minute, revoked at once."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from nuangang.accounts.models import Integration
from nuangang.audit.actions import Person, Somebody, record

MARK = "nuangang_"
SHOWN = len(MARK) + 6
LASTS_AT_MOST = timedelta(days=366)


class TooManyCallsError(Exception):
    """Raised when a token has been used too often this minute; `seconds` are left of it."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@transaction.atomic
def make_integration(
    actor: Somebody,
    *,
    name: str,
    purpose: str,
    scopes: Iterable[str],
    expires_at: datetime,
    user_id: UUID,
    staff_id: UUID | None = None,
    school_id: UUID | None = None,
    region_id: UUID | None = None,
    pk: UUID | None = None,
) -> tuple[Integration, str]:
    """Make a token that acts for `user_id`; return it beside the text that nobody can see again.

    `pk`, made by the form, makes a second sending harmless: the text is empty then.
    """
    if pk and (known := Integration.objects.filter(pk=pk).first()):
        return known, ""
    token = MARK + secrets.token_urlsafe(32)
    now = timezone.now()
    made = Integration(
        name=name, purpose=purpose, scopes=sorted(scopes), made_at=now,
        expires_at=min(expires_at, now + LASTS_AT_MOST), user_id=user_id, staff_id=staff_id,
        school_id=school_id, region_id=region_id, token_hash=_hash(token),
        token_start=token[:SHOWN],
    )  # fmt: skip
    made.pk = pk or made.pk
    made.save(force_insert=True)
    _tell(actor, "token_made", made, scopes=made.scopes)
    return made, token


@transaction.atomic
def revoke_integration(actor: Somebody, integration: Integration) -> None:
    """Let the token open nothing from this moment on; revoking twice changes nothing."""
    open_one = Integration.objects.filter(pk=integration.pk, revoked_at__isnull=True)
    if open_one.update(revoked_at=timezone.now(), revoked_by=actor.name[:80]):
        _tell(actor, "token_revoked", integration)


def integration_of(token: str) -> Integration | None:
    """Return the integration whose token this is, whether it still opens anything or not."""
    if not token.startswith(MARK):
        return None
    rows = Integration.objects.select_related("school", "region", "user")
    return rows.filter(token_hash=_hash(token)).first()


def count_call(integration: Integration, now: datetime) -> None:
    """Count one call, in one conditional statement whatever the number of servers.

    Raises TooManyCallsError once the calls of this minute are used up.
    """
    minute = now.replace(second=0, microsecond=0)
    same = Q(minute=minute)
    rows = Integration.objects.filter(pk=integration.pk)
    used = {"last_used_at": now} if integration.is_open(now) else {}
    counted = rows.filter(~same | Q(minute__isnull=True) | Q(calls__lt=settings.API_PER_MINUTE))
    if not counted.update(
        calls=Case(When(same, then=F("calls") + 1), default=Value(1)), minute=minute, **used
    ):
        raise TooManyCallsError(60 - now.second)
    if used and integration.last_used_at is None:
        somebody = Person(integration.name, school_id=integration.school_id)
        _tell(somebody, "token_first_used", integration)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _tell(actor: Somebody, verb: str, integration: Integration, **more: object) -> None:
    record(
        actor, verb, kind="integration", object_id=integration.pk, label=integration.name, **more
    )
