"""CSV and its relations: comma, tab, semicolon or bar, told from the text."""

import csv
import io

from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    RawSheet,
    from_list,
)

_DELIMITERS = ",\t;|，"
_MOST_FIELD = 50_000


def read(text: str, name: str) -> list[RawSheet]:
    """The one sheet of a delimited text; row numbers are those Excel would show."""
    text = text.replace("\x00", "").rstrip("\x1a")
    delimiter, text = _delimiter(text)
    csv.field_size_limit(_MOST_FIELD)
    rows: list[Cells] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if len(rows) >= MOST_ROWS or cells > MOST_CELLS:
                raise UnreadableRoster("too_big")
            rows.append(row[:MOST_COLUMNS])
    except csv.Error:
        raise UnreadableRoster("damaged") from None
    return [from_list(name, rows, typed_text=True, knows_merges=False)]


def _delimiter(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], "\n" + rest
    lines = [line for line in text[:40_000].splitlines() if line.strip()][:40]
    best = max(
        _DELIMITERS,
        key=lambda d: (sum(1 for x in lines if x.count(d) > 1), sum(x.count(d) for x in lines)),
    )
    return (best if any(best in line for line in lines) else ","), text
