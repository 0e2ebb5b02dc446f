"""Giving schools newer keys, and keys a newer master."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nuangang.accounts.models import School, SealingKey
from nuangang.accounts.moving import left_under
from nuangang.accounts.sealing_keys import new_key
from nuangang.audit.actions import Person, record
from nuangang.lib.master_keys import COUNSELLING, MAIN, masters
from nuangang.lib.sealing import about_key, forget_keys


@dataclass(frozen=True)
class Told:
    """A key as it is told of: whose, since when, and how many values are under it if it is retired."""

    key: SealingKey
    whose: str
    left: int | None


def keys_told(school: School | None = None) -> list[Told]:
    """Return the keys of a school, or all; retired ones with what is left under them."""
    rows = SealingKey.objects.select_related("school").order_by(
        F("school__name").asc(nulls_first=True), "domain", "made_at"
    )
    rows = rows.filter(school_id=school.pk) if school else rows
    return [
        Told(
            row, row.school.name if row.school else "", left_under(row) if row.retired_at else None
        )
        for row in rows
    ]


def rotate(domain: str, schools: Iterable[UUID | None]) -> list[SealingKey]:
    """Retire the keys that seal now in a domain of these schools and make new ones; return the old.

    Every process seals with the new ones within settings.KEY_HELD_SECONDS.
    """
    retired = [old for school in schools if (old := _rotate(domain, school)) is not None]
    forget_keys()
    return retired


@transaction.atomic
def _rotate(domain: str, school: UUID | None) -> SealingKey | None:
    now = timezone.now()
    rows = SealingKey.objects.filter(domain=domain, school_id=school, retired_at__isnull=True)
    old = rows.select_for_update().first()
    if old is None or not rows.filter(pk=old.pk).update(retired_at=now):
        return None
    new_key(domain, school).save(force_insert=True)
    _tell("keys_rotated", school, domain=domain)
    old.retired_at = now
    return old


def rotate_master(domain: str) -> int:
    """Make a newer master and wrap the domain's keys with it; return how many.

    Killed halfway, some keys are wrapped by the old master and open as before; done again, all are
    wrapped by a newer one. The old master stays in its file for the backups of before.
    """
    masters(domain).add()
    return wrap_anew(domain)


@transaction.atomic
def wrap_anew(domain: str) -> int:
    """Wrap with the newest master what an older one wrapped; return how many keys."""
    file = masters(domain)
    mine = SealingKey.objects.select_for_update().exclude(wrapped="")
    theirs = mine.filter(domain=domain) if domain else mine.exclude(domain=COUNSELLING)
    rows = list(theirs.exclude(master=file.newest))
    for row in rows:
        about = about_key(row.pk, row.domain, row.school_id)
        row.master, row.wrapped = file.wrap(file.unwrap(row.master, row.wrapped, about), about)
        row.save(update_fields=["master", "wrapped"])
    if rows:
        _tell("master_rotated", None, domain=domain)
    return len(rows)


def owners(school: School | None, domain: str) -> list[UUID | None]:
    """Return whose keys a rotation is about: one school's, or everybody's."""
    if school is not None:
        return [school.pk]
    every: list[UUID | None] = list(School.objects.order_by("name").values_list("pk", flat=True))
    return every if domain != MAIN else [None, *every]


def _tell(verb: str, school: UUID | None, **detail: Any) -> None:
    record(Person("nuangang keys", None, school), verb, kind="key", **detail)


def age(key: SealingKey, now: datetime) -> int:
    """Return for how many days a key has been there."""
    return (now - key.made_at).days
