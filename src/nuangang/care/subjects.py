"""For whom a care rule stands today: read once for a school, then plain sums."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from nuangang.accounts.posts import Post
from nuangang.care.models import CareRule
from nuangang.lib.classnames import school_year
from nuangang.people.models import Child, ChildGroup, Staff, StaffPost, Tie, holding

COUNTED_LABELS = ("one", "both", "other")
WHO = ("left_behind", "both", "one", "all")
TEACHERS = (Post.CLASS_TEACHER, Post.SUBJECT_TEACHER, Post.GRADE_LEADER)
GRADE, DORM, VILLAGE = "grade", "dorm", "village"
GROUPED = {
    CareRule.Owed.PER_GRADE: GRADE,
    CareRule.Owed.PER_DORM: DORM,
    CareRule.Owed.PER_VILLAGE: VILLAGE,
}


class ChildHere(NamedTuple):
    """What of a child decides on the rules that hold for them."""

    id: UUID
    klass_id: UUID | None
    entry_year: int | None
    left_behind: str
    boarding: bool | None
    special_needs: bool
    entry_grade: int | None = None
    gender: str = ""
    birth: date | None = None
    joined_on: date | None = None
    dorm: str = ""
    village: str = ""
    groups: frozenset[str] = frozenset()

    @property
    def cohort(self) -> int | None:
        """Return the school year in which the child's grade was or would have been grade 1."""
        if self.entry_year is None or self.entry_grade is None:
            return None
        return self.entry_year - self.entry_grade + 1

    def group(self, by: str) -> str:
        """Return the group the child belongs to, by grade, dormitory or village; "" for none."""
        value = {GRADE: self.cohort, DORM: self.dorm, VILLAGE: self.village}[by]
        return f"{by}:{value}" if value else ""


CHILD_COLUMNS = (
    "id",
    "klass_id",
    "klass__entry_year",
    "left_behind",
    "boarding",
    "special_needs",
    "klass__entry_grade",
    "gender",
    "birth",
    "joined_on",
    "dorm",
    "village",
)


class Subject(NamedTuple):
    """Whom one duty of a rule is for; exactly one is filled, none for the whole school."""

    child_id: UUID | None = None
    klass_id: UUID | None = None
    adult_id: UUID | None = None
    group: str = ""


class Holder(NamedTuple):
    """Who holds a post, for which class or grade."""

    staff_id: UUID
    post: str
    klass_id: UUID | None
    entry_year: int | None


@dataclass(frozen=True)
class People:
    """The children here on a day, who is tied to them, and who is in charge of a class."""

    day: date
    children: list[ChildHere]
    agent_of: dict[UUID, UUID]
    stand_in_of: dict[UUID, UUID]
    teacher_of: dict[UUID | None, UUID]
    teachers: list[UUID]
    staff: dict[UUID, "Person"]
    holders: list[Holder]


class Person(NamedTuple):
    """What of a grown-up decides on what they owe."""

    subject: str
    party_member: bool
    outside: bool
    village: str


def people_on(school_id: UUID, day: date) -> People:
    """Return who is at the school on `day`; six statements."""
    ties = Tie.objects.filter(holding(day), school_id=school_id)
    of_agents = ties.filter(capacity=Tie.Capacity.AGENT_PARENT).order_by("since", "pk")
    stand_ins = ties.filter(capacity=Tie.Capacity.STAND_IN).order_by("since", "pk")
    posts = StaffPost.objects.filter(holding(day), school_id=school_id).order_by("since", "pk")
    names = ("staff_id", "post", "klass_id", "grade_entry_year")
    held = list(map(Holder._make, posts.values_list(*names)))
    staff = dict(_staff(school_id, day))
    teaching = {h.staff_id for h in held if h.post in TEACHERS}
    teaching |= {pk for pk, person in staff.items() if person.subject}
    return People(
        day=day,
        children=list(children_on(school_id, day)),
        agent_of=dict(of_agents.values_list("child_id", "adult_id")),
        stand_in_of=dict(stand_ins.values_list("child_id", "adult_id")),
        teacher_of={
            h.klass_id: h.staff_id for h in held if h.post == Post.CLASS_TEACHER and h.klass_id
        },
        teachers=sorted(teaching & staff.keys()),
        staff=staff,
        holders=[h for h in held if h.staff_id in staff],
    )


def children_on(school_id: UUID, day: date) -> Iterator[ChildHere]:
    """Return the children at the school on `day`; two statements."""
    here = Child.objects.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=day),
        Q(left_on__isnull=True) | Q(left_on__gt=day),
        school_id=school_id,
    )
    found = [ChildHere(*row) for row in here.order_by("pk").values_list(*CHILD_COLUMNS)]
    groups = groups_on(school_id, day)
    return (c._replace(groups=groups[c.id]) if c.id in groups else c for c in found)


def groups_on(
    school_id: UUID, day: date, children: Iterable[UUID] | None = None
) -> dict[UUID, frozenset[str]]:
    """Return per child the groups they belong to on `day`, "own:…" for those in the school's words."""
    rows = ChildGroup.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gt=day),
        school_id=school_id,
    )
    if children is not None:
        rows = rows.filter(child_id__in=list(children))
    found: dict[UUID, set[str]] = defaultdict(set)
    for child, kind, basis in rows.values_list("child_id", "kind", "basis"):
        found[child].add(f"own:{basis.strip()}" if kind == ChildGroup.Kind.OTHER else kind)
    return {child: frozenset(names) for child, names in found.items()}


def _staff(school_id: UUID, day: date) -> Iterable[tuple[UUID, Person]]:
    here = Staff.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gt=day),
        school_id=school_id,
    )
    names = ("pk", "subject", "party_member", "outside", "village")
    return ((pk, Person(*more)) for pk, *more in here.order_by("pk").values_list(*names))


def concerns(rule: CareRule, child: ChildHere, day: date, *, tied: bool = False) -> bool:
    """Say whether `rule` holds for `child` on `day`: by label, and by what the rule narrows it to.

    A child with an agent parent counts as left-behind even while the facts are not known yet.
    """
    wanted = rule.children
    who = wanted.get("who", "left_behind")
    if who in ("both", "one") and child.left_behind != who:
        return False
    if who == "left_behind" and child.left_behind not in COUNTED_LABELS and not tied:
        return False
    return all(NARROW[name](value, child, day) for name, value in wanted.items() if name in NARROW)


def _grade_fits(grades: list[int], child: ChildHere, day: date) -> bool:
    cohort = child.cohort
    return not grades or (cohort is not None and school_year(day) - cohort + 1 in grades)


def _is_new(wanted: bool, child: ChildHere, day: date) -> bool:
    begins = date(school_year(day), 8, 15)
    return not wanted or (child.joined_on is not None and child.joined_on >= begins)


# What a rule's `children` can be narrowed by, each with what it asks of a child.
NARROW: dict[str, Callable[[Any, ChildHere, date], bool]] = {
    "boarding": lambda value, child, _day: (
        bool(child.boarding) if value is True else child.boarding is False
    ),
    "special_needs": lambda value, child, _day: child.special_needs or not value,
    "entry_years": lambda years, child, _day: not years or child.entry_year in years,
    "classes": lambda classes, child, _day: not classes or str(child.klass_id) in classes,
    "grades": _grade_fits,
    "gender": lambda value, child, _day: not value or child.gender == value,
    "groups": lambda names, child, _day: not names or bool(child.groups & set(names)),
    "named": lambda ids, child, _day: not ids or str(child.id) in ids,
    "new": _is_new,
}
