"""Where a sheet's heading rows are, and the chain of words over each column."""

import re
from dataclasses import dataclass, replace

from nuangang.intake.reading.headers import (
    WHOLE_WORDS,
    Meaning,
    group_over,
    meaning,
    normal,
    person_named_by,
    person_over,
)
from nuangang.intake.reading.rawsheet import Cells, Merge
from nuangang.lib.typed_text import tidy

_HIGHEST = 4
_TITLE = re.compile(r"[册单表]$|名册|台账|登记|统计|学校|小学|中学|班|年级|学年|[:：]")
_SURE = {"whole": 1.0, "halves": 1.15, "tick": 1.1, "part": 0.5}
_STRONG = frozenset(
    "gender birth id_number klass grade guardian_name father_name mother_name parents_name address village roll_no "
    "left_type boarding guardian_relation ethnicity both_parents_away student_no member1_name parents_workplace "
    "father_phone mother_phone guardian_phone family_phone mentor father_workplace mother_workplace age".split()
)

_GROUPING = re.compile(r"(?:情况|信息|资料|状况|类别|栏)$|^[一二三四五六七]、")
_FILLED_IN = re.compile(r"[:：]")


@dataclass(frozen=True, slots=True)
class Heading:
    """Heading rows from `top` to `bottom` and, by column, the words over it from top to leaf."""

    top: int
    bottom: int
    chains: dict[int, tuple[str, ...]]
    score: float

    @property
    def leaves(self) -> frozenset[str]:
        """The normal forms of all words in the heading, to know it again further down."""
        return frozenset(normal(text) for chain in self.chains.values() for text in chain)


class Spans:
    """A sheet's merges, asked by cell."""

    def __init__(self, merges: list[Merge]) -> None:
        self._cells: dict[tuple[int, int], Merge] = {}
        self._merges = merges

    def near(self, top: int, bottom: int) -> "Spans":
        """Only the merges that touch some rows, ready to be asked by cell."""
        found = Spans([m for m in self._merges if m[0] <= bottom and m[2] >= top])
        for merge in found._merges:
            for row in range(max(merge[0], top), min(merge[2], bottom) + 1):
                for column in range(merge[1], min(merge[3], merge[1] + 400) + 1):
                    found._cells[row, column] = merge
        return found

    def at(self, row: int, column: int) -> Merge | None:
        """The merge over a cell, if there is one (after `near`)."""
        return self._cells.get((row, column))

    def over_columns(self, columns: set[int]) -> list[Merge]:
        """Merges of several rows that begin in one of some columns."""
        return [m for m in self._merges if m[2] > m[0] and m[1] in columns]


def find(
    rows: list[Cells], spans: Spans, start: int, limit: int, *, expected: bool = False
) -> Heading | None:
    """The best heading whose first row is in [start, limit); None if no names column is there.

    Every height up to four rows is tried: the right one makes the most columns mean something.
    `expected` says that a title or a sheet's name promises children: then 姓名 and one more known
    column are enough.
    """
    end = min(len(rows), limit + _HIGHEST)
    texts = {r: [tidy(v) for v in rows[r]] for r in range(start, end)}
    near = spans.near(start, end)
    best: Heading | None = None
    for top in range(start, min(limit, end)):
        if best and top > best.bottom:
            break
        for bottom in range(top, min(top + _HIGHEST, end)):
            if not _can_head(texts[bottom]):
                break
            found = _tried(texts, near, top, bottom, expected)
            if found and (best is None or found.score > best.score + 0.01):
                best = found
    return _lifted(best, texts, near, start) if best else None


def _lifted(best: Heading, texts: dict[int, list[str]], spans: Spans, start: int) -> Heading:
    """The heading with the row of group words above it (一、学生情况 | 二、家庭情况), if there is one."""
    above = best.top - 1
    if above < start or best.bottom - above >= _HIGHEST or not _can_head(texts[above]):
        return best
    told = [t for t in texts[above] if t]
    grouping = sum(bool(_GROUPING.search(t)) or bool(person_over(t)) for t in set(told))
    if len(set(told)) < 2 or grouping * 2 <= len(set(told)) or any(len(t) > 16 for t in told):
        return best
    chains = _chains(texts, spans, above, best.bottom)
    same = all(meaning(chains[c]).field == meaning(best.chains[c]).field for c in best.chains)
    return Heading(above, best.bottom, chains, best.score) if same else best


def _can_head(row: list[str]) -> bool:
    """Whether a row can belong to a heading: several texts, or one that names a person or a choice."""
    told = {t for t in row if t}
    if len(told) > 1:
        return sum(_FILLED_IN.search(t) is not None for t in told) * 3 <= len(told)
    text = next(iter(told), "")
    return bool(text) and not _TITLE.search(text) and bool(person_over(text) or group_over(text))


