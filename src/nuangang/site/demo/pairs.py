"""The demonstration's agent parents, paired by the product's own solver."""

from datetime import date
from typing import Any

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.mentoring.matching import propose
from nuangang.mentoring.pairs import AdultToPair, ChildToPair
from nuangang.people.actions.ties import tie_all
from nuangang.people.models import Child, Staff, StaffPost
from nuangang.site.demo.invent import Inventor

LEFT_BEHIND = ("one", "both", "other")


def pair_up(
    inventor: Inventor,
    actor: Any,
    school: School,
    *,
    since: date,
    without: int,
    joined: date,
) -> None:
    """Tie every left-behind child but `without` newcomers, who joined on `joined`."""
    children = list(Child.objects.of(school).filter(left_behind__in=LEFT_BEHIND).order_by("id"))
    newcomers = inventor.draw.sample(children, without)
    Child.objects.of(school).filter(pk__in=[c.pk for c in newcomers]).update(joined_on=joined)
    new = {c.pk for c in newcomers}
    staff = {s.pk: s for s in Staff.objects.of(school).filter(may_mentor=True)}
    waiting = {c.pk: c for c in children if c.pk not in new}
    plan = propose([_child(c) for c in waiting.values()], _adults(school, staff))
    tie_all(
        actor,
        [
            (waiting[p.child], staff[p.adult], [[r.code, dict(r.params)] for r in p.reasons])
            for p in plan.pairs
        ],
        since=since,
    )


def _child(child: Child) -> ChildToPair:
    return ChildToPair(
        id=child.pk,
        class_id=child.klass_id,
        village=child.village,
        gender=child.gender,
        boarding=bool(child.boarding),
        special_needs=child.special_needs,
    )


def _adults(school: School, staff: dict[Any, Staff]) -> list[AdultToPair]:
    teaching: dict[Any, set] = {pk: set() for pk in staff}
    leading: dict[Any, set] = {pk: set() for pk in staff}
    posts = StaffPost.objects.of(school).filter(klass__isnull=False)
    for adult, post, klass in posts.values_list("staff_id", "post", "klass_id"):
        teaching[adult].add(klass)
        if post == Post.CLASS_TEACHER:
            leading[adult].add(klass)
    return [
        AdultToPair(
            id=pk,
            party_member=person.party_member,
            quota=2 if person.party_member else 1,
            classes=frozenset(teaching[pk]),
            class_teacher_of=frozenset(leading[pk]),
            village=person.village,
            gender=person.gender,
            trained=person.trained,
        )
        for pk, person in staff.items()
    ]
