"""Class names as typed: grade, class, year of entry (domain.md §7.4)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from nuangang.lib.numerals import number
from nuangang.lib.typed_text import squeezed

_MOST_CLASSES = 40
_LONGEST = 40
_LONGEST_TITLE = 300
_N = "一二三四五六七八九"
_K = r"\(?(?P<k>二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]|0?[1-9]|[1-4]\d)\)?班?"
_KBAN = r"(?:\((?P<kb>[一二三四五六七八九十]{1,3}|\d{1,2})\)班?|(?P<kc>二?十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2})班)"
_G = (
    rf"(?:(?:小学|小)?(?P<g>[{_N}]|[1-9])年级?|(?:小学|小)(?P<s>[一二三四五六1-6])(?:年级?)?"
    r"|(?:初级?中?学?)(?P<j>[一二三四1-4])(?:年级?)?|初中(?P<jn>[七八九7-9])年级?"
    r"|(?:高中?)(?P<h>[一二三1-3])(?:年级?)?)"
)
_ENTRY = r"(?:初|初中|小|小学|高|高中)?(?P<y>20\d\d|\d\d)(?P<what>级|届)"
_SEP = r"[-./·、,_—–:：]?"
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_G}{_SEP}{_K}",
        rf"{_G}",
        rf"{_ENTRY}{_SEP}{_G}?{_SEP}{_K}",
        rf"{_ENTRY}{_G}?",
        rf"(?P<g>[{_N}]|[1-9])\((?P<k>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})\)班?",
        r"\(?(?P<k>二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]|0?[1-9]|[1-3]\d)\)?班",
        r"(?P<k>0?[1-9]|[1-3]\d)",
        rf"\((?P<k>[{_N}十]{{1,3}}|\d{{1,2}})\)",
        rf"(?P<g>[{_N}])[-./·、_—–]?(?P<k>0?[1-9]|[1-3]\d|[{_N}]|十[{_N}]?)班?",
        r"(?P<g>[1-9])[-./·、,_—–年](?P<k>0?[1-9]|[1-3]\d)班?",
        r"(?P<g>[1-9])(?P<k>0[1-9]|[1-3]\d)班?",
        r"(?P<yy>[12]\d)(?P<k>0[1-9]|[12]\d)班",
        r"(?P<yy>[12]\d)(?P<k>0[1-9])",
        r"(?P<m>[1-9])月(?P<k>0?[1-9]|[1-3]\d)日?",
        rf"(?P<kx>(?:\([一二三四五六七八九十\d]{{1,3}}\)|[一二三四五六七八九十]{{1,3}}|\d{{1,2}})班)\(?{_G}\)?",
    )
)
_PRESCHOOL = re.compile(r"学前班?|幼小|[大中小]\(?[一二三四五六1-6]?\)?班|幼儿园.*|托班")
_RUNNING = re.compile(r"[A-Z]?\d{2,5}班?|[A-Z]\d*班?")
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ENGLISH = re.compile(r"(?:(\d{1,2})-([A-Za-z]{3})|([A-Za-z]{3})-(\d{1,2}))")
_WITHIN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ENTRY}{_G}?{_KBAN}",
        rf"{_G}{_SEP}{_KBAN}",
        rf"(?<![第\d{_N}十])(?P<g>[{_N}]|[1-9])\((?P<kb>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})\)班?",
        rf"(?<![第\d{_N}十])(?P<g>[{_N}])(?P<kb>\d{{1,2}}|[{_N}]|十[{_N}]?)班",
        r"(?<!\d)(?P<g>[1-9])(?P<kb>0[1-9]|[12]\d)班",
        r"(?<![\d.])(?P<g>[1-9])[-.](?P<kb>\d{1,2})班",
        r"(?<!\d)(?P<yy>2\d)(?P<kb>0[1-9]|[12]\d)班",
        rf"(?<![{_N}十\d第])(?:(?P<g>[{_N}]|[1-9])年级|初(?:级中学|中)?(?P<j>[一二三四1-4])(?:年级)?|高(?P<h>[一二三])(?!年级?制))",
        rf"{_ENTRY}",
        rf"(?<![\d{_N}十级])(?<![\d级]\(){_KBAN}(?!主任|级|长|委|干)",
    )
)
_LABELLED = re.compile(r"(?:班级|班别|年级班级|所在班级|班)\(?章?\)?[:：]\s*([^\s:：,，;；]{1,14})")
_LABELLED_GRADE = re.compile(r"年级[:：]\s*([^\s:：,，;；班]{1,8})")


@dataclass(frozen=True, slots=True)
class ClassName:
    """What a class name tells; every part may be missing.

    `grade` 1-9 (10-12 senior), `klass` the class's number in its grade, `entry` and `graduates`
    four-digit years, `running` a number that only the school's own table explains.
    """

    grade: int | None = None
    klass: int | None = None
    entry: int | None = None
    graduates: int | None = None
    running: str = ""
    preschool: bool = False

    @property
    def says_grade(self) -> bool:
        """Whether a grade is named or can be reckoned from a year."""
        return bool(self.grade or self.entry or self.graduates)

    def filled_from(self, other: "ClassName | None") -> "ClassName":
        """This name with its missing parts taken from another (title, sheet name, grade column)."""
        if other is None or self.preschool:
            return self
        if self.says_grade and other.says_grade and not _fits(self, other):
            return self
        years = self if self.says_grade else other
        return replace(
            self, grade=self.grade or (other.grade if not self.says_grade else None),
            entry=years.entry, graduates=years.graduates, klass=self.klass or other.klass,
        )  # fmt: skip


def _fits(one: ClassName, other: ClassName) -> bool:
    return (one.grade, one.entry, one.graduates) == (other.grade, other.entry, other.graduates)


def school_year(today: date) -> int:
    """The year in which the school year of `today` began (1 September)."""
    return today.year if today.month >= 9 else today.year - 1


def grades_of(name: ClassName, today: date) -> tuple[int, ...]:
    """The grades a name can mean today: one, or two for a year of entry (primary, junior)."""
    if name.grade:
        return (name.grade,)
    if name.entry:
        years = school_year(today) - name.entry + 1
        return tuple(g for g in (years, years + 6) if 1 <= g <= 9 and 1 <= years <= 9)
    if name.graduates:
        left = name.graduates - school_year(today) - 1
        return tuple(g for g in (9 - left, 6 - left) if 1 <= g <= 9 and left >= 0)
    return ()


def read(typed: object, *, junior_first: int = 7) -> ClassName | None:
    """A whole cell or sheet name as a class name; None if it is none.

    A date cell is what Excel makes of 7-1 (1 July → grade 7 class 1); 7.1 may be a number.
    `junior_first` is the grade that 初一 means (6 where primary school takes five years).
    """
    if isinstance(typed, bool):
        return None
    if isinstance(typed, datetime | date):
        return _class(typed.month, typed.day)
    if isinstance(typed, int | float) and 30000 <= typed <= 60000 and float(typed).is_integer():
        day = date.fromordinal(date(1899, 12, 30).toordinal() + int(typed))
        return _class(day.month, day.day)
    text = _cleaned(typed)
    if len(text) > _LONGEST:
        return None
    return (_whole(text, junior_first) if text else None) or _from_excel_date(text)


def _cleaned(typed: object) -> str:
    text = squeezed(typed).replace("（", "(").replace("）", ")")
    text = re.sub(r"[\[【〔{]", "(", re.sub(r"[\]】〕}]", ")", text))
    text = text.replace("()", "").replace("壹", "一").replace("贰", "二").replace("叁", "三")
    text = re.sub(r"\(([^()]*年级?|[初高小][一-九])\)", r"\1", text)
    return re.sub(r"第(?=[\d一二三四五六七八九十]+班)", "", text)


def _whole(text: str, junior_first: int) -> ClassName | None:
    if text.startswith(("毕业班", "初中毕业班")):
        return ClassName(grade=9)
    if _PRESCHOOL.fullmatch(text):
        return ClassName(preschool=True)
    for pattern in _WHOLE:
        if (match := pattern.fullmatch(text)) and (found := _made(match, junior_first)):
            return found
    return ClassName(running=text) if _RUNNING.fullmatch(text) else None


def _from_excel_date(text: str) -> ClassName | None:
    if match := _ENGLISH.fullmatch(text):
        day, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return _class(_MONTHS.get(month.lower(), 0), int(day))
    if match := re.fullmatch(r"20\d\d[-/.](\d{1,2})[-/.](\d{1,2})", text):
        return _class(int(match[1]), int(match[2]))
    return None


def _class(grade: int, klass: int) -> ClassName | None:
    return ClassName(grade, klass) if 1 <= grade <= 9 and 1 <= klass <= _MOST_CLASSES else None


def _made(match: re.Match[str], junior_first: int) -> ClassName | None:
    part = match.groupdict()
    grade = _grade(part, junior_first)
    klass = _klass(part)
    if klass is not None and not 1 <= klass <= _MOST_CLASSES:
        return None
    if part.get("yy"):
        return ClassName(klass=klass, entry=2000 + int(part["yy"]))
    if part.get("y"):
        year = int(part["y"]) if len(part["y"]) == 4 else 2000 + int(part["y"])
        if part["what"] == "级":
            return ClassName(grade, klass, entry=year)
        return ClassName(grade, klass, graduates=year)
    return ClassName(grade, klass)


def _grade(part: dict[str, str | None], junior_first: int) -> int | None:
    for key, shift in (("g", 0), ("s", 0), ("jn", 0), ("j", junior_first - 1), ("h", 9), ("m", 0)):
        if typed := part.get(key):
            found = number(typed)
            return None if found is None else found + shift
    return None


def _klass(part: dict[str, str | None]) -> int | None:
    typed = part.get("k") or part.get("kb") or part.get("kc") or part.get("kx")
    return number(typed.strip("()班").strip("()")) if typed else None


def find(text: object, *, junior_first: int = 7) -> ClassName | None:
    """The class named somewhere inside a title, fill-in line or file name; None if there is none.

    A labelled value (班级：七(1)班) counts before anything else.
    """
    text = str(text)[:_LONGEST_TITLE]
    flat = _cleaned(text)
    spaced = " ".join(text.replace("（", "(").replace("）", ")").split())
    labelled = _LABELLED.search(spaced)
    found = read(labelled[1].strip("_")) if labelled else None
    if grade := _LABELLED_GRADE.search(spaced):
        named = read(grade[1] if grade[1].endswith("级") else grade[1] + "年级")
        found = (found or ClassName()).filled_from(named)
    return found if found and (found.klass or found.says_grade) else _within(flat, junior_first)


def _within(flat: str, junior_first: int) -> ClassName | None:
    for pattern in _WITHIN:
        for match in pattern.finditer(flat):
            found = _made(match, junior_first)
            if found and (found.klass or found.says_grade):
                return found
    return None