def _tried(
    texts: dict[int, list[str]], spans: Spans, top: int, bottom: int, expected: bool
) -> Heading | None:
    if _values_above(texts, top, bottom):
        return None
    chains = _chains(texts, spans, top, bottom)
    meanings = {c: meaning(chain) for c, chain in chains.items()}
    fields = [m.field or m.attribute for m in meanings.values()]
    if "name" not in fields or not _enough(meanings, expected):
        return None
    return Heading(
        top, bottom, chains, _score(meanings) - _spoilt(chains, meanings) - 0.02 * (bottom - top)
    )


def _values_above(texts: dict[int, list[str]], top: int, bottom: int) -> bool:
    """Whether a row above the last holds filled-in values (班级 七(1)班 班主任 王老师), not groups."""
    for row in range(top, bottom):
        cells = texts[row]
        lone = [
            t for c, t in enumerate(cells)
            if t and (c + 1 >= len(cells) or cells[c + 1]) and _below(texts, row, bottom, c) not in ("", t)
        ]  # fmt: skip
        odd = [t for t in lone if not (person_over(t) or group_over(t) or meaning((t,)).attribute)]
        if len(odd) > 1:
            return True
    return False


def _enough(meanings: dict[int, Meaning], expected: bool) -> bool:
    fields = {m.field for m in meanings.values() if m.field}
    if expected and len(fields) > 1:
        return True
    return bool(fields & _STRONG) or ("seq" in fields and len(meanings) <= 3)


def _spoilt(chains: dict[int, tuple[str, ...]], meanings: dict[int, Meaning]) -> int:
    """How many columns meant something until the last row was added: that row holds data."""
    lost = [c for c, m in meanings.items() if len(chains[c]) > 1 and not (m.field or m.attribute)]
    before = (meaning(chains[c][:-1]).field for c in lost)
    return sum(bool(f) and person_named_by(f) in ("", "child") for f in before)


def _score(meanings: dict[int, Meaning]) -> float:
    seen: dict[object, float] = {}
    for m in meanings.values():
        worth = _SURE.get(m.how, 0.0) if m.field or m.attribute else -0.15
        key = (m.field, m.tick) if m.field else (m.attribute, len(seen))
        seen[key] = max(seen.get(key, -1.0), worth)
    return sum(seen.values())


def _chains(
    texts: dict[int, list[str]], spans: Spans, top: int, bottom: int
) -> dict[int, tuple[str, ...]]:
    width = max((len(texts[r]) for r in range(top, bottom + 1)), default=0)
    lines = [_line(texts, spans, row, top, bottom, width) for row in range(top, bottom + 1)]
    found = {}
    for column in range(width):
        chain: list[str] = []
        for line in lines:
            if line[column] and (not chain or line[column] != chain[-1]):
                chain.append(line[column])
        if chain:
            found[column] = tuple(chain)
    return found


def _line(
    texts: dict[int, list[str]], spans: Spans, row: int, top: int, bottom: int, width: int
) -> list[str]:
    """One heading row with every cell filled from its merge, or from the left where none is known."""
    line = [""] * width
    for column in range(width):
        merge = spans.at(row, column)
        if merge and merge[0] >= top:
            line[column] = _cell(texts, merge[0], merge[1])
        elif merge is None:
            line[column] = _cell(texts, row, column)
        if (
            not line[column]
            and row < bottom
            and merge is None
            and _below(texts, row, bottom, column)
        ):
            line[column] = _from_left(texts, spans, line, row, bottom, column)
    return line


def _cell(texts: dict[int, list[str]], row: int, column: int) -> str:
    cells = texts.get(row, ())
    return cells[column] if column < len(cells) else ""


def _below(texts: dict[int, list[str]], row: int, bottom: int, column: int) -> str:
    return next((t for r in range(row + 1, bottom + 1) if (t := _cell(texts, r, column))), "")


def _from_left(
    texts: dict[int, list[str]], spans: Spans, line: list[str], row: int, bottom: int, column: int
) -> str:
    """The words of an unmerged group heading, which reach right over blank cells."""
    if column == 0 or spans.at(row, column - 1):
        return ""
    source = column - 1
    while source > 0 and not _cell(texts, row, source):
        source -= 1
    spread = line[column - 1] and _below(texts, row, bottom, source)
    return line[column - 1] if spread else ""


def side_by_side(heading: Heading) -> list[Heading]:
    """The parts of a list that was set in two or three columns on the page; itself if it was not.

    Each part repeats the first one's words: 序号 姓名 班级 | 序号 姓名 班级.
    """
    order = sorted(heading.chains)
    words = [normal(heading.chains[c][-1]) for c in order]
    starts = [i for i, word in enumerate(words) if word == words[0]]
    width = starts[1] if len(starts) > 1 else 0
    if width < 2 or "name" not in {WHOLE_WORDS.get(w) for w in words[:width]}:
        return [heading]
    parts = [words[i : i + width] for i in range(0, len(words), width)]
    if any(part != parts[0][: len(part)] for part in parts) or len(parts[-1]) < width:
        return [heading]
    columns = [order[i : i + width] for i in range(0, len(order), width)]
    return [replace(heading, chains={c: heading.chains[c] for c in part}) for part in columns]
