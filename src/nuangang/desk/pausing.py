"""A child stays on the roll and is not in class: studies rest, or the child is out of school."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.actions import agree_excuse, reconcile_duties
from nuangang.care.models import Excuse
from nuangang.desk.models import Pause
from nuangang.people.actions.bundle import Bundle
from nuangang.people.models import Child

DAY = timedelta(days=1)


@transaction.atomic
def begin_pause(
    actor: Any, child: Child, kind: str, *, since: date, back_by: date | None, reason: str
) -> Pause:
    """Let a child's studies rest, or note that it is out of school; one at a time.

    Who rests owes and is owed nothing until `back_by`: file, pair and place in the class stay. One
    out of school goes on being owed everything, for now it needs somebody most.
    """
    open_one = Pause.objects.filter(
        school_id=child.school_id, child_id=child.pk, until=None
    ).first()
    if open_one:
        return open_one
    row = Pause(
        school_id=child.school_id, child=child, kind=kind, since=since, back_by=back_by,
        reason=reason, made_by_id=actor.staff_id, made_at=timezone.now(),
    )  # fmt: skip
    if kind == Child.Pause.SUSPENDED and back_by:
        words = str(Child.Pause.SUSPENDED.label)
        row.excuse = agree_excuse(
            actor, child=child, begins=since, ends=back_by - DAY, reason=words
        )
    row.save()
    _mark(actor, child, kind, reason)
    verb = "child_suspended" if kind == Child.Pause.SUSPENDED else "child_dropped_out"
    record(actor, verb, kind="child", object_id=child.pk, label=child.name)
    return row


@transaction.atomic
def change_pause(actor: Any, pause: Pause, **fields: Any) -> None:
    """Change how long studies rest, or note that the bureau was written to."""
    for name, value in fields.items():
        setattr(pause, name, value)
    pause.save(update_fields=list(fields))
    if pause.excuse_id and pause.back_by:
        _last_day(pause, pause.back_by - DAY)
        reconcile_duties(School.objects.get(pk=pause.school_id), now=timezone.now())
    changed = sorted(fields)
    record(actor, "pause_changed", kind="child", object_id=pause.child_id, fields=changed)


@transaction.atomic
def end_pause(actor: Any, child: Child, *, on: date) -> None:
    """Take a child back into class from `on`; what was owed before that day stays excused."""
    rows = Pause.objects.filter(school_id=child.school_id, child_id=child.pk, until=None)
    for pause in rows:
        pause.until = max(on, pause.since)
        pause.save(update_fields=["until"])
        if pause.excuse_id:
            _last_day(pause, pause.until - DAY)
        _mark(actor, child, "", "")
        record(actor, "child_back", kind="child", object_id=child.pk, label=child.name)


@transaction.atomic
def come_back(actor: Any, child: Child, *, on: date) -> None:
    """Take a child of ours back into class, and let its duties run again."""
    end_pause(actor, child, on=on)
    reconcile_duties(School.objects.get(pk=child.school_id), now=timezone.now())


def _last_day(pause: Pause, day: date) -> None:
    rows = Excuse.objects.filter(school_id=pause.school_id, pk=pause.excuse_id)
    if day < pause.since:
        rows.update(withdrawn_at=timezone.now())
    else:
        rows.update(ends=day)


def _mark(actor: Any, child: Child, kind: str, reason: str) -> None:
    """Write the mark on the file, with a line in its history."""
    bundle = Bundle(actor, child.school_id, reason=reason)
    before = child.pause
    bundle.alter(child, child, {"pause": kind}, "")
    if before != kind:
        bundle.note(child, child, "pause", before, kind, "")
    bundle.write()
