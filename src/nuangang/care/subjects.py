"""For whom a care rule stands today, and who owes it: read once for a school, then plain sums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from nuangang.accounts.posts import Post
from nuangang.care.models import CareRule
from nuangang.people.models import Child, Staff, StaffPost, Tie, holding

COUNTED_LABELS = ("one", "both", "other")
WHO = ("left_behind", "both", "all")
TEACHERS = (Post.CLASS_TEACHER, Post.SUBJECT_TEACHER, Post.GRADE_LEADER)


class ChildHere(NamedTuple):
    """What of a child decides on the rules that hold for them."""

    id: UUID
    klass_id: UUID | None
    entry_year: int | None
    left_behind: str
    boarding: bool | None
    special_needs: bool


class Subject(NamedTuple):
    """Whom one duty of a rule is for; exactly one is filled, none for the whole school."""

    child_id: UUID | None = None
    klass_id: UUID | None = None
    adult_id: UUID | None = None


@dataclass(frozen=True)
class People:
    """The children here on a day, who is tied to them, and who is in charge of a class."""

    children: list[ChildHere]
    agent_of: dict[UUID, UUID]
    stand_in_of: dict[UUID, UUID]
    teacher_of: dict[UUID | None, UUID]
    teachers: list[UUID]
    staff: set[UUID]


def people_on(school_id: UUID, day: date) -> People:
    """Return who is at the school on `day`; five statements."""
    ties = Tie.objects.filter(holding(day), school_id=school_id)
    of_agents = ties.filter(capacity=Tie.Capacity.AGENT_PARENT).order_by("since", "pk")
    stand_ins = ties.filter(capacity=Tie.Capacity.STAND_IN).order_by("since", "pk")
    posts = StaffPost.objects.filter(holding(day), school_id=school_id, post__in=TEACHERS)
    held = list(posts.order_by("since").values_list("staff_id", "post", "klass_id"))
    staff = dict(_staff(school_id, day))
    teaching = {s for s, _post, _klass in held} | {s for s, subject in staff.items() if subject}
    return People(
        children=list(children_on(school_id, day)),
        agent_of=dict(of_agents.values_list("child_id", "adult_id")),
        stand_in_of=dict(stand_ins.values_list("child_id", "adult_id")),
        teacher_of={k: s for s, post, k in held if post == Post.CLASS_TEACHER and k},
        teachers=sorted(teaching & staff.keys()),
        staff=set(staff),
    )


def children_on(school_id: UUID, day: date) -> Iterator[ChildHere]:
    """Return the children at the school on `day`."""
    here = Child.objects.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=day),
        Q(left_on__isnull=True) | Q(left_on__gt=day),
        school_id=school_id,
    )
    names = ("id", "klass_id", "klass__entry_year", "left_behind", "boarding", "special_needs")
    return map(ChildHere._make, here.order_by("pk").values_list(*names))


def _staff(school_id: UUID, day: date) -> Iterable[tuple[UUID, str]]:
    here = Staff.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gt=day),
        school_id=school_id,
    )
    return here.values_list("pk", "subject")


def concerns(rule: CareRule, child: ChildHere, *, tied: bool = False) -> bool:
    """Say whether `rule` holds for `child`: by label, and by what the rule narrows it to.

    A child with an agent parent counts as left-behind even while the facts are not known yet.
    """
    wanted = rule.children
    who = wanted.get("who", "left_behind")
    if who == "both" and child.left_behind != "both":
        return False
    if who == "left_behind" and child.left_behind not in COUNTED_LABELS and not tied:
        return False
    if wanted.get("boarding") and not child.boarding:
        return False
    if wanted.get("special_needs") and not child.special_needs:
        return False
    years = wanted.get("entry_years")
    classes = wanted.get("classes")
    return (not years or child.entry_year in years) and (
        not classes or str(child.klass_id) in classes
    )


def subjects_of(rule: CareRule, people: People) -> dict[Subject, UUID | None]:
    """Return every subject that `rule` stands for, each with the staff who owe it now."""
    children = [c for c in people.children if concerns(rule, c, tied=c.id in people.agent_of)]
    match rule.owed:
        case CareRule.Owed.PER_CHILD:
            return {Subject(child_id=c.id): _doing(rule, c, people) for c in children}
        case CareRule.Owed.PER_CLASS:
            classes = sorted({c.klass_id for c in children if c.klass_id})
            return {Subject(klass_id=k): people.teacher_of.get(k) for k in classes}
        case CareRule.Owed.PER_ADULT:
            return {Subject(adult_id=a): a for a in sorted(_adults(rule, children, people))}
    return {Subject(): None}


def _doing(rule: CareRule, child: ChildHere, people: People) -> UUID | None:
    """Return who owes it these days: whoever stands in for an agent parent who is away."""
    of_others = rule.owed_by in (CareRule.OwedBy.SCHOOL, CareRule.OwedBy.CLASS_TEACHER)
    stand_in = None if of_others else people.stand_in_of.get(child.id)
    return stand_in or _owing(rule, child, people)


def _owing(rule: CareRule, child: ChildHere, people: People) -> UUID | None:
    if rule.owed_by == CareRule.OwedBy.SCHOOL:
        return None
    if rule.owed_by == CareRule.OwedBy.CLASS_TEACHER:
        return people.teacher_of.get(child.klass_id)
    return people.agent_of.get(child.id)


def _adults(rule: CareRule, children: list[ChildHere], people: People) -> set[Any]:
    if rule.owed_by == CareRule.OwedBy.EVERY_TEACHER:
        return set(people.teachers)
    return {owing for c in children if (owing := _owing(rule, c, people)) in people.staff}
