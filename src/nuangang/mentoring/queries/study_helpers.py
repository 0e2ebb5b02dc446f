"""Study helpers of a class: who helps whom, and who could."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from nuangang.mentoring.effect import FILLERS, reasons_of, words_of
from nuangang.mentoring.models import HelperPair
from nuangang.mentoring.school_wishes import wishes_of
from nuangang.mentoring.study_help import Classmate, propose_helpers
from nuangang.people.models import SchoolClass
from nuangang.people.queries import LEFT_BEHIND, children_here, classes, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


@dataclass
class Wanting:
    """A child of the class who has no helper yet, whom the solver proposes, and why."""

    id: UUID
    name: str
    helper: UUID | None = None
    helper_name: str = ""
    why: list[str] = field(default_factory=list)


@dataclass
class ClassHelpers:
    """One class: pairs that hold, children who want a helper, and how many each classmate helps."""

    pairs: list[HelperPair]
    wanting: list[Wanting]
    classmates: list[tuple[UUID, str, int]]
    cap: int


def class_helpers(actor: Actor, klass: SchoolClass, on: date) -> ClassHelpers:
    """Return the helpers of a class and a proposal for who has none; two statements."""
    rows = children_here(actor, on).filter(klass=klass).order_by("search", "id")
    children = {c["id"]: c for c in rows.values("id", "name", "village", "gender", "left_behind")}
    pairs = [
        pair
        for pair in visible(actor, HelperPair)
        .filter(child__klass=klass, until__isnull=True)
        .select_related("child", "helper")
        .order_by("child__search")
        if pair.child_id in children
    ]
    cap = wishes_of(actor.school).helper_cap
    loads = Counter(pair.helper_id for pair in pairs)
    return ClassHelpers(
        pairs=pairs,
        wanting=_proposed(children, pairs, klass.pk, cap),
        classmates=[(pk, row["name"], loads[pk]) for pk, row in children.items()],
        cap=cap,
    )


def _proposed(
    children: Mapping[UUID, Any], pairs: list[HelperPair], klass: UUID, cap: int
) -> list[Wanting]:
    helped = {pair.child_id: pair.helper_id for pair in pairs}
    mates = [
        Classmate(
            id=pk,
            class_id=klass,
            village=row["village"],
            gender=row["gender"],
            needs_helper=row["left_behind"] in LEFT_BEHIND or pk in helped,
            cap=cap,
            locked_helper=helped.get(pk),
        )
        for pk, row in children.items()
    ]
    found = {pair.child: pair for pair in propose_helpers(mates).pairs}
    wanting = []
    for pk, row in children.items():
        if row["left_behind"] not in LEFT_BEHIND or pk in helped:
            continue
        one = Wanting(pk, row["name"])
        if pair := found.get(pk):
            one.helper = pair.adult  # type: ignore[assignment]
            one.helper_name = children[pair.adult]["name"]  # type: ignore[index]
            one.why = words_of(r for r in reasons_of(pair) if r[0] not in FILLERS)
        wanting.append(one)
    return wanting


def helper_classes(actor: Actor, on: date) -> list[dict[str, Any]]:
    """Return the classes whose helpers the actor may arrange, with how many children have one."""
    year = school_year_of(actor, on)
    mine = [
        klass
        for klass in classes(actor, year)
        if actor.everywhere("helper", "write") or klass.pk in actor.class_ids
    ]
    rows = children_here(actor, on).filter(left_behind__in=LEFT_BEHIND).order_by()
    wanting = Counter(rows.values_list("klass_id", flat=True))
    held = visible(actor, HelperPair).filter(until__isnull=True, child__left_on__isnull=True)
    helped = Counter(held.order_by().values_list("child__klass_id", flat=True))
    return [
        {
            "id": klass.pk,
            "name": klass.name_on(year),
            "wanting": wanting[klass.pk],
            "helped": min(helped[klass.pk], wanting[klass.pk]),
        }
        for klass in mine
    ]
