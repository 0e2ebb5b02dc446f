"""Names in what leaves the school: finding them in a text and putting other words in their place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ORDER = "甲乙丙丁戊己庚辛壬癸"
SHORTEST, FULL = 2, 3
# Mobile numbers and identity numbers, also with spaces or dashes between.
NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx])(?!\d)")
NO_NUMBER = "（号码略）"


@dataclass(frozen=True)
class Name:
    """A name, the words that stand in for it, and whether it must not leave the school.

    `never`: not even a version with names may hold it.
    """

    text: str
    stand_in: str
    must: bool = False
    never: bool = False


def pupil(number: int, of: int) -> str:
    """Return how a pupil is called: 某生 where there is one, else 学生甲, 学生乙 …, 学生11."""
    if of == 1:
        return "某生"
    return f"学生{ORDER[number]}" if number < len(ORDER) else f"学生{number + 1}"


def with_given(names: Iterable[Name]) -> list[Name]:
    """Add the given name alone of whoever is concerned: 欣怡 for 李欣怡."""
    found = list(names)
    given = [Name(n.text[1:], n.stand_in, n.must, n.never) for n in found if n.must or n.never]
    return [*found, *(n for n in given if len(n.text) >= SHORTEST)]


def pattern_of(names: Iterable[Name]) -> re.Pattern[str] | None:
    """Return what finds any of the names, the longest first, also with spaces between the characters."""
    texts = sorted({n.text for n in names if len(n.text) >= SHORTEST}, key=len, reverse=True)
    if not texts:
        return None
    return re.compile("|".join(r"\s*".join(map(re.escape, text)) for text in texts))


def found_in(texts: Iterable[str], names: Iterable[Name]) -> list[Name]:
    """Return the names that stand in the texts, each once, in the order of `names`."""
    known = by_text(names)
    pattern = pattern_of(known.values())
    if pattern is None:
        return []
    hits = {_bare(hit) for text in texts for hit in pattern.findall(text)}
    return [name for text, name in known.items() if text in hits]


def by_text(names: Iterable[Name]) -> dict[str, Name]:
    """Return the names by what is written; of two who are called the same, whoever must not be named."""
    found: dict[str, Name] = {}
    for name in names:
        known = found.get(name.text)
        if known is None or (name.never, name.must) > (known.never, known.must):
            found[name.text] = name
    return found


def replaced(text: str, names: Iterable[Name]) -> str:
    """Return the text with the stand-ins in place of the names."""
    known = by_text(names)
    pattern = pattern_of(known.values())
    if pattern is None:
        return text
    return pattern.sub(lambda hit: known[_bare(hit.group())].stand_in, text)


def without_numbers(text: str) -> str:
    """Return the text without telephone and identity numbers."""
    return NUMBERS.sub(NO_NUMBER, text)


def _bare(hit: str) -> str:
    return re.sub(r"\s+", "", hit)
