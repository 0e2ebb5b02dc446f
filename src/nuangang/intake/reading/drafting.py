"""One row's cells sorted by field, by the plan of its heading."""

from typing import Any

from nuangang.intake.reading import choices
from nuangang.intake.reading.children import keep_others
from nuangang.intake.reading.columns import Bound
from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.fills import Fills
from nuangang.intake.reading.plan import Plan
from nuangang.intake.reading.rawsheet import Cells, RawSheet
from nuangang.lib.typed_text import tidy

_ERRORS = frozenset("#N/A #REF! #VALUE! #NAME? #DIV/0! #NUM! #NULL! #SPILL! ######## #####".split())


def draft_of(raw: RawSheet, row: int, values: Cells, plan: Plan) -> Draft:
    """A row's draft before anything is understood; labels from above and Excel errors are noted."""
    cells: dict[str, tuple[Any, int]] = {}
    left_over: list[tuple[int, Any]] = []
    errors: list[str] = []
    for column, name in plan.single:
        value = plan.fills.value(row, column, values[column] if column < len(values) else "")
        if _is_error(value) or (row, column) in raw.error_cells:
            errors.append(name)
        elif _is_blank(value):
            continue
        elif name in cells and name != "seq":
            left_over.append((column, value))
        else:
            cells[name] = (value, column)
    draft = Draft(
        raw.name, row + 1, cells, _ticks(values, plan.ticks), plan.present, said=plan.said,
        plain_numbers=plan.plain_numbers, epoch_1904=raw.epoch_1904, shown=raw.shown,
    )  # fmt: skip
    _note_fills(draft, plan.fills)
    for name in errors:
        draft.note("cell_error", name)
    _keep(draft, values, left_over, plan)
    return draft


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, str) and not value.strip())


def _is_error(value: Any) -> bool:
    return isinstance(value, str) and value[:1] == "#" and value.strip().upper() in _ERRORS


def _keep(draft: Draft, values: Cells, left_over: list[tuple[int, Any]], plan: Plan) -> None:
    for column, value in left_over:
        keep_others(draft, plan.headers[column], value)
    for other in plan.unknown:
        if other.column < len(values):
            keep_others(draft, other.header, values[other.column])


def _note_fills(draft: Draft, fills: Fills) -> None:
    for kind, names in (("copied_above", fills.copied), ("label_above", fills.reached)):
        for name in sorted(names & draft.cells.keys()):
            draft.note(kind, name)
        names.clear()


def _ticks(values: Cells, columns: list[Bound]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for bound in columns:
        text = tidy(values[bound.column]) if bound.column < len(values) else ""
        if not text:
            continue
        if choices.yes_no(text) is not False and _ticks_it(text, bound):
            found.setdefault(bound.field, []).append((bound.tick, bound.column))
        elif bound.field == "boarding" and text == "否":
            other = "住校" if choices.boarding(bound.tick) is False else "走读"
            found.setdefault("boarding", []).append((other, bound.column))
    return found


def _ticks_it(text: str, bound: Bound) -> bool:
    return choices.ticked(text) or text == bound.tick or choices.is_option(bound.field, text)
