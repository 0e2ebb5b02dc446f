"""What the page about a roster shows before it is confirmed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from nuangang.intake.applying import Taking
from nuangang.intake.field_labels import GROUPS, LABELS, label_of
from nuangang.intake.planning import BLOCKED, CREATED, UNCHANGED, UPDATED, RosterPlan, Step, by_row
from nuangang.intake.reading.report import SheetReading
from nuangang.people.models import Child
from nuangang.people.models.children import class_name
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

PER_PAGE = 50
HEAD_ROWS = 6
OUTCOMES = {
    CREATED: _("new file"),
    UPDATED: _("changed"),
    UNCHANGED: _("as before"),
    BLOCKED: _("not read in"),
}
SHOWS = ("problems", "undecided", CREATED, UPDATED, UNCHANGED, BLOCKED)


def column_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the fields a column can be taken for, in groups."""
    return [(str(group), [(f, str(label)) for f, label in fields]) for group, fields in GROUPS]


def decisions_in(posted: Mapping[str, str]) -> dict[str, str]:
    """Return the decisions typed: 'sheet!row' → child id, new or skip."""
    return {
        name.removeprefix("decide:"): value
        for name, value in posted.items()
        if name.startswith("decide:") and value
    }


def preview_of(
    actor: Actor, plan: RosterPlan, taking: Taking, asked: Mapping[str, str]
) -> dict[str, Any]:
    """Return everything the preview page shows; `asked` holds show and page."""
    problems = by_row(plan.problems)
    show = asked.get("show", "")
    rows = _rows(plan, taking, problems)
    chosen = [row for row in rows if _shown(row, show)]
    page = Paginator(chosen, PER_PAGE).get_page(asked.get("page"))
    undecided = [s for s in plan.steps if s.maybe and s.outcome == BLOCKED]
    return {
        "totals": plan.totals(),
        "sheets": [_sheet(sheet) for sheet in plan.reading.sheets if sheet.columns],
        "unused_sheets": [s.name for s in plan.reading.sheets if not s.columns],
        "choices": column_choices(),
        "page": page,
        "show": show if show in SHOWS else "",
        "rows": list(page),
        "counts": Counter(problem.severity for problem in plan.problems),
        "undecided": _undecided(actor, undecided),
        "new_classes": [class_name(*klass) for klass in plan.new_classes],
        "presumed_away": plan.presumed_away,
        "skipped": plan.reading.skipped,
    }


def _rows(plan: RosterPlan, taking: Taking, problems: dict) -> list[dict[str, Any]]:
    """Return one row per child or blocked row, in the order of the sheets."""
    found = [
        {
            "sheet": step.row.sheet,
            "row": step.row.row,
            "name": step.row.facts["name"],
            "klass": class_name(*step.klass) if step.klass else "",
            "carer": step.row.facts.get("guardian_name", ""),
            "outcome": step.outcome,
            "outcome_label": OUTCOMES[step.outcome],
            "changes": _changes(taking, step),
            "problems": problems.get((step.row.sheet, step.row.row), []),
        }
        for step in plan.steps
    ]
    read = {(row["sheet"], row["row"]) for row in found}
    found += [
        {
            "sheet": sheet,
            "row": row,
            "name": "",
            "klass": "",
            "carer": "",
            "outcome": BLOCKED,
            "outcome_label": OUTCOMES[BLOCKED],
            "changes": [],
            "problems": theirs,
        }
        for (sheet, row), theirs in problems.items()
        if (sheet, row) not in read and any(p.severity == "row" for p in theirs)
    ]
    order = {sheet.name: place for place, sheet in enumerate(plan.reading.sheets)}
    return sorted(found, key=lambda r: (order.get(r["sheet"], 0), r["row"]))


def _changes(taking: Taking, step: Step) -> list[str]:
    if step.outcome != UPDATED:
        return []
    return [
        f"{line.object_label} {line.field}: {line.before or '—'} → {line.after or '—'}".strip()
        for line in taking.lines.get(step.key, [])
    ]


def _shown(row: dict[str, Any], show: str) -> bool:
    if show == "problems":
        return bool(row["problems"])
    return show not in OUTCOMES or row["outcome"] == show


def _sheet(sheet: SheetReading) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "header_rows": sheet.header_rows,
        "children": sheet.children,
        "columns": [
            {
                "letter": column.letter,
                "header": column.header,
                "field": column.field or "",
                "label": label_of(column.field),
                "known": (column.field or "") in LABELS,
                "guessed": column.how == "part",
                "key": f"{sheet.name}!{column.letter}",
            }
            for column in sheet.columns
        ],
        "head": sheet.head[:HEAD_ROWS],
    }


def _undecided(actor: Actor, steps: list[Step]) -> list[dict[str, Any]]:
    """Return the rows a person must decide on, with the children they may mean."""
    ids = {child for step in steps[:PER_PAGE] for child in step.maybe}
    known = {
        child.pk: child
        for child in visible(actor, Child).filter(pk__in=ids).select_related("klass")
    }
    return [
        {
            "key": step.key,
            "row": step.row.row,
            "sheet": step.row.sheet,
            "facts": step.row.facts,
            "klass": class_name(*step.klass) if step.klass else "",
            "maybe": [known[pk] for pk in step.maybe if pk in known],
        }
        for step in steps[:PER_PAGE]
    ]
