"""What a written report begins with: the incident's data and time line, by name or without."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import translation

from nuangang.incidents.kinds import OF_CHILD, OF_SCHOOL, Party, What
from nuangang.incidents.models import Deadline, FollowUp, Incident, IncidentStep
from nuangang.incidents.queries.joining import whole_line
from nuangang.incidents.queries.naming import stand_ins
from nuangang.incidents.queries.page import superseded
from nuangang.incidents.report_text import Fact, Facts, Pupil
from nuangang.incidents.standing_in import Name, replaced, without_numbers
from nuangang.people.models import Child
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import school_day_now

Kind = IncidentStep.Kind
LINES = (Kind.DONE, Kind.NOTE, Kind.GRAVE)


def facts_of(
    actor: Actor,
    incident: Incident,
    children: list[Child],
    *,
    names: list[Name],
    named: bool,
    since: datetime | None,
    now: datetime,
) -> Facts:
    """Return the facts of an incident for a report; `since`: only the lines written down after that."""

    def said(text: str) -> str:
        kept = [name for name in names if name.never] if named else names
        return replaced(text if named else without_numbers(text), kept)

    steps = _standing(whole_line(actor, incident))
    fresh = [step for step in steps if since is None or step.noted_at > since]
    with translation.override("zh-hans"):
        kind_words, outcome = incident.kind_words, incident.get_outcome_display() or ""
    return Facts(
        school=incident.school.name, kind=kind_words, code=incident.kind,
        happened_at=incident.happened_at, grave=incident.grave,
        place=said(_first(steps, "place")), words=said(_first(steps, "words", Kind.RAISED)),
        pupils=_pupils(actor, children, named, now),
        lines=[Fact(s.at, said(s.words)) for s in fresh if s.kind in LINES and s.words],
        told=_told(actor, incident, children, named, since, said),
        receipts=[said(s.words) for s in steps if s.kind == Kind.RECEIPT and s.words],
        outcome=outcome, closing=said(_first(steps, "words", Kind.CLOSED)),
        lesson=said(_first(steps, "words", Kind.LESSON)),
        after=[Fact(None, said(words), due) for words, due in _after(actor, incident)],
    )  # fmt: skip


def _standing(steps: list[IncidentStep]) -> list[IncidentStep]:
    gone = superseded(steps)
    return [step for step in steps if step.pk not in gone and not step.withdrawn]


def _first(steps: list[IncidentStep], column: str, kind: str = "") -> str:
    rows = (s for s in steps if not kind or s.kind == kind)
    return next((str(getattr(s, column)) for s in rows if getattr(s, column)), "")


def _after(actor: Actor, incident: Incident) -> list[tuple[str, Any]]:
    rows = visible(actor, FollowUp).filter(incident_id=incident.pk).order_by("due_on", "pk")
    return [(row.words, row.due_on) for row in rows]


def _pupils(actor: Actor, children: list[Child], named: bool, now: datetime) -> list[Pupil]:
    on, called = school_day_now(now), stand_ins(children)
    year = school_year_of(actor, on)
    return [
        Pupil(
            child.name if named else called[child.pk],
            child.klass.name_on(year) if child.klass else "",
            {"male": "男", "female": "女"}.get(child.gender, ""),
            _age(child, on),
        )
        for child in children
    ]


def _age(child: Child, on: Any) -> int | None:
    if child.birth is None:
        return None
    born = child.birth
    return int(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _told(
    actor: Actor,
    incident: Incident,
    children: list[Child],
    named: bool,
    since: datetime | None,
    said: Callable[[str], str],
) -> list[Fact]:
    """Return who was told when; of whom outside the school it was, and the family not by name."""
    called = {c.pk: c.name for c in children} if named else stand_ins(children)
    rows = visible(actor, Deadline).filter(
        incident_id=incident.pk, what=What.TELL, told_at__isnull=False
    )
    if since is not None:
        rows = rows.filter(told_at__gt=since)
    return [
        Fact(row.told_at, _telling(row, called, named, said), party=row.party)
        for row in rows.order_by("told_at", "pk")
    ]


def _telling(row: Deadline, called: dict[Any, str], named: bool, said: Callable[[str], str]) -> str:
    whom = f"（{said(row.told_to)}）" if named and row.told_to else ""
    if row.party in OF_CHILD:
        word = "监护人" if row.party == Party.GUARDIAN else "在外的父母"
        return f"已告知{called.get(row.child_id, '')}的{word}{whom}。"
    with translation.override("zh-hans"):
        verb = "已告知" if row.party in OF_SCHOOL else "已报告"
        return f"{verb}{Party(row.party).label}{whom}。"
