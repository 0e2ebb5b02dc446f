"""Writing and signing the impact assessment."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.privacy.models import Assessment, AssessmentDraft
from nuangang.privacy.queries.assessments import purposes_digest


def keep_draft(actor: Any, answers: dict[str, str]) -> AssessmentDraft:
    """Keep what is written so far."""
    row, _made = AssessmentDraft.objects.update_or_create(
        school_id=actor.school_id, defaults={"answers": answers, "at": timezone.now()}
    )
    return row


@transaction.atomic
def sign_assessment(actor: Any, *, name: str, on: date) -> Assessment | None:
    """Sign what the draft says as the next version; None when there is no draft (any more)."""
    rows = AssessmentDraft.objects.select_for_update().filter(school_id=actor.school_id)
    draft = rows.first()
    if draft is None:
        return None
    last = Assessment.objects.filter(school_id=actor.school_id).aggregate(Max("number"))
    signed = Assessment.objects.create(
        school_id=actor.school_id,
        number=(last["number__max"] or 0) + 1,
        answers=draft.answers,
        signed_name=name,
        signed_on=on,
        about=purposes_digest(actor.school_id),
        by_id=actor.staff_id,
        at=timezone.now(),
    )
    draft.delete()
    record(actor, "assessment_signed", kind="assessment", object_id=signed.pk, label=str(signed))
    return signed
