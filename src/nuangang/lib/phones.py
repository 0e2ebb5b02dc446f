"""Telephone numbers as typed in rosters (domain.md §5.6)."""

import re
from dataclasses import dataclass

from nuangang.lib.typed_text import plain, says_nothing

_MOBILE = re.compile(r"(?:\+?0{0,2}86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(0\d{2,3}-?[1-9]\d{6,7})(?:(?:-|转)(\d{1,6}))?")
_GAP = re.compile(r"(?<=[\d+])[ \-–—‐‑·.()\u2212]+(?=\d)")
_PREFIX = re.compile(r"(?<!\d)(?:\+|00)?86[-\s]?(?=1[3-9][\d\s-]{9})")
_WHOLE = re.compile(r"(?<!\d)(1[3-9]\d{9})(?!\d)")
_DIGIT_RUN = re.compile(r"\+?\d[\d\-]*(?:转\d+)?")
_FLOAT_TAIL = re.compile(r"(?<=\d)\.0+(?!\d)")
_SCIENCE = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_LABELS = (
    ("father", re.compile(r"父亲?|爸爸?|爹|F")),
    ("mother", re.compile(r"母亲?|妈妈?|娘|M")),
    ("guardian", re.compile(r"监护人|爷爷?|奶奶?|外公|外婆|祖父|祖母|姥|婆|公")),
)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number; `whose` is father, mother, guardian or empty, from a word beside it."""

    number: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """The good numbers of a cell in order, the bits that look like bad ones, the other words."""

    phones: tuple[Phone, ...] = ()
    bad: tuple[str, ...] = ()
    words: str = ""


def is_mobile(number: str) -> bool:
    """Say whether a number, as it is kept, is a mobile's: others get no SMS."""
    return bool(_WHOLE.fullmatch(number))


def read(typed: object) -> PhoneReading:
    """All numbers of a cell: mobiles as eleven digits, landlines as digits with area code.

    Blanks, dashes, +86, full-width digits and a trailing ``.0`` are cleaned away;
    1.39E+10 cannot be recovered and is bad.
    """
    if isinstance(typed, float) and typed.is_integer():
        typed = int(typed)
    text = str(typed) if isinstance(typed, int) else plain(typed)
    if len(text) == 11 and _WHOLE.fullmatch(text):
        return PhoneReading((Phone(text),))
    text = _FLOAT_TAIL.sub("", text)
    if says_nothing(text):
        return PhoneReading()
    if _SCIENCE.fullmatch(text):
        return PhoneReading(bad=(text,))
    apart = _WHOLE.sub(r",\1,", _PREFIX.sub("", text))
    return _scan(_GAP.sub(lambda m: "-" if "-" in m[0] else "", apart))


def _scan(text: str) -> PhoneReading:
    runs = list(_DIGIT_RUN.finditer(text))
    edges = [0, *(run.end() for run in runs)]
    before = [text[start : run.start()] for start, run in zip(edges, runs, strict=False)]
    words = [*before, text[edges[-1] :]]
    labels = before if runs and _whose(before[0]) else words[1:]
    good: list[Phone] = []
    bad: list[str] = []
    for run, label in zip(runs, labels, strict=True):
        numbers = _numbers(run[0])
        good += [Phone(n, _whose(label)) for n in numbers]
        bad += [] if numbers else [run[0]]
    return PhoneReading(tuple(dict.fromkeys(good)), tuple(bad), _joined(words))


def _joined(words: list[str]) -> str:
    return " ".join(" ".join(w.strip(" ,，、/;；:：()（）\n") for w in words).split())


def _numbers(run: str) -> list[str]:
    bare = run.replace("-", "")
    if match := _MOBILE.fullmatch(bare):
        return [match[1]]
    if len(bare) in (22, 33) and all(
        _MOBILE.fullmatch(bare[i : i + 11]) for i in range(0, len(bare), 11)
    ):
        return [bare[i : i + 11] for i in range(0, len(bare), 11)]
    if match := _LANDLINE.fullmatch(run.replace("--", "-")):
        return [match[1].replace("-", "") + (f"-{match[2]}" if match[2] else "")]
    parts = [p for p in run.split("-") if p]
    if len(parts) > 1 and all(_MOBILE.fullmatch(p) for p in parts):
        return [_MOBILE.fullmatch(p)[1] for p in parts]  # type: ignore[index]
    return []


def _whose(words: str) -> str:
    tail = words.strip(" :：(（)）、,，;；/\n")[:6]
    return next((who for who, pattern in _LABELS if pattern.search(tail)), "")
