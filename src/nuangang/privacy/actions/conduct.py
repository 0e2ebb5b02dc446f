"""Asking everybody to confirm the rules of conduct, and keeping their yes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.privacy.conduct_text import VERSION
from nuangang.privacy.models import ConductSigned

KEY = "conduct"


@transaction.atomic
def sign_conduct(actor: Any) -> None:
    """Keep somebody's yes for this year; a second one changes nothing."""
    now = timezone.now()
    year = timezone.localdate(now).year
    signed, made = ConductSigned.objects.get_or_create(
        school_id=actor.school_id,
        staff_id=actor.staff_id,
        year=year,
        defaults={"version": VERSION, "at": now},
    )
    if made:
        record(actor, "conduct_signed", kind="conduct", object_id=signed.pk, label=str(year))


@transaction.atomic
def ask_everybody(actor: Any) -> None:
    """From today on, ask everybody at sign-in who has not confirmed the rules this year."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    if KEY not in school.preferences:
        day = timezone.localdate().isoformat()
        school.preferences = {**school.preferences, KEY: {"since": day}}
        school.save(update_fields=["preferences"])
        record(actor, "changed", kind="school", object_id=school.pk, fields=[KEY])
