"""Reading rosters in: look, decide, confirm, undo."""

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.intake.applying import Progress, Taking
from nuangang.intake.models import Batch, BatchStep, Layout
from nuangang.intake.planning import RosterPlan, make_plan
from nuangang.intake.reading import Reading, understand
from nuangang.lib.classnames import school_year
from nuangang.lib.sealing import sealed_values
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.actions.touching import touch_school
from nuangang.people.models import Change, Child, SchoolClass

AT_ONCE = 500
JUNIOR_BEGINS = 7


class CannotUndoError(Exception):
    """Raised when something was built on a batch; `names` are the children concerned."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names[:5]))
        self.names = names


def read_in(actor: Any, filename: str, data: bytes) -> Batch:
    """Keep a roster that can be read as a batch to be confirmed; raises UnreadableRoster."""
    today = timezone.localdate()
    reading = understand(data, filename, today=today, stage=stage_of_school(actor.school))
    batch = Batch(
        school=actor.school,
        filename=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        content=base64.b64encode(data).decode(),
        columns=_remembered(actor.school, reading),
        by_id=actor.staff_id,
        made_at=timezone.now(),
    )
    with transaction.atomic():
        batch.save()
        record(actor, "read_roster", kind="roster", object_id=batch.pk, label=batch.filename)
    return batch


def reading_of(batch: Batch, *, today: date, progress: Progress | None = None) -> Reading:
    """Understand the batch's file again, with the columns as chosen."""
    columns = {tuple(place.rsplit("!", 1)): field or None for place, field in batch.columns.items()}
    data = base64.b64decode(batch.content)
    stage = stage_of_school(batch.school)
    return understand(
        data, batch.filename, today=today, columns=columns, progress=progress, stage=stage
    )


def stage_of_school(school: School) -> str:
    """Return junior or primary, or nothing for a school with grades of both."""
    if school.first_grade >= JUNIOR_BEGINS:
        return "junior"
    return "primary" if school.last_grade < JUNIOR_BEGINS else ""


def plan_of(actor: Any, batch: Batch, *, today: date) -> tuple[RosterPlan, Taking]:
    """Return what confirming the batch would do, without writing anything."""
    reading = reading_of(batch, today=today)
    plan = make_plan(actor.school, reading, today=today, decisions=batch.decisions)
    return plan, preview(actor, actor.school, plan, today=today)


def preview(actor: Any, school: School, plan: RosterPlan, *, today: date) -> Taking:
    """Take a plan's rows up without writing, so that its outcomes are settled."""
    classes, _made = _classes(school, plan, today, write=False)
    taking = Taking(actor, school, plan, classes)
    taking.take()
    return taking


@transaction.atomic
def choose_columns(actor: Any, batch: Batch, columns: dict[str, str]) -> None:
    """Take columns for other fields ('sheet!letter' → field, '' for none)."""
    batch.columns = columns
    batch.save(update_fields=["columns"])
    record(actor, "chose_columns", kind="roster", object_id=batch.pk)


@transaction.atomic
def decide_rows(actor: Any, batch: Batch, decisions: dict[str, str]) -> None:
    """Say for rows whom they mean: a child's id, 'new' or 'skip'."""
    batch.decisions = {**batch.decisions, **{k: v for k, v in decisions.items() if v}}
    batch.save(update_fields=["decisions"])
    record(actor, "decided_rows", kind="roster", object_id=batch.pk, rows=len(decisions))


@transaction.atomic
def confirm(
    actor: Any, batch: Batch, *, progress: Progress = lambda _d, _t: None
) -> dict[str, int]:
    """Read a batch in, all rows that are not blocked, and return its totals; twice does it once."""
    today = timezone.localdate()
    waiting = Batch.objects.filter(school_id=batch.school_id, pk=batch.pk, state=Batch.State.READ)
    if not waiting.update(state=Batch.State.APPLIED, applied_at=timezone.now()):
        batch.refresh_from_db(fields=["totals"])
        return dict(batch.totals)
    reading = reading_of(batch, today=today)
    plan = make_plan(actor.school, reading, today=today, decisions=batch.decisions)
    apply_plan(actor, batch, plan, today=today, progress=progress)
    _remember(actor.school, reading)
    return plan.totals()


