"""The child's class, out of its own columns, a title, the sheet's name or the file's (domain.md §7.4)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.problems import CELL
from nuangang.lib import classnames
from nuangang.lib.classnames import ClassName
from nuangang.lib.numerals import number
from nuangang.lib.typed_text import squeezed, tidy

_EMPTY = ClassName()


@dataclass(slots=True)
class ClassContext:
    """What stands around the rows: the last title's class, the sheet's, the file's, and the stage.

    `typical_birth` is a birth year seen in the file, for years of entry that can be two grades.
    """

    title: ClassName | None = None
    sheet: ClassName | None = None
    file: ClassName | None = None
    stage: str = ""
    tenth_unsure: bool = False


def read_class(draft: Draft, context: ClassContext, today: date) -> None:
    """Put grade and klass as numbers, or say why the class is not known; nothing is blocked here."""
    cell = _from_class_cell(draft, context)
    if cell is None:
        return
    grade = _from_grade_cell(draft)
    named = _joined(cell, grade)
    for source, other in (
        ("title", context.title),
        ("sheet", context.sheet),
        ("file", context.file),
    ):
        filled = named.filled_from(other)
        if filled != named:
            draft.derived["klass" if filled.klass != named.klass else "grade"] = source
        named = filled
    _put(draft, named, context, today)


def _from_class_cell(draft: Draft, context: ClassContext) -> ClassName | None:
    """The class cell's name; None if it holds something unreadable, which is noted."""
    value = draft.value("klass")
    typed = tidy(value) if value is not None else ""
    if not typed:
        return _EMPTY
    draft.put("class_text", typed)
    if context.tenth_unsure and re.fullmatch(r"\d\.1", typed):
        draft.problem("class_ambiguous", "klass", typed=typed)
        return None
    found = classnames.read(value) or _inside(typed)
    if "grade" in draft.cells and (bare := _bare_number(value)) is not None:
        found = found if found and found.grade else ClassName(klass=bare)
    if found is None or found.preschool:
        draft.problem("class_not_read", "klass", CELL, typed=typed)
        return None
    return found


def _inside(typed: str) -> ClassName | None:
    """A full class name with other words around it: 红星中学七(1)班."""
    found = classnames.find(typed)
    return found if found and found.klass and found.says_grade else None


def _bare_number(value: Any) -> int | None:
    text = squeezed(value).removesuffix("班").strip("()")
    return number(text)


def _from_grade_cell(draft: Draft) -> ClassName:
    value = draft.value("grade")
    if value is None:
        return _EMPTY
    bare = number(squeezed(value).removesuffix("级").removesuffix("年"))
    if bare is not None and 1 <= bare <= 12:
        return ClassName(grade=bare)
    if bare is not None and 2000 < bare < 2100:
        return ClassName(entry=bare)
    return classnames.read(value) or _EMPTY


def _joined(cell: ClassName, grade: ClassName) -> ClassName:
    if grade.says_grade and cell.grade and grade.grade and cell.grade != grade.grade:
        return ClassName(grade.grade, cell.klass)
    if cell.running and grade.says_grade:
        digits = "".join(c for c in cell.running if c.isdigit())
        return ClassName(grade.grade, int(digits), grade.entry, grade.graduates)
    return cell.filled_from(grade)


def _put(draft: Draft, named: ClassName, context: ClassContext, today: date) -> None:
    grade = _grade(draft, named, context, today)
    if grade:
        draft.facts["grade"] = grade
    if named.klass:
        draft.facts["klass"] = named.klass
    if named.entry:
        draft.facts["entry_year"] = named.entry
    if grade and not named.klass:
        _without_number(draft, grade)
    elif not grade:
        _without_grade(draft, named, today)


def _grade(draft: Draft, named: ClassName, context: ClassContext, today: date) -> int | None:
    grades = classnames.grades_of(named, today)
    if len(grades) < 2:
        return grades[0] if grades else None
    birth = draft.facts.get("birth")
    if birth:
        started = classnames.school_year(today)
        return min(grades, key=lambda g: abs(started - g - 6 - int(birth[:4])))
    if context.stage:
        return next((g for g in grades if (g > 6) == (context.stage == "junior")), None)
    return None


def _without_number(draft: Draft, grade: int) -> None:
    if "klass" in draft.present and "klass" not in draft.cells:
        draft.problem("class_number_missing", "klass", CELL, typed=grade)
        return
    draft.facts["klass"] = 1
    draft.derived["klass"] = "assumed"
    draft.note("class_assumed", "klass" if "klass" in draft.cells else "grade")


def _without_grade(draft: Draft, named: ClassName, today: date) -> None:
    field = "klass" if "klass" in draft.cells else "grade"
    typed = tidy(draft.value(field) or "")
    if named.running:
        kind, typed = "class_running", named.running
    elif len(classnames.grades_of(named, today)) > 1:
        kind = "class_two_grades"
    elif named.klass:
        kind, typed = "class_grade_missing", typed or str(named.klass)
    else:
        kind = "class_not_read" if typed else "class_missing"
    draft.problem(kind, field, CELL, typed=typed)
