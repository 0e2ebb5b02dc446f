"""Answering the self-check, and making the yearly pack."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.privacy.actions.sharing import enter_what_left
from nuangang.privacy.models import Pack, SelfCheck
from nuangang.privacy.pack.people import by_band
from nuangang.privacy.pack.tables import Year
from nuangang.privacy.pack.writing import tables_of, zip_of


@transaction.atomic
def keep_self_check(actor: Any, year: int, answers: dict[str, list[str]]) -> None:
    """Keep the answers of a year; what was there before gives way."""
    SelfCheck.objects.update_or_create(
        school_id=actor.school_id,
        year=year,
        defaults={"answers": answers, "at": timezone.now()},
    )
    record(actor, "self_check_kept", kind="self_check", label=str(year))


@transaction.atomic
def make_pack(actor: Any, year: int, password: str) -> bytes:
    """Return the encrypted pack of a year, and note that it was made; the file is not kept."""
    of = Year(actor.school, year, timezone.localdate())
    enter_what_left(actor.school)
    data, digest = zip_of(of, tables_of(of), password)
    made = Pack.objects.create(
        school_id=actor.school_id,
        year=year,
        counts={band: numbers["here"] for band, numbers in by_band(of).items()},
        sha256=digest,
        size=len(data),
        by_id=actor.staff_id,
        by_name=actor.name[:40],
        at=timezone.now(),
    )
    record(actor, "pack_made", kind="pack", object_id=made.pk, label=str(year), sha256=digest)
    return data
