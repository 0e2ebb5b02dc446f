"""The body of a table: hundreds of cells, so it is put together here and not in a template."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from nuangang.site.plots import shade

_KINDS = {"number": "number", "actions": "row-actions bare"}


def table_body(
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    select: str = "",
    cell: Callable[[Mapping[str, Any], Mapping[str, Any]], str] | None = None,
) -> Markup:
    """Return the rows of ui.table; `cell` draws a cell, else a row's own value is escaped.

    A value that is markup already is taken as it is. `select` names the box that each row begins
    with, said aloud by the row's heading.
    """
    head, *others = columns
    heads = [(c, c["key"], _open(c), _open(c, "blank")) for c in others]
    lines: list[str] = []
    for row in rows:
        title = _drawn(row, head, cell) if cell else _heading(row, head["key"])
        lines.append('<tr role="row">')
        if select:
            lines.append(_box(select, row, head["key"]))
        lines.append(f'<th scope="row" role="rowheader">{title}</th>')
        for column, key, full, blank in heads:
            value = _drawn(row, column, cell).strip() if cell else row.get(key)
            empty = value is None or value == ""
            lines.append(f"{blank}</td>" if empty else f"{full}{escape(value)}</td>")
        lines.append("</tr>\n")
    return Markup("".join(lines))  # noqa: S704 - every part above is escaped


def _drawn(row: Mapping[str, Any], column: Mapping[str, Any], cell: Callable[..., str]) -> str:
    value = row.get(column["key"]) if isinstance(row, Mapping) else None
    return value if isinstance(value, Markup) else cell(row, column)


def _open(column: Mapping[str, Any], *marks: str) -> str:
    """Return how the cells of a column begin; on phones their label stands before the value."""
    marks = (*marks, _KINDS.get(column.get("kind", ""), ""))
    marks = (
        *marks,
        *(m for k, m in (("desk_only", "desk-only"), ("bare", "bare")) if column.get(k)),
    )
    classes = " ".join(filter(None, marks))
    named = f' class="{classes}"' if classes else ""
    return f'<td role="cell"{named} data-label="{escape(column["label"])}">'


def _heading(row: Mapping[str, Any], key: str) -> str:
    title, address = escape(row.get(key, "")), row.get("url")
    return f'<a href="{escape(address)}">{title}</a>' if address else title


def _box(select: str, row: Mapping[str, Any], key: str) -> str:
    checked = " checked" if row.get("chosen") else ""
    label = escape(Markup(escape(row.get(key, ""))).striptags())  # noqa: S704
    return (
        '<td class="select" role="cell"><input type="checkbox" class="form-check-input"'
        f' name="{escape(select)}" value="{escape(row.get("id", ""))}"{checked} aria-label="{label}"></td>'
    )


def shade_body(rows: Sequence[Mapping[str, Any]]) -> Markup:
    """Return the rows of ui.shade_table: `cells` of done and total, darker the more is done."""
    lines: list[str] = []
    for row in rows:
        lines.append(f'<tr><th scope="row">{_heading(row, "label")}</th>')
        lines += [_shaded(c["done"], c["total"], c.get("url")) for c in row["cells"]]
        lines.append("</tr>\n")
    return Markup("".join(lines))  # noqa: S704 - every part above is escaped


def _shaded(done: int, total: int, url: str | None) -> str:
    text = f"{done}/{total}" if total else "—"
    if url and total:
        text = f'<a href="{escape(url)}">{text}</a>'
    return f'<td class="{shade(done, total)}">{text}</td>'
