"""The words a written report begins with, before somebody edits them: a Chinese paper, pure of rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from nuangang.incidents.kinds import Clock, Party
from nuangang.incidents.report_shape import LATER, Kind, sections_of
from nuangang.terms.calendar import SCHOOL_ZONE

TITLES = {
    Clock.CRISIS: "学生心理危机情况报告",
    Clock.REPORT: "侵害未成年人案件（线索）强制报告",
}
LAW = "依据《中华人民共和国未成年人保护法》第十一条报告。"
LEVELS = {
    "crisis_red": "红色：有计划或工具，24 小时内可能实施。",
    "crisis_orange": "橙色：一周内风险可能升高。",
}


@dataclass(frozen=True)
class Fact:
    """One line: when, what, by which day, and which party it is about."""

    at: datetime | None
    text: str
    by: date | None = None
    party: str = ""

    def line(self) -> str:
        """Return the line as the paper has it."""
        when = f"{moment(self.at)}，" if self.at else ""
        until = f"（{self.by.month}月{self.by.day}日前）" if self.by else ""
        return f"{when}{self.text.strip()}{until}"


@dataclass(frozen=True)
class Pupil:
    """One child as the report calls it."""

    called: str
    klass: str
    gender: str = ""
    age: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of an incident, by name or without."""

    school: str
    kind: str
    code: str
    happened_at: datetime
    grave: bool
    place: str
    words: str
    pupils: list[Pupil] = field(default_factory=list)
    lines: list[Fact] = field(default_factory=list)
    told: list[Fact] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    outcome: str = ""
    closing: str = ""
    lesson: str = ""
    after: list[Fact] = field(default_factory=list)


def moment(at: datetime) -> str:
    """Return '11月22日12时06分'."""
    local = at.astimezone(SCHOOL_ZONE)
    return f"{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def title_of(clock: str, school: str) -> str:
    """Return the title of a report."""
    return TITLES.get(clock, "突发事件信息报告")  # type: ignore[call-overload, no-any-return]


def begun(clock: str, kind: str, facts: Facts) -> dict[str, str]:
    """Return what stands in each part when the report is begun; '' for what only a person knows."""
    return {s.key: _PARTS.get((clock, s.key), _COMMON.get(s.key, _nothing))(facts, kind) for s in sections_of(clock, kind)}  # fmt: skip


def _nothing(_facts: Facts, _kind: str) -> str:
    return ""


def _whom(facts: Facts) -> str:
    if not facts.pupils:
        return "涉及人数正在核实"
    named = "、".join(f"{p.called}（{p.klass}）" if p.klass else p.called for p in facts.pupils)
    return f"涉及学生{len(facts.pupils)}人：{named}"


def _overview(facts: Facts, kind: str) -> str:
    if kind == Kind.PROGRESS:
        return ""
    where = f"，在{facts.place}" if facts.place else ""
    what = f"{facts.kind}（情况严重）" if facts.grave else facts.kind
    words = facts.words.strip()
    end = "" if words.endswith(("。", "！", "？")) or not words else "。"
    return f"{moment(facts.happened_at)}{where}，{_whom(facts)}。情况：{what}。{words}{end}"


def _steps(facts: Facts, _kind: str) -> str:
    rows = sorted([*facts.lines, *facts.told], key=lambda fact: fact.at or facts.happened_at)
    return "\n".join(row.line() for row in rows)


def _cause(_facts: Facts, kind: str) -> str:
    return "原因正在调查。" if kind == Kind.FIRST else ""


def _trend(facts: Facts, _kind: str) -> str:
    return "已经处理完毕，没有新的情况。" if facts.outcome else "正在处理，有变化随时续报。"


def _next(facts: Facts, kind: str) -> str:
    rows = [row.line() for row in facts.after]
    return "\n".join([facts.lesson, *rows] if facts.lesson and kind == Kind.FINAL else rows)


def _result(facts: Facts, _kind: str) -> str:
    return "\n".join(part for part in (f"{facts.outcome}。" if facts.outcome else "", facts.closing) if part)  # fmt: skip


def _children(facts: Facts, kind: str) -> str:
    """Say of a report of harm how many children, sex, age and class, and on which law it rests."""
    if kind == Kind.PROGRESS:
        return ""
    parts = [
        "，".join(
            part
            for part in (p.called, p.gender, f"{p.age}岁" if p.age is not None else "", p.klass)
            if part
        )
        for p in facts.pupils
    ]
    law = LAW if kind == Kind.FIRST else ""
    return f"{law}涉及{len(parts)}人：{'；'.join(parts)}。" if parts else f"{law}人数正在核实。"


def _found(facts: Facts, _kind: str) -> str:
    where = f"，在{facts.place}" if facts.place else ""
    return f"{moment(facts.happened_at)}{where}发现。{facts.words}".strip()


def _police(facts: Facts, kind: str) -> str:
    rows = [row for row in facts.told if row.party == Party.POLICE]
    said = [row.line() for row in rows] + [f"回执：{words}" for words in facts.receipts]
    if kind == Kind.FINAL and facts.closing:
        said.append(facts.closing)
    return "\n".join(said)


def _level(facts: Facts, kind: str) -> str:
    return LEVELS.get(facts.code, "") if kind == Kind.FIRST else ""


def _signals(facts: Facts, _kind: str) -> str:
    return f"言语和行为：{facts.words}" if facts.words else ""


def _crisis_overview(facts: Facts, kind: str) -> str:
    if kind == Kind.PROGRESS:
        return ""
    where = f"，在{facts.place}" if facts.place else ""
    return f"{moment(facts.happened_at)}{where}发现。{_whom(facts)}。"


def _ending(facts: Facts, kind: str) -> str:
    parts = [facts.closing if kind == Kind.FINAL else "", _next(facts, kind)]
    return "\n".join(part for part in parts if part)


Part = Callable[[Facts, str], str]
_COMMON: dict[str, Part] = {
    "overview": _overview, "steps": _steps, "cause": _cause, "trend": _trend, "next": _next,
    "result": _result, "found": _found, "police": _police, "level": _level, "signals": _signals,
}  # fmt: skip
_PARTS: dict[tuple[str, str], Part] = {
    (Clock.REPORT, "overview"): _children,
    (Clock.CRISIS, "overview"): _crisis_overview,
    (Clock.CRISIS, "next"): _ending,
}


def printed(text: str, kind: str) -> str:
    """Return what a part says on paper; one left empty is to follow, in a final report it is left out."""
    return text.strip() or ("" if kind == Kind.FINAL else LATER)
