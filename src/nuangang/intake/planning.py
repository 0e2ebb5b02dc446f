"""What reading a roster in would do: created, changed, left, blocked, row by row."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School
from nuangang.intake.onto_file import OnFile, onto_file, taken_from_workplace
from nuangang.intake.reading import ChildRow, Reading
from nuangang.intake.reading.problems import Problem
from nuangang.intake.recognise import Known, Recognised, Register
from nuangang.lib.classnames import school_year
from nuangang.people.models import Child, SchoolClass

CREATED, UPDATED, UNCHANGED, BLOCKED = "created", "updated", "unchanged", "blocked"
NEW_CHILD, SKIP = "new", "skip"
SAYS = {
    "who_is_it": _(
        "A child of this name is on file, but not everything agrees. Choose whether it is the same."
    ),
    "file_closed": _(
        "This child's file is closed. Reopen the file first, then read the row again."
    ),
    "grade_not_here": _(
        "This school has no grade %(grade)s; the child is read in without a class."
    ),
    "left_out": _("Left out by your choice."),
}


@dataclass(frozen=True)
class RegisterProblem:
    """Something that only shows beside what is on file; the same shape as a reading's Problem."""

    sheet: str
    row: int
    field: str
    kind: str
    severity: str
    details: Mapping[str, Any] = made(default_factory=dict)
    column: str = ""

    @property
    def code(self) -> str:
        """The code other programs know."""
        return self.kind

    @property
    def message(self) -> str:
        """What is wrong and what to do."""
        return str(SAYS[self.kind]) % self.details

    def as_json(self) -> dict[str, Any]:
        """The problem as `import-roster --json` prints it."""
        names = ("sheet", "row", "column", "field", "code", "severity", "message")
        return {name: getattr(self, name) for name in names}


@dataclass
class Step:
    """What one row would do; `child_id` is whom it changes, `maybe` whom a person may choose."""

    row: ChildRow
    on_file: OnFile
    klass: tuple[int, int] | None
    outcome: str = CREATED
    child_id: UUID | None = None
    maybe: tuple[UUID, ...] = ()

    @property
    def key(self) -> str:
        """The row's name in the decisions of a batch."""
        return f"{self.row.sheet}!{self.row.row}"


@dataclass
class RosterPlan:
    """All rows with what they would do, the classes they would make, and the problems."""

    reading: Reading
    steps: list[Step]
    problems: list[Problem | RegisterProblem]
    new_classes: list[tuple[int, int]]
    presumed_away: int

    def totals(self) -> dict[str, int]:
        """Return rows = created + updated + unchanged + blocked, and children read."""
        counted = Counter(step.outcome for step in self.steps)
        told = self.reading.totals()
        return {
            "rows": told["rows"],
            "children": told["children"],
            CREATED: counted[CREATED],
            UPDATED: counted[UPDATED],
            UNCHANGED: counted[UNCHANGED],
            BLOCKED: told["blocked"] + counted[BLOCKED],
        }

    def as_json(self) -> dict[str, Any]:
        """The object of `import-roster --json`."""
        told = self.reading.as_json()
        outcomes = {(s.row.sheet, s.row.row): s.outcome for s in self.steps}
        for child in told["children"]:
            child["outcome"] = outcomes.get((child["sheet"], child["row"]), BLOCKED)
        problems = [p.as_json() for p in self.problems]
        return {**told, "totals": self.totals(), "problems": problems}


def make_plan(
    school: School, reading: Reading, *, today: date, decisions: Mapping[str, str] | None = None
) -> RosterPlan:
    """Compare a reading with the register; `decisions` maps a step's key to a child id, new, skip.

    Whether a matched child changes is found when the bundle is made; here every match is UPDATED.
    """
    year = school_year(today)
    register = Register(known_children(school, year), school.pk)
    problems: list[Problem | RegisterProblem] = list(reading.problems)
    steps = []
    for row in reading.children:
        klass = _class_of(school, row, problems)
        step = Step(row, onto_file(row.facts, today=today), klass)
        _settle(step, register, dict(decisions or {}), problems)
        steps.append(step)
    return RosterPlan(
        reading=reading,
        steps=steps,
        problems=problems,
        new_classes=_new_classes(school, steps, year),
        presumed_away=sum(taken_from_workplace(row.facts) for row in reading.children),
    )


def known_children(school: School, year: int) -> list[Known]:
    """Return every child ever on file, as far as recognising asks; one statement."""
    rows = Child.objects.of(school).values_list(
        "id",
        "name",
        "gender",
        "birth",
        "birth_is_month",
        "id_index",
        "roll_index",
        "klass__entry_grade",
        "klass__entry_year",
        "klass__number",
        "left_on",
    )
    return [
        Known(
            *row[:7],
            klass=_grade_and_number(row[7], row[8], row[9], year),
            gone=row[10] is not None,
        )
        for row in rows
    ]


def _grade_and_number(
    entry_grade: int | None, entry_year: int | None, number: int | None, year: int
) -> tuple[int, int] | None:
    if entry_grade is None or entry_year is None or number is None:
        return None
    return entry_grade + year - entry_year, number


def _class_of(
    school: School, row: ChildRow, problems: list[Problem | RegisterProblem]
) -> tuple[int, int] | None:
    grade, number = row.facts.get("grade"), row.facts.get("klass")
    if grade is None or number is None:
        return None
    if school.first_grade <= grade <= school.last_grade:
        return grade, number
    details = {"grade": grade}
    problems.append(RegisterProblem(row.sheet, row.row, "grade", "grade_not_here", "cell", details))
    return None


def _settle(
    step: Step,
    register: Register,
    decisions: dict[str, str],
    problems: list[Problem | RegisterProblem],
) -> None:
    found = register.recognise(step.row.facts, step.klass)
    decided = decisions.get(step.key, "")
    problem = ""
    if decided == SKIP:
        step.outcome, problem = BLOCKED, "left_out"
    elif found.gone:
        step.outcome, problem = BLOCKED, "file_closed"
    elif found.child:
        step.outcome, step.child_id = UPDATED, found.child
    elif found.maybe:
        problem = _decide(step, found, decided)
    if problem:
        severity = "note" if problem == "left_out" else "row"
        problems.append(RegisterProblem(step.row.sheet, step.row.row, "name", problem, severity))


def _decide(step: Step, found: Recognised, decided: str) -> str:
    step.maybe = found.maybe
    chosen = next((child for child in found.maybe if str(child) == decided), None)
    if chosen:
        step.outcome, step.child_id = UPDATED, chosen
    elif decided != NEW_CHILD:
        step.outcome = BLOCKED
        return "who_is_it"
    return ""


def _new_classes(school: School, steps: list[Step], year: int) -> list[tuple[int, int]]:
    there = {(klass.grade_on(year), klass.number) for klass in SchoolClass.objects.of(school).all()}
    wanted = {s.klass for s in steps if s.klass and s.outcome != BLOCKED}
    return sorted(wanted - there)


def by_row(problems: list[Problem | RegisterProblem]) -> dict[tuple[str, int], list[Any]]:
    """Return the problems of each (sheet, row), in the order of the sheet."""
    rows: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for problem in problems:
        rows[problem.sheet, problem.row].append(problem)
    return rows
