"""Changes to files that belong together: collected in memory, written in few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.accounts.rows import SchoolRow
from nuangang.lib.updates import update_each
from nuangang.people.actions.touching import touch_school
from nuangang.people.models import Change, Child, Contact, ParentFact, Relative
from nuangang.people.search import search_text

AT_ONCE = 500
KINDS = {
    "child": "child",
    "relative": "relative",
    "contact": "contact",
    "parentfact": "fact",
    "childgroup": "group",
}
_FOUND_BY: dict[type[Model], frozenset[str]] = {
    Child: frozenset({"name", "former_name", "id_number"}),
    Contact: frozenset({"number"}),
}


@dataclass
class Alteration:
    """A row that is to be changed, and what stood in each changed field before."""

    row: SchoolRow
    before: dict[str, Any] = field(default_factory=dict)


class Bundle:
    """What one action or one roster makes, changes and drops in the files of one school.

    `made` maps a model to its new rows, `altered` (model, id) to an `Alteration`; both tell a
    roster's undo what to take back. Nothing reaches the database before `write`.
    """

    def __init__(
        self,
        actor: Any,
        school: School | UUID,
        *,
        batch_id: UUID | None = None,
        reason: str = "",
        at: datetime | None = None,
    ) -> None:
        self.actor, self.batch_id, self.reason = actor, batch_id, reason
        self.school_id: UUID = school.pk if isinstance(school, School) else school
        self.at = at or timezone.now()
        self.made: dict[type[Model], list[SchoolRow]] = defaultdict(list)
        self.altered: dict[tuple[type[Model], UUID], Alteration] = {}
        self.dropped: list[SchoolRow] = []
        self.changes: list[Change] = []
        self._fresh: set[UUID] = set()
        self._found_anew: dict[UUID, Child] = {}
        self._children: dict[UUID, Child] = {}
        self._known: dict[type[Model], dict[UUID, list[Any]]] = defaultdict(dict)

    @property
    def today(self) -> date:
        """Return the school's date at the moment of the change."""
        return timezone.localdate(self.at)

    def know(self, children: Iterable[Child], *models: Any) -> None:
        """Read the families of many children ahead: one statement a model and 500 children."""
        ids = [child.pk for child in children]
        for model in models or (Relative, Contact, ParentFact):
            wanted = [pk for pk in ids if pk not in self._known[model]]
            self._known[model].update({pk: [] for pk in wanted})
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                rows = model.objects.filter(school_id=self.school_id, child_id__in=some)
                for row in sorted(rows.order_by(), key=attrgetter("pk")):
                    self._known[model][row.child_id].append(row)

    def known(self, child: Child, model: type[Model]) -> list[Any]:
        """Return the child's rows of `model`, with what this bundle made or dropped."""
        if child.pk not in self._known[model]:
            if child.pk in self._fresh:
                self._known[model][child.pk] = []
            else:
                self.know([child], model)
        return self._known[model][child.pk]

    def make(self, row: SchoolRow, child: Child, *, field: str, label: str, after: str) -> None:
        """Take up a new row; its history is one line, none for what came with a new file."""
        row.school_id = self.school_id
        self.made[type(row)].append(row)
        self._touch(row, child, ["name", "number"])
        if isinstance(row, Child):
            self._fresh.add(row.pk)
        else:
            self.known(child, type(row)).append(row)
        if isinstance(row, Child) or child.pk not in self._fresh:
            self.note(row, child, field, "", after, label)

    def alter(
        self, row: SchoolRow, child: Child, fields: dict[str, Any], label: str
    ) -> list[Change]:
        """Set `fields` on the row; return a history line for each that differs from before.

        Fields that nobody edits, and keys given as a raw id (`…_id`), leave no line.
        """
        lines = []
        self._hold(row, child)
        for name, value in fields.items():
            model_field: Any = row._meta.get_field(name)
            before = getattr(row, model_field.attname)
            after = value.pk if isinstance(value, Model) else value
            if before == after:
                continue
            shown = as_text(getattr(row, name)) if before is not None else ""
            setattr(row, name, value)
            self._mark(row, name, before)
            self._touch(row, child, [name])
            if model_field.editable and name == model_field.name:
                lines.append(self.note(row, child, name, shown, as_text(value), label))
        return lines

    def drop(self, row: SchoolRow, child: Child, label: str, before: str) -> None:
        """Take a row off the file; the history keeps what it said."""
        self.dropped.append(row)
        self._touch(row, child, ["number"])
        rows = self.known(child, type(row))
        rows[:] = [kept for kept in rows if kept.pk != row.pk]
        self.note(row, child, "dropped", before, "", label)

    def note(
        self, row: SchoolRow, child: Child, field: str, before: str, after: str, label: str
    ) -> Change:
        """Add a line to the child's history and return it."""
        line = Change(
            school_id=self.school_id,
            child_id=child.pk,
            kind=KINDS.get(row._meta.model_name or "", row._meta.model_name),
            object_id=row.pk,
            object_label=label[:60],
            field=field,
            before=before,
            after=after,
            by_id=self.actor.staff_id,
            by_name=self.actor.name[:40],
            batch_id=self.batch_id,
            reason=self.reason[:120],
            at=self.at,
        )
        self.changes.append(line)
        return line

    def write(self) -> list[Child]:
        """Write everything in one transaction; return the children it concerns."""
        with transaction.atomic():
            for model, rows in self.new_rows().items():
                model._base_manager.bulk_create(rows, batch_size=AT_ONCE)
            self._update()
            for row in self.dropped:
                row.delete()
            Change.objects.bulk_create(self.changes, batch_size=AT_ONCE)
            touch_school(self.school_id)
        return list(self._children.values())

    def new_rows(self) -> dict[type[Model], list[SchoolRow]]:
        """Return the rows to be made, as they will be written."""
        self._refresh_search()
        return self.made

    def _update(self) -> None:
        alike: dict[tuple[type[Model], frozenset[str]], list[SchoolRow]] = defaultdict(list)
        for (model, _pk), change in self.altered.items():
            alike[model, frozenset(change.before)].append(change.row)
        for (model, names), rows in alike.items():
            update_each(model, rows, sorted(names))

    def _mark(self, row: SchoolRow, name: str, before: Any) -> None:
        if not row._state.adding:
            kept = self.altered.setdefault((type(row), row.pk), Alteration(row))
            kept.before.setdefault(name, before)

    def _hold(self, row: SchoolRow, child: Child) -> None:
        """Let the caller's object stand for the row among those known."""
        if not isinstance(row, Child):
            rows = self.known(child, type(row))
            rows[:] = [row if known.pk == row.pk else known for known in rows]

    def _touch(self, row: SchoolRow, child: Child, fields: Iterable[str]) -> None:
        self._children[child.pk] = child
        if _FOUND_BY.get(type(row), frozenset()) & set(fields):
            self._found_anew[child.pk] = child

    def _refresh_search(self) -> None:
        """Give each child whose names or numbers may have changed its search text."""
        touched = list(self._found_anew.values())
        self.know([c for c in touched if c.pk not in self._fresh], Contact)
        for child in touched:
            numbers = [contact.number for contact in self.known(child, Contact)]
            names, held = [child.name, child.former_name], [child.id_number, *numbers]
            text = search_text(names, held, self.school_id)
            if text != child.search:
                before, child.search = child.search, text
                self._mark(child, "search", before)


def as_text(value: Any) -> str:
    """Return a field's value as the history keeps it: codes stay codes, dates ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
