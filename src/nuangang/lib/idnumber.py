"""Citizens' identity numbers (GB 11643-1999, domain.md §5.1)."""

import re
from dataclasses import dataclass
from datetime import date

from nuangang.lib.typed_text import squeezed

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_CLUTTER = re.compile(r"[\s'’‘`\"“”,.:;·\-_—()]+")


class BadIdNumber(ValueError):
    """Not an identity number; `reason` is length, charset, date or check."""

    def __init__(self, reason: str, number: str) -> None:
        super().__init__(f"{reason}: {number[:6]}…")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A sound identity number with what it tells of its holder."""

    number: str
    birth: date
    gender: str


def check_character(first17: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def clean(typed: object) -> str:
    """The number as typed, half-width, blanks and apostrophes gone, x as X."""
    text = squeezed(typed).upper().replace("×", "X").replace("Х", "X")
    if text.startswith(("G", "J")) and len(text) == 19:
        text = text[1:]
    return _CLUTTER.sub("", text)


def read(typed: object) -> IdNumber:
    """A typed number as an `IdNumber`; raises `BadIdNumber` (domain.md §5.1).

    An area code that no table knows is never an error.
    """
    number = clean(typed)
    if not _SHAPE.fullmatch(number):
        raise BadIdNumber("length" if number.rstrip("X").isdigit() else "charset", number)
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadIdNumber("date", number) from None
    if check_character(number[:17]) != number[17]:
        raise BadIdNumber("check", number)
    return IdNumber(number, birth, "male" if int(number[16]) % 2 else "female")


def made_up(birth: date, sequence: int, area: str = "999999") -> str:
    """A sound number in an area that does not exist, for demonstrations and tests."""
    first17 = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return first17 + check_character(first17)
