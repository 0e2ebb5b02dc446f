"""The one indexed text by which a child or one of the staff is found (characters, pinyin, tails)."""

import re
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from nuangang.lib.names import HAN, comparable, search_tokens, spellings
from nuangang.lib.sealing import blind

TAIL = 4


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> tuple[str, ...]:
    """Return the words by which a name is found, the first of them fit to sort by.

    The given name alone counts too (李欣怡 → xinyi). The first word is the pinyin with commas, so
    that all of 李 come before 刘.
    """
    whole = comparable(name)
    given = whole[1:] if len(whole) > 2 and HAN.match(whole) else ""
    words = [*search_tokens(whole).split(), *search_tokens(given).split()]
    ordered = ",".join(readings[0] for readings in spellings(whole) if readings)
    return tuple(dict.fromkeys([ordered, *sorted(words, key=lambda word: bool(HAN.search(word)))]))


def tail_token(number: str, school: UUID) -> str:
    """Return the blind token of a number's last four characters; empty for a shorter number."""
    kept = re.sub(r"[^0-9X]", "", number.upper())[-TAIL:]
    return "~" + blind(kept, "tail", school)[:12].lower() if len(kept) == TAIL else ""


def search_text(names: Iterable[str], numbers: Iterable[str], school: UUID) -> str:
    """Return the search text of somebody with these names and numbers, words between blanks."""
    words = [token for name in names if name for token in name_tokens(name)]
    words += [token for number in numbers if (token := tail_token(number, school))]
    return f" {' '.join(dict.fromkeys(words))} " if words else ""


def conditions(word: str, school: UUID) -> list[str]:
    """Return texts of which the search text must contain one for `word` to find somebody."""
    typed = re.sub(r"[\s·']", "", word).casefold()
    if not typed:
        return []
    if HAN.search(typed):
        return [typed]
    found = [f" {typed}"]
    if re.fullmatch(r"\d{3}[\dx]", typed):
        found.append(f"{tail_token(typed, school)} ")
    return found
