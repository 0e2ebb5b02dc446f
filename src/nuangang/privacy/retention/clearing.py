"""Letting go of what is past its time, after a person's yes; a run that found nothing leaves no trace."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.intake.models import Batch, BatchStep
from nuangang.people.actions.portraits import remove_portrait
from nuangang.people.actions.touching import touch_school
from nuangang.people.models import Change, Child, Relative
from nuangang.privacy.actions.forgetting import let_go, overwritten
from nuangang.privacy.models import Forgetting, Hold, KeepingTime, RetentionRun
from nuangang.privacy.retention.due import Due, due_for, times_of
from nuangang.privacy.retention.times import BY_CODE, FILE, NOTES, PORTRAIT, ROSTER, WECHAT
from nuangang.wellbeing.models import CounsellingWords, LegalWords


def clear(actor: Any, keys: Iterable[str], *, today: date | None = None) -> RetentionRun | None:
    """Let go of those things that are past their time, named in `keys`, and held by nobody.

    What isn't on the list any more is passed over: sent twice, the second run finds nothing.
    """
    chosen, today = set(keys), today or timezone.localdate()
    with overwritten(), transaction.atomic():
        school = School.objects.select_for_update().get(pk=actor.school_id)
        found = [d for d in due_for(school, today) if d.key in chosen and not d.held]
        for each in found:
            _LET_GO[each.kind](actor, each)
        return _noted(actor, school, found) if found else None


def _noted(actor: Any, school: School, found: list[Due]) -> RetentionRun:
    touch_school(school.pk)
    counts = dict(Counter(each.kind for each in found))
    run = RetentionRun.objects.create(
        school_id=school.pk,
        counts=counts,
        times={kind: list(times_of(school)[kind]) for kind in counts},
        by_id=actor.staff_id,
        by_name=actor.name[:40],
        at=timezone.now(),
    )
    record(actor, "cleared", kind="retention", object_id=run.pk, counts=counts)
    return run


def _file(actor: Any, each: Due) -> None:
    child = Child.objects.select_for_update().get(school_id=actor.school_id, pk=each.pk)
    now = timezone.now()
    begun = {"basis": _("Period of keeping over"), "asked_by_name": "—", "asked_at": now}
    row, _made = Forgetting.objects.get_or_create(
        school_id=actor.school_id, child=child, dropped_at=None, defaults=begun
    )
    Forgetting.objects.filter(school_id=actor.school_id, pk=row.pk).update(
        confirmed_by_id=actor.staff_id, confirmed_by_name=actor.name, confirmed_at=now
    )
    let_go(actor, child, row.pk)


def _notes(actor: Any, each: Due) -> None:
    for words in (CounsellingWords, LegalWords):
        rows = words.objects.filter(school_id=actor.school_id, note__child_id=each.pk)
        words.objects.filter(
            school_id=actor.school_id, pk__in=list(rows.values_list("pk", flat=True))
        ).update(body="")


def _roster(actor: Any, each: Due) -> None:
    BatchStep.objects.filter(school_id=actor.school_id, batch_id=each.pk).delete()
    Batch.objects.filter(school_id=actor.school_id, pk=each.pk).update(content="", report="")


def _portrait(actor: Any, each: Due) -> None:
    remove_portrait(actor, Child.objects.get(school_id=actor.school_id, pk=each.pk))


def _wechat(actor: Any, each: Due) -> None:
    own = {"school_id": actor.school_id, "child_id": each.pk}
    Relative.objects.filter(**own).update(wechat="")
    Change.objects.filter(**own, field="wechat").update(
        before="", after="", object_label="", reason=""
    )


_LET_GO: dict[str, Callable[[Any, Due], None]] = {
    FILE: _file, NOTES: _notes, ROSTER: _roster, PORTRAIT: _portrait, WECHAT: _wechat,
}  # fmt: skip


@transaction.atomic
def set_times(actor: Any, amounts: dict[str, int]) -> None:
    """Keep the school's own numbers; a default is kept as no row."""
    for kind, amount in amounts.items():
        rows = KeepingTime.objects.of(actor.school_id)
        if amount == BY_CODE[kind].default:
            rows.filter(kind=kind).delete()
            continue
        values = {"amount": amount, "by_name": actor.name[:40], "at": timezone.now()}
        rows.update_or_create(school_id=actor.school_id, kind=kind, defaults=values)
    record(actor, "set_keeping", kind="retention", amounts=amounts)


@transaction.atomic
def keep_longer(actor: Any, child: Child, *, reason: str, until: date | None) -> Hold:
    """Keep a child's data although their time is over; sent twice, the same hold stays."""
    made, fresh = Hold.objects.get_or_create(
        school_id=child.school_id, child=child, ended_at=None,
        defaults={
            "reason": reason, "until": until, "made_by_name": actor.name[:40],
            "made_at": timezone.now(),
        },
    )  # fmt: skip
    if not fresh:
        Hold.objects.filter(school_id=child.school_id, pk=made.pk).update(
            reason=reason, until=until, made_by_name=actor.name[:40], made_at=timezone.now()
        )
    record(actor, "kept_longer", kind="retention", object_id=made.pk, until=str(until or ""))
    return made


@transaction.atomic
def end_hold(actor: Any, hold: Hold) -> None:
    """Let a child's data go their ordinary way again."""
    rows = Hold.objects.filter(school_id=hold.school_id, pk=hold.pk, ended_at=None)
    if rows.update(ended_at=timezone.now(), ended_by_name=actor.name[:40]):
        record(actor, "ended_hold", kind="retention", object_id=hold.pk)
