"""The parts of a written report as the bureau asks for them, by clock and kind; a Chinese paper.

domain.md 3.1 (report of harm), 3.4 (incident: time, place, who, what, cause, hurt, steps, trend, contact),
3.5 (crisis of mind).
"""

from dataclasses import dataclass

from nuangang.incidents.kinds import Clock
from nuangang.incidents.models import IncidentReport

Kind = IncidentReport.Kind
NUMERALS = "一二三四五六七八九十"
LATER = "正在了解，续报补充。"


@dataclass(frozen=True)
class Section:
    """One part: its key, its heading, what belongs into it, and whether it may stay empty for now."""

    key: str
    heading: str
    asks: str
    needed: bool = False


_NOTICE = (
    Section("overview", "基本情况", "时间、地点、涉及几人和哪个班、发生了什么。", needed=True),
    Section("hurt", "人员伤害和影响", "伤在哪里、轻重、送到哪里；没有人受伤也写明。"),
    Section("cause", "原因初步判断", "知道多少写多少；不清楚就写正在调查。"),
    Section("steps", "已采取的措施", "救治、告知监护人、报告、保护现场，按时间写。", needed=True),
    Section("trend", "发展趋势", "会不会加重，家长和舆论情况，还有什么危险。"),
    Section("next", "下一步工作", "谁做什么，什么时候再报。"),
)
_NOTICE_PROGRESS = (
    Section("overview", "上次报告以来的情况", "有什么变化，核实了什么，更正了什么。", needed=True),
    Section("hurt", "人员伤害和救治进展", "现在在哪里、医生怎么说。"),
    Section("cause", "原因调查进展", "查到哪一步。"),
    Section("steps", "新采取的措施", "上次报告以后做了什么，按时间写。", needed=True),
    Section("trend", "发展趋势", "是否平稳，还有什么危险。"),
    Section("next", "下一步工作", "谁做什么，什么时候再报。"),
)
_NOTICE_FINAL = (
    Section("overview", "事件经过", "从发生到结束，时间、地点、涉及几人和哪个班。", needed=True),
    Section("hurt", "人员伤害和影响", "最后的结果。", needed=True),
    Section("cause", "原因和责任", "查明的原因；谁的责任，怎么认定。", needed=True),
    Section("steps", "处置情况", "救治、告知、报告、善后，按时间写。", needed=True),
    Section("result", "结果和善后", "现在怎样，家长的意见，费用和保险。"),
    Section("next", "教训和整改", "吸取什么教训，改什么，谁负责，什么时候完成。", needed=True),
)
_CRISIS = (
    Section(
        "overview", "发现情况", "什么时候、在哪里、怎样发现；不写私下谈话的内容。", needed=True
    ),
    Section("signals", "危机信号", "说过的话、做过的事、工具、计划、以前的情况。"),
    Section("level", "危机等级和依据", "谁评估，什么等级，为什么。"),
    Section("steps", "告知和看护", "告诉了谁，几点；一对一看护怎样安排，拿走了什么。", needed=True),
    Section("family", "监护人签收和转介", "监护人签字没有；转到哪家医院，结果。"),
    Section("next", "安全计划和复查", "怎样保证安全，哪天复查，返校前怎样评估。"),
)
_CRISIS_PROGRESS = (
    Section("overview", "上次报告以来的情况", "言行有什么变化。", needed=True),
    Section("level", "现在的等级和依据", "这次评估的等级，和上次比。"),
    Section("steps", "看护和告知", "看护记录，告诉了谁。", needed=True),
    Section("family", "转介和就医进展", "医院怎么说，监护人怎样配合。"),
    Section("next", "安全计划和下次复查", "改了什么，哪天再看。"),
)
_CRISIS_FINAL = (
    Section("overview", "经过", "从发现到结束。", needed=True),
    Section("level", "等级变化", "每次评估的日期和等级。"),
    Section("steps", "干预和看护情况", "告知、看护、转介，按时间写。", needed=True),
    Section("family", "就医结果和返校评估", "医院意见，返校前谁评估，结论。", needed=True),
    Section("next", "结束理由和后续关注", "为什么结束，以后谁关注，多久看一次。", needed=True),
)
_HARM = (
    Section("overview", "未成年人情况", "人数、性别、年龄、班级，谁在照看。", needed=True),
    Section("found", "发现的情况", "什么时候、怎样发现；孩子说的照原话写，不追问细节。", needed=True),
    Section("police", "报警情况", "几点、打给哪个单位、接警人和回执号。", needed=True),
    Section("steps", "已采取的保护措施", "孩子现在在哪里、和谁在一起；就医、保存证据。", needed=True),
    Section("danger", "现实危险", "可能的侵害人还能不能接触到孩子；不写没有核实的姓名。"),
    Section("next", "需要协助的事项", "需要公安、民政、教育部门做什么。"),
)  # fmt: skip
_HARM_PROGRESS = (
    Section("overview", "上次报告以来的情况", "公安、民政、医院告诉学校的进展。", needed=True),
    Section("steps", "新采取的保护措施", "安置、就医、心理辅导、法律援助。", needed=True),
    Section("danger", "现实危险", "孩子现在安全不安全。"),
    Section("next", "需要协助的事项", "还需要谁做什么。"),
)
_HARM_FINAL = (
    Section("overview", "未成年人情况", "人数、性别、年龄、班级，现在由谁照看。", needed=True),
    Section("police", "报警和接报部门的处理结果", "立案没有、回执号、处理结果。", needed=True),
    Section("steps", "保护措施", "安置、就医、心理辅导、法律援助，按时间写。", needed=True),
    Section("next", "后续保护", "以后谁负责，多久看一次。", needed=True),
)
_ALL: dict[str, dict[str, tuple[Section, ...]]] = {
    Clock.CRISIS: {
        Kind.FIRST: _CRISIS, Kind.PROGRESS: _CRISIS_PROGRESS, Kind.FINAL: _CRISIS_FINAL
    },
    Clock.REPORT: {Kind.FIRST: _HARM, Kind.PROGRESS: _HARM_PROGRESS, Kind.FINAL: _HARM_FINAL},
}  # fmt: skip
_OTHERS = {Kind.FIRST: _NOTICE, Kind.PROGRESS: _NOTICE_PROGRESS, Kind.FINAL: _NOTICE_FINAL}


def sections_of(clock: str, kind: str) -> tuple[Section, ...]:
    """Return the parts of a report in their order."""
    return _ALL.get(clock, _OTHERS)[kind]  # type: ignore[index]


def headed(number: int, section: Section) -> str:
    """Return a part's heading as it is counted on paper: 一、基本情况."""
    return f"{NUMERALS[number]}、{section.heading}"


def mark_of(kind: str, issue: int, *, corrected: bool = False) -> str:
    """Return what stands behind the title: 首报, 续报二, 终报; with 更正 where it was put right."""
    numeral = NUMERALS[issue - 1] if issue <= len(NUMERALS) else str(issue)
    said = {Kind.FIRST: "首报", Kind.PROGRESS: f"续报{numeral}", Kind.FINAL: "终报"}[kind]  # type: ignore[index]
    return f"{said}，更正" if corrected else said