def apply_plan(
    actor: Any, batch: Batch, plan: RosterPlan, *, today: date, progress: Progress
) -> None:
    """Write a plan and how to undo it; the caller holds the transaction."""
    school = actor.school
    classes, made_classes = _classes(school, plan, today, write=True)
    taking = Taking(actor, school, plan, classes, batch_id=batch.pk)
    bundle = taking.take(progress)
    children = bundle.write()
    _keep_steps(batch, bundle, made_classes)
    refresh_files(school, children, today=today)
    batch.state, batch.applied_at = Batch.State.APPLIED, timezone.now()
    batch.totals = plan.totals()
    batch.report = json.dumps(plan.as_json()["problems"], ensure_ascii=False)
    batch.content = ""
    batch.save(update_fields=["totals", "report", "content", "state", "applied_at"])
    record(actor, "applied_roster", kind="roster", object_id=batch.pk, **batch.totals)


def _classes(
    school: School, plan: RosterPlan, today: date, *, write: bool
) -> tuple[dict[tuple[int, int], SchoolClass], list[SchoolClass]]:
    year = school_year(today)
    there = {(k.grade_on(year), k.number): k for k in SchoolClass.objects.of(school).all()}
    new = [
        SchoolClass(
            school=school,
            entry_year=year - (grade - school.first_grade),
            entry_grade=school.first_grade,
            number=number,
        )
        for grade, number in plan.new_classes
    ]
    if write:
        SchoolClass.objects.bulk_create(new)
    return there | {(k.grade_on(year), k.number): k for k in new}, new


def _keep_steps(batch: Batch, bundle: Bundle, classes: list[SchoolClass]) -> None:
    rows = [_made(batch, row) for made in bundle.made.values() for row in made]
    rows += [_made(batch, klass) for klass in classes]
    for (model, pk), change in bundle.altered.items():
        after = {name: _value(change.row, name) for name in change.before}
        rows.append(
            BatchStep(
                school_id=batch.school_id,
                batch=batch,
                model=model._meta.label,
                object_id=pk,
                child_id=_child_id(change.row),
                made=False,
                before=json.dumps(change.before, cls=DjangoJSONEncoder),
                after=json.dumps(after, cls=DjangoJSONEncoder),
            )
        )
    BatchStep.objects.bulk_create(rows, batch_size=AT_ONCE)


def _made(batch: Batch, row: Model) -> BatchStep:
    return BatchStep(
        school_id=batch.school_id,
        batch=batch,
        model=row._meta.label,
        object_id=row.pk,
        child_id=_child_id(row),
        made=True,
    )


def _child_id(row: Any) -> Any:
    return row.pk if isinstance(row, Child) else getattr(row, "child_id", None)


def _value(row: Any, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)


@transaction.atomic
def undo(actor: Any, batch: Batch) -> int:
    """Take back everything a batch did; return how many files it concerned.

    Raises CannotUndoError, and changes nothing, when something was built on it: a child it made
    has been paired or cared for, or what it changed was changed again.
    """
    claimed = Batch.objects.filter(
        school_id=batch.school_id, pk=batch.pk, state=Batch.State.APPLIED
    )
    if not claimed.update(state=Batch.State.UNDONE, undone_at=timezone.now()):
        return 0
    steps = list(BatchStep.objects.filter(school_id=batch.school_id, batch=batch))
    _refuse_changed_since(batch, steps)
    _put_back([s for s in steps if not s.made])
    _delete_made(batch, [s for s in steps if s.made])
    children = {s.child_id for s in steps if s.child_id}
    left = Child.objects.filter(school_id=batch.school_id, pk__in=children)
    refresh_files(actor.school, list(left), today=timezone.localdate())
    touch_school(batch.school_id)
    record(actor, "undid_roster", kind="roster", object_id=batch.pk, children=len(children))
    return len(children)


def _refuse_changed_since(batch: Batch, steps: list[BatchStep]) -> None:
    """Refuse when a person changed the same files after the batch."""
    children = {s.child_id for s in steps if s.child_id}
    later = (
        Change.objects.filter(school_id=batch.school_id, at__gt=batch.applied_at)
        .exclude(batch_id=batch.pk)
        .values_list("child_id", flat=True)
    )
    touched = children & set(later)
    if touched:
        raise CannotUndoError(_names(batch, touched))


