"""Shape D of domain.md §6.1: one child per card, each value right of its label."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nuangang.intake.reading.choices import ticked
from nuangang.intake.reading.headers import (
    Meaning,
    meaning,
    person_field,
    person_named_by,
    person_over,
)
from nuangang.intake.reading.rawsheet import Cells
from nuangang.intake.reading.rows import looks_like_name
from nuangang.lib import kin
from nuangang.lib.typed_text import plain, tidy

_SEARCHED = 40
_INLINE = re.compile(r"([^：:\s]{1,12})\s*[：:]\s*([^：:]*?)(?=\s+[^：:\s]{1,12}\s*[：:]|$)")
_BOXED = re.compile(r"([^\s()（）□☑☒■√✓✔;；、,，]+)\s*[(（]\s*([^()（）]*?)\s*[)）]")
_BOXES_BEFORE = re.compile(r"([□☐☑☒■✓✔√])\s*([^\s□☐☑☒■✓✔√;；、,，]+)")
_TALKATIVE = frozenset(
    {
        "remark",
        "study",
        "conduct",
        "mind",
        "need",
        "measures",
        "result",
        "character",
        "hobby",
        "family",
    }
)


@dataclass(slots=True)
class Card:
    """One card: where its name stands, its cells as (value, row, column, label) by field."""

    row: int
    cells: dict[str, tuple[object, int, int, str]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)


def find(rows: list[Cells]) -> list[Card]:
    """All cards of a sheet; empty if the sheet is a table or nothing of the kind.

    A card is told from a table by what stands right of and below 姓名: a name, and another label.
    """
    if not any(_labels_below(rows, *at) for at in _names(rows[:_SEARCHED])):
        return []
    starts = [at for at in _names(rows) if _labels_below(rows, *at)]
    ends = [row for row, _ in starts[1:]] + [len(rows)]
    return [_card(rows, start, end) for (start, _), end in zip(starts, ends, strict=True)]


def _texts(row: Cells) -> list[tuple[int, str]]:
    return [(c, t) for c, v in enumerate(row) if (t := tidy(v))]


def _label(text: str, section: str = "") -> Meaning | None:
    """What a label means; None for anything that is no sure label."""
    if len(text) > 20:
        return None
    found = meaning((section, text) if section else (text,))
    sure = found.how in ("whole", "halves") and (found.field or found.attribute)
    return found if sure else None


def _names(rows: list[Cells]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(rows):
        if not any(isinstance(v, str) and "名" in v for v in row):
            continue
        texts = _texts(row)
        if person_over(texts[0][1]) not in ("", "child") and _label(
            texts[1][1] if texts[1:] else ""
        ):
            continue
        for (column, text), (_, after) in zip(texts, [*texts[1:], (0, "")], strict=False):
            found = _label(text) if "名" in text else None
            if found and found.field == "name" and looks_like_name(after) and not _label(after):
                yield number, column
                break


def _labels_below(rows: list[Cells], row: int, column: int) -> bool:
    """Whether label cells stand under 姓名, or rows of labels and values follow."""
    found = 0
    for below in rows[row + 1 : row + 7]:
        texts = _texts(below)
        under = tidy(below[column]) if column < len(below) else ""
        found += bool(_label(under) or (texts and _label(texts[0][1]) and len(texts) > 1))
    return found >= 2


def _card(rows: list[Cells], start: int, end: int) -> Card:
    card = Card(start)
    section = ""
    for number in range(start, end):
        texts = _texts(rows[number])
        section = _read_row(card, number, texts, section)
    return card


def _read_row(card: Card, number: int, texts: list[tuple[int, str]], section: str) -> str:
    """Read one row's labels and values; a leading word before a label opens a section (父亲)."""
    person = "child"
    at = 0
    if (
        len(texts) > 2
        and person_over(texts[0][1])
        and _label(texts[1][1])
        and not _label(texts[2][1])
    ):
        section, at = texts[0][1], 1
    elif texts and texts[0][0] == 0:
        section = ""
    while at < len(texts):
        column, text = texts[at]
        found = _label(text, section)
        if found is None:
            _inline(card, number, column, text)
            at += 1
            continue
        value = texts[at + 1] if at + 1 < len(texts) else None
        name = _bound(found, person)
        if value and _is_label(value[1], section, name):
            value = None
        person = person_named_by(name) or person
        if value:
            _put(card, name, text, (value[1], number, value[0]))
        at += 2 if value else 1
    return section


def _is_label(text: str, section: str, name: str) -> bool:
    """Whether the cell after a label is the next label, its own value being empty."""
    if name in _TALKATIVE or (name.endswith(("_relation", "guardian_name")) and kin.read(text)):
        return False
    return _label(text, section) is not None


def _bound(found: Meaning, person: str) -> str:
    if found.attribute and person != "child":
        return person_field(person, found.attribute) or found.field
    if found.field == "phone":
        return "family_phone"
    return found.field or found.attribute


def _put(card: Card, name: str, label: str, cell: tuple[str, int, int]) -> None:
    text, row, column = cell
    chosen = _chosen(text)
    if name in card.cells:
        card.others.setdefault(label, text)
    elif chosen:
        card.cells[name] = (chosen, row, column, label)


def _chosen(text: str) -> str:
    """The ticked words of 健康（√） 残疾（ ） or ☑是 □否; other texts as they are."""
    boxed = _BOXED.findall(text)
    if len(boxed) > 1 and any(not inside or ticked(inside) for _, inside in boxed):
        return "、".join(word for word, inside in boxed if inside and ticked(inside))
    before = _BOXES_BEFORE.findall(text)
    if len(before) > 1 or (before and before[0][0] in "□☐"):
        return "、".join(word for box, word in before if box not in "□☐")
    return text


def _inline(card: Card, number: int, column: int, text: str) -> None:
    """姓名：张三  性别：男 inside one cell."""
    for label, value in _INLINE.findall(plain(text)):
        found = _label(label)
        if found and value.strip():
            _put(card, _bound(found, "child"), label, (value.strip(), number, column))
