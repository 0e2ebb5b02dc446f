"""Sealed notes: written, corrected by a later one, opened by whoever keeps them or has broken the glass."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.people.models import Child
from nuangang.policy.guards import visible
from nuangang.wellbeing.guards import live_glass
from nuangang.wellbeing.models import Glass, GlassEvent, SealedNote
from nuangang.wellbeing.models.notes import WORDS


@transaction.atomic
def write_note(
    actor: Any,
    child: Child,
    kind: str,
    *,
    once: UUID,
    happened_on: date,
    next_on: date | None,
    body: Mapping[str, Any],
    supersedes: SealedNote | None = None,
    now: datetime | None = None,
) -> SealedNote:
    """Write a sealed note, or with `supersedes` a correction; sent twice with one `once` it is one."""
    made, fresh = SealedNote.objects.get_or_create(
        pk=uuid5(actor.staff_id, str(once)),
        school_id=actor.school_id,
        defaults={
            "kind": kind,
            "child_id": child.pk,
            "by_id": actor.staff_id,
            "at": now or timezone.now(),
            "happened_on": happened_on,
            "next_on": next_on,
            "supersedes": supersedes,
        },
    )
    if fresh:
        text = json.dumps(body, ensure_ascii=False)
        WORDS[kind].objects.create(school_id=actor.school_id, note=made, body=text)
        verb = "corrected_sealed" if supersedes else "wrote_sealed"
        record(actor, verb, kind=kind, object_id=made.pk, label=child.name, child=str(child.pk))
    return made


def open_note(actor: Any, note: SealedNote, *, now: datetime | None = None) -> Mapping[str, Any]:
    """Return what a note says and record who read it; raises Http404 for whoever may not.

    Whoever broke the glass reads as long as that lasts, and the register tells which note.
    """
    now = now or timezone.now()
    keeps = visible(actor, WORDS[note.kind]).filter(note=note).exists()
    glass = None if keeps else live_glass(actor, note.child_id, now)
    if not keeps and glass is None:
        record(actor, "refused", kind=note.kind, object_id=note.pk, to="read")
        raise Http404
    with transaction.atomic():
        if glass:
            _note_reading(glass, note, now)
        _tell(actor, "read_sealed", note, **({"glass": str(glass.pk)} if glass else {}))
    return json.loads(WORDS[note.kind].objects.get(school_id=note.school_id, note=note).body)


def _note_reading(glass: Glass, note: SealedNote, now: datetime) -> None:
    GlassEvent.objects.create(
        school_id=glass.school_id, glass=glass, kind=GlassEvent.Kind.READ,
        staff_id=glass.by_id, at=now, note=note,
    )  # fmt: skip


def note_printed(actor: Any, note: SealedNote) -> None:
    """Record that a note went onto paper."""
    _tell(actor, "printed_sealed", note)


def _tell(actor: Any, verb: str, note: SealedNote, **detail: Any) -> None:
    about = {"label": note.child.name, "child": str(note.child_id)}
    record(actor, verb, kind=note.kind, object_id=note.pk, **about, **detail)
