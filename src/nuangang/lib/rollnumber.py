"""School-roll numbers (学籍号, domain.md §5.2)."""

import re

from nuangang.lib.typed_text import squeezed

_SHAPE = re.compile(r"[GJL][0-9]{17}[0-9X]")


def read(typed: object) -> str | None:
    """The number in its written form (letter + 18), or None if it is no national one."""
    text = squeezed(typed).upper()
    return text if _SHAPE.fullmatch(text) else None


def identity_part(number: str) -> str | None:
    """The identity number a G number was made from; J and L numbers hold none."""
    return number[1:] if number.startswith("G") else None
