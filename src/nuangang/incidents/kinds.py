"""What can happen, by the four clocks of the law and the plan (domain.md 3), and who must be told."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Clock(models.TextChoices):
    """The four clocks; they run separately and are never one form."""

    NOTICE = "notice", _("Accident or emergency")
    REPORT = "report", _("Harm to a child: must be reported")
    CRISIS = "crisis", _("Crisis of mind")
    CARE = "care", _("Missing, alone, not in school")


class Party(models.TextChoices):
    """Whom a rule can name; the first two are told once for each child."""

    GUARDIAN = "guardian", _("Carer at home")
    PARENTS = "parents", _("Parents far away")
    CLASS_TEACHER = "class_teacher", _("Class teacher")
    HEAD = "head", _("Head")
    LEAD = "lead", _("Lead for child protection")
    COUNSELLOR = "counsellor", _("Counsellor")
    POLICE = "police", _("Police")
    HOSPITAL = "hospital", _("Hospital")
    BUREAU = "bureau", _("Education bureau")
    TOWNSHIP = "township", _("Township government")
    CIVIL = "civil", _("Civil affairs")
    CDC = "cdc", _("Disease control")
    VILLAGE = "village", _("Village committee")


OF_CHILD = (Party.GUARDIAN.value, Party.PARENTS.value)
OF_SCHOOL = (
    Party.CLASS_TEACHER.value,
    Party.HEAD.value,
    Party.LEAD.value,
    Party.COUNSELLOR.value,
)
OUTSIDE = tuple(party for party in Party.values if party not in OF_CHILD + OF_SCHOOL)


@dataclass(frozen=True)
class IncidentKind:
    """One thing that can happen: its clock, its words, the law it rests on, its drawing.

    `first` says whether it stands among the chips that need no search.
    """

    code: str
    clock: str
    words: Any
    law: str = ""
    icon: str = "alert"
    first: bool = False


_N, _R, _C, _D = Clock.NOTICE.value, Clock.REPORT.value, Clock.CRISIS.value, Clock.CARE.value
_MINORS, _PREVENT = "未成年人保护法", "预防未成年人犯罪法"
_LIST = (
    IncidentKind("injury", _N, _("Hurt or an accident"), f"{_MINORS} 37", "health", first=True),
    IncidentKind("illness", _N, _("Suddenly ill"), f"{_MINORS} 37", "heart", first=True),
    IncidentKind("bullying", _N, _("Beaten or bullied by others"), f"{_MINORS} 39", "people", first=True),
    IncidentKind("poisoning", _N, _("Several ill, perhaps from food"), "突发公共卫生事件应对法 30", "health"),
    IncidentKind("drowning", _N, _("Drowning"), f"{_MINORS} 37"),
    IncidentKind("traffic", _N, _("Traffic accident"), f"{_MINORS} 37"),
    IncidentKind("fire", _N, _("Fire, storm, flood, building"), "突发事件应对法 61"),
    IncidentKind("other", _N, _("Another emergency"), "突发事件应对法 61", first=True),
    IncidentKind("crisis_red", _C, _("May hurt himself or others, now"), f"{_PREVENT} 19", "talk", first=True),
    IncidentKind("crisis_orange", _C, _("Says life makes no sense"), f"{_PREVENT} 19", "talk"),
    IncidentKind("ran_away", _D, _("Ran away or can't be found"), f"{_PREVENT} 35", "out", first=True),
    IncidentKind("out_all_night", _D, _("Out all night"), f"{_PREVENT} 35", "out"),
    IncidentKind("truant", _D, _("Not in school, nobody knows why"), f"{_PREVENT} 34", "clock", first=True),
    IncidentKind("alone", _D, _("Lives alone, nobody cares"), "国发〔2016〕13号", "home"),
    IncidentKind("carer_unfit", _D, _("The carer can't care any more"), "国发〔2016〕13号", "home"),
    IncidentKind("dropout", _D, _("Stays away from school for good"), f"{_MINORS} 28", "out"),
    IncidentKind("violence", _R, _("Violence at home"), "反家庭暴力法 14", "shield", first=True),
    IncidentKind("mr1", _R, _("MR1: injury to private parts"), f"{_MINORS} 11", "shield"),
    IncidentKind("mr2", _R, _("MR2: girl under 14, sexual harm or pregnancy"), f"{_MINORS} 11, 40", "shield"),
    IncidentKind("mr3", _R, _("MR3: girl of 14 or more, pregnancy after sexual harm"), f"{_MINORS} 11, 40", "shield"),
    IncidentKind("mr4", _R, _("MR4: many injuries, starved, dazed, beaten, drugged"), f"{_MINORS} 11", "shield"),
    IncidentKind("mr5", _R, _("MR5: disabled or dead by suicide, self-harm, work, poison, beating"), f"{_MINORS} 11", "shield"),
    IncidentKind("mr6", _R, _("MR6: abandoned, long without care"), f"{_MINORS} 11", "shield"),
    IncidentKind("mr7", _R, _("MR7: unknown origin, missing, trafficked"), f"{_MINORS} 11", "shield"),
    IncidentKind("mr8", _R, _("MR8: made to beg"), f"{_MINORS} 11", "shield"),
    IncidentKind("mr9", _R, _("MR9: other grave harm or danger"), f"{_MINORS} 11", "shield"),
)  # fmt: skip
KINDS: dict[str, IncidentKind] = {kind.code: kind for kind in _LIST}


def kinds_of(clock: str) -> list[IncidentKind]:
    """Return the kinds under one clock."""
    return [kind for kind in _LIST if kind.clock == clock]


def kind_choices() -> list[tuple[str, Any]]:
    """Return all kinds as a form's choices, clock by clock."""
    return [(kind.code, kind.words) for kind in _LIST]


class What(models.TextChoices):
    """What a deadline asks for: to tell somebody, or to hand a report in."""

    TELL = "tell", pgettext_lazy("deadline", "Tell")
    PROGRESS = "progress", _("Follow-up report")
    FINAL = "final", _("Final report")