def _names(batch: Batch, ids: Iterable[Any]) -> list[str]:
    rows = Child.objects.filter(school_id=batch.school_id, pk__in=list(ids)[:AT_ONCE])
    return list(rows.order_by("name").values_list("name", flat=True))


def _put_back(steps: list[BatchStep]) -> None:
    for step in steps:
        model = apps.get_model(step.model)
        before = json.loads(step.before)
        values = {
            name: model._meta.get_field(name).to_python(value) for name, value in before.items()
        }
        rows = model._base_manager.filter(school_id=step.school_id, pk=step.object_id)
        rows.update(**sealed_values(model, step.school_id, values))


OWN_ROWS = ("people.Contact", "people.Relative", "people.ParentFact", "people.ChildGroup")


def _delete_made(batch: Batch, steps: list[BatchStep]) -> None:
    made = {
        label: [s.object_id for s in steps if s.model == label]
        for label in (*OWN_ROWS, "people.Child", "people.SchoolClass")
    }
    built_on = _referred_to(Child, made["people.Child"], batch, but=(*OWN_ROWS, "people.Change"))
    if built_on:
        raise CannotUndoError(_names(batch, built_on))
    for label in (*OWN_ROWS, "people.Child"):
        _delete(batch, label, made[label])
    in_use = _referred_to(SchoolClass, made["people.SchoolClass"], batch)
    _delete(
        batch, "people.SchoolClass", [pk for pk in made["people.SchoolClass"] if pk not in in_use]
    )


def _referred_to(
    model: type[Model], ids: list[Any], batch: Batch, but: Iterable[str] = ()
) -> set[Any]:
    """Return which of the rows some other row of the school points to."""
    found: set[Any] = set()
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        other: Any = relation.related_model
        if not relation.auto_created or relation.concrete or other._meta.label in but:
            continue
        name = relation.field.attname
        for start in range(0, len(ids), AT_ONCE):
            rows = other._base_manager.filter(
                school_id=batch.school_id, **{f"{name}__in": ids[start : start + AT_ONCE]}
            )
            found |= set(rows.values_list(name, flat=True))
    return found


def _delete(batch: Batch, label: str, ids: list[Any]) -> None:
    rows = apps.get_model(label)._base_manager.filter(school_id=batch.school_id)
    for start in range(0, len(ids), AT_ONCE):
        some = rows.filter(pk__in=ids[start : start + AT_ONCE])
        some._raw_delete(some.db)


def children_made(batch: Batch) -> list[Any]:
    """Return the ids of the children whose files the batch opened."""
    steps = BatchStep.objects.filter(
        school_id=batch.school_id, batch=batch, model="people.Child", made=True
    )
    return list(steps.values_list("object_id", flat=True))


@transaction.atomic
def drop(actor: Any, batch: Batch) -> None:
    """Throw a roster away that was never confirmed; its content is gone."""
    kept = Batch.objects.filter(school_id=batch.school_id, pk=batch.pk, state=Batch.State.READ)
    if kept.update(state=Batch.State.DROPPED, content=""):
        record(actor, "dropped_roster", kind="roster", object_id=batch.pk)


def _remembered(school: School, reading: Reading) -> dict[str, str]:
    """Return the columns that a person chose the last time for sheets of the same layout."""
    prints = {sheet.fingerprint: sheet.name for sheet in reading.sheets if sheet.fingerprint}
    kept = Layout.objects.filter(school_id=school.pk, fingerprint__in=prints)
    return {
        f"{prints[layout.fingerprint]}!{letter}": field
        for layout in kept
        for letter, field in layout.columns.items()
    }


def _remember(school: School, reading: Reading) -> None:
    for sheet in reading.sheets:
        chosen = {c.letter: c.field or "" for c in sheet.columns if c.how == "chosen"}
        if chosen and sheet.fingerprint:
            Layout.objects.update_or_create(
                school_id=school.pk,
                fingerprint=sheet.fingerprint,
                defaults={"columns": chosen, "used_at": timezone.now()},
                create_defaults={
                    "school": school,
                    "fingerprint": sheet.fingerprint,
                    "columns": chosen,
                    "used_at": timezone.now(),
                },
            )
