"""Dates of birth and other days as people type them (domain.md §5.7)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nuangang.lib.numerals import digits, number
from nuangang.lib.typed_text import plain, says_nothing

_FIRST_YEAR = 1900
_LONGEST = 60
_SERIALS = range(7000, 80000)
_CHINESE = re.compile(r"([零〇○Oo一二三四五六七八九十廿卅\d]{1,4})年(?:([零〇○一二三四五六七八九十\d]{1,3})月份?)?"
                      r"(?:([零〇○一二三四五六七八九十廿卅\d]{1,4})[日号]?)?(?:[生出].*)?")  # fmt: skip
_PARTED = re.compile(
    r"(\d{1,4})[-./、,，。·\\~_ ]+(\d{1,4})(?:[-./、,，。·\\~_ ]+(\d{1,4}))?[-./、,。]?"
)
_TIME = re.compile(
    r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(AM|PM|Z)?$|[上下]午.*$", re.IGNORECASE
)
_LUNAR = re.compile(r"农历|阴历|旧历|古历|腊月|正月|冬月|初[一二三四五六七八九十]|闰")
_BARE = re.compile(r"\d+(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a month whose day is not known."""

    year: int
    month: int
    day: int | None = None

    @property
    def iso(self) -> str:
        """``YYYY-MM-DD`` or ``YYYY-MM``."""
        month = f"{self.year:04d}-{self.month:02d}"
        return month if self.day is None else f"{month}-{self.day:02d}"

    def agrees(self, day: date) -> bool:
        """Whether a full date fits, as far as this one is known."""
        return (self.year, self.month) == (day.year, day.month) and self.day in (None, day.day)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, or why there is none: lunar, ambiguous, impossible, future, year_only, unknown.

    An ambiguous one (2008.1 from a number cell) keeps both months in `candidates`.
    """

    date: PartialDate | None = None
    why: str = ""
    candidates: tuple[PartialDate, ...] = ()
    century_guessed: bool = False


_NOTHING = DateReading()


def read(
    typed: object, *, today: date, lost_zero: bool = False, epoch_1904: bool = False
) -> DateReading:
    """A cell as a date not after `today`.

    `lost_zero` says that a number's last zero may be missing (2008.10 kept as 2008.1), which
    holds for number cells whose format is not known. An empty cell gives an empty reading.
    """
    if isinstance(typed, bool):
        return DateReading(why="unknown")
    if isinstance(typed, datetime):
        typed = typed.date()
    if isinstance(typed, date):
        return _checked(typed.year, typed.month, typed.day, today)
    if isinstance(typed, int | float):
        return _from_number(typed, today, lost_zero, epoch_1904)
    return _from_text(plain(typed), today, lost_zero)


def _from_number(value: float, today: date, lost_zero: bool, epoch_1904: bool) -> DateReading:
    if value != value or value in (float("inf"), float("-inf")):
        return DateReading(why="unknown")
    if float(value).is_integer() or int(value) in _SERIALS:
        return _from_digits(str(int(value)), today, serial=True, epoch_1904=epoch_1904)
    return _from_text(repr(float(value)), today, lost_zero)


def _from_text(text: str, today: date, lost_zero: bool) -> DateReading:
    if len(text) > _LONGEST:
        return DateReading(why="lunar" if _LUNAR.search(text) else "unknown")
    text = text.strip().strip("'\"“”:：;；。、,")
    if says_nothing(text):
        return _NOTHING
    if _LUNAR.search(text):
        return DateReading(why="lunar")
    text = _TIME.sub("", text.replace("公历", "").replace("阳历", "")).strip(" ()")
    if _BARE.fullmatch(text):
        return _from_digits(text.partition(".")[0], today, serial=len(text) == 5)
    if match := _PARTED.fullmatch(text):
        return _from_parts(match, today, lost_zero)
    if match := _CHINESE.fullmatch("".join(text.split())):
        return _from_chinese(match, today)
    return DateReading(why="unknown")


def _from_digits(text: str, today: date, *, serial: bool, epoch_1904: bool = False) -> DateReading:
    if len(text) == 8:
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]), today)
    if len(text) == 6 and text[:2] in ("19", "20") and 1 <= int(text[4:]) <= 12:
        return _checked(int(text[:4]), int(text[4:]), None, today)
    if len(text) == 6:
        return _checked(int(text[:2]), int(text[2:4]), int(text[4:]), today)
    if serial and len(text) in (4, 5) and int(text) in _SERIALS:
        start = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        day = start + timedelta(days=int(text))
        return _checked(day.year, day.month, day.day, today)
    if len(text) == 4 and _FIRST_YEAR <= int(text) <= today.year:
        return DateReading(why="year_only")
    return DateReading(why="unknown")


def _from_parts(match: re.Match[str], today: date, lost_zero: bool) -> DateReading:
    first, second, third = match[1], match[2], match[3]
    if third and len(third) == 4 and len(first) <= 2:
        month, day = (second, first) if int(first) > 12 else (first, second)
        return _checked(int(third), int(month), int(day), today)
    if len(second) > 2 or (third and len(third) > 2) or len(first) == 3:
        return _from_joined(first + second, today) if not third else DateReading(why="unknown")
    year, month = int(first), int(second)
    if lost_zero and not third and second == "1" and "." in match[0]:
        both = tuple(PartialDate(_century(year, today), m) for m in (1, 10))
        return DateReading(why="ambiguous", candidates=both)
    if not third and month == 0:
        return DateReading(why="year_only")
    return _checked(year, month, int(third) if third else None, today)


def _from_joined(text: str, today: date) -> DateReading:
    """2012.0304 and 2012-0304: a dot after the year only."""
    return _from_digits(text, today, serial=False) if len(text) == 8 else DateReading(why="unknown")


def _from_chinese(match: re.Match[str], today: date) -> DateReading:
    typed_year = digits(match[1])
    if typed_year is None or len(typed_year) not in (2, 4):
        return DateReading(why="unknown")
    if match[2] is None:
        return DateReading(why="year_only" if match[3] is None else "unknown")
    month, day = _small(match[2]), _small(match[3]) if match[3] else None
    if month is None or (match[3] and day is None):
        return DateReading(why="unknown")
    return _checked(int(typed_year), month, day, today)


def _small(text: str) -> int | None:
    found = number(text)
    if found is None and (written := digits(text)):
        found = int(written)
    return found


def _century(year: int, today: date) -> int:
    if year >= 100:
        return year
    return year + (2000 if year <= today.year % 100 else 1900)


def _checked(year: int, month: int, day: int | None, today: date) -> DateReading:
    full = _century(year, today)
    try:
        found = date(full, month, 1 if day is None else day)
    except ValueError:
        return DateReading(why="impossible")
    if full < _FIRST_YEAR:
        return DateReading(why="impossible")
    if found > today:
        return DateReading(why="future")
    return DateReading(PartialDate(full, month, day), century_guessed=year < 100)
