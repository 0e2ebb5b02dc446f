"""Taking a plan's rows up into one bundle; written on confirming, only looked at in a preview."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from nuangang.accounts.models import School
from nuangang.intake.onto_file import OnFile, RelativeFacts
from nuangang.intake.planning import BLOCKED, CREATED, UNCHANGED, UPDATED, RosterPlan, Step
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.family import put_contact, put_fact, put_group, put_relative
from nuangang.people.actions.files import new_file, put_file
from nuangang.people.models import (
    Change,
    Child,
    ChildGroup,
    Contact,
    ParentFact,
    Relative,
    SchoolClass,
)

AT_ONCE = 500
Progress = Callable[[int, int], None]


class Taking:
    """A plan's rows on their way into a bundle, with the history lines each of them leaves."""

    def __init__(
        self,
        actor: Any,
        school: School,
        plan: RosterPlan,
        classes: dict[tuple[int, int], SchoolClass],
        *,
        batch_id: UUID | None = None,
    ) -> None:
        self.school, self.plan, self.classes = school, plan, classes
        self.bundle = Bundle(actor, school, batch_id=batch_id)
        self.lines: dict[str, list[Change]] = {}
        self.made: dict[str, Child] = {}

    def take(self, progress: Progress = lambda _done, _total: None) -> Bundle:
        """Take every row that isn't blocked; a match that changes nothing becomes UNCHANGED."""
        steps = [s for s in self.plan.steps if s.outcome != BLOCKED]
        for start in range(0, len(steps), AT_ONCE):
            self._take_some(steps[start : start + AT_ONCE])
            progress(min(start + AT_ONCE, len(steps)), len(steps))
        return self.bundle

    def _take_some(self, steps: list[Step]) -> None:
        known = Child.objects.of(self.school).in_bulk([s.child_id for s in steps if s.child_id])
        models = (Relative, Contact, ParentFact, ChildGroup)
        self.bundle.know(known.values(), *models)
        for step in steps:
            before = len(self.bundle.changes)
            if step.child_id:
                child = known[step.child_id]
                put_file(self.bundle, child, self._fields(step, child))
            else:
                child = new_file(self.bundle, self._fields(step, None))
                step.outcome = CREATED
            _take_family(self.bundle, child, step.on_file)
            self.lines[step.key] = self.bundle.changes[before:]
            self.made[step.key] = child
            if step.child_id:
                step.outcome = UPDATED if self.lines[step.key] else UNCHANGED

    def _fields(self, step: Step, child: Child | None) -> dict[str, Any]:
        fields = dict(step.on_file.child)
        klass = self.classes.get(step.klass) if step.klass else None
        if klass and (child is None or child.klass_id != klass.pk):
            fields["klass"] = klass
        if child and child.birth and fields.get("birth_is_month") and not child.birth_is_month:
            del fields["birth"], fields["birth_is_month"]
        return fields


def _take_family(bundle: Bundle, child: Child, on_file: OnFile) -> None:
    for relative in on_file.relatives:
        _take_relative(bundle, child, relative)
    for parent, kind, value, details in on_file.parent_facts:
        told = {name: detail for name, detail in details.items() if detail}
        put_fact(bundle, child, parent, kind, value, source=ParentFact.Source.ROSTER, **told)
    for label, number in on_file.phones:
        if not _has_number(bundle, child, number):
            put_contact(bundle, child, number, fields={"label": label, "call_order": 5})
    for group in on_file.groups:
        put_group(bundle, child, group)


def _take_relative(bundle: Bundle, child: Child, told: RelativeFacts) -> None:
    there = None
    if told.fields.get("is_carer"):
        there = _present_carer(bundle, child, told)
    relative = put_relative(bundle, child, told.kin, told.fields, relative=there)
    if told.fields.get("is_carer"):
        _release_others(bundle, child, relative)
    for number in told.phones:
        fields: dict[str, Any] = {"call_order": told.call_order}
        if _has_number(bundle, child, number):
            fields = {}
        put_contact(bundle, child, number, relative=relative, fields=fields)


def _present_carer(bundle: Bundle, child: Child, told: RelativeFacts) -> Relative | None:
    """Return the carer on file when the row leaves relation or name out and they may be the same."""
    for row in bundle.known(child, Relative):
        if not row.is_carer or row.kin in ("father", "mother"):
            continue
        same_kin = not told.kin or not row.kin or told.kin == row.kin
        name = told.fields.get("name", "")
        if same_kin and (not name or not row.name or name == row.name):
            told.kin = told.kin or row.kin
            return row
    return None


def _release_others(bundle: Bundle, child: Child, carer: Relative) -> None:
    for row in bundle.known(child, Relative):
        if row.is_carer and row.pk != carer.pk:
            bundle.alter(row, child, {"is_carer": False}, row.name or row.kin)


def _has_number(bundle: Bundle, child: Child, number: str) -> bool:
    return any(contact.number == number for contact in bundle.known(child, Contact))
