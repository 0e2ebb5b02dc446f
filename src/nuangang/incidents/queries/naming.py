"""Which names must not leave the school in a report of an incident, and the words that stand in for them."""

from typing import Any

from nuangang.accounts.posts import Post
from nuangang.incidents.models import Incident
from nuangang.incidents.queries.calling import PARENTS, families
from nuangang.incidents.standing_in import Name, pupil, with_given
from nuangang.people.models import Child, Relative, Staff, StaffPost, holding
from nuangang.people.naming import children_to_name
from nuangang.policy.actor import Actor
from nuangang.terms.calendar import school_day_now

GUARDIAN, RELATIVE, OTHER_PUPIL, TEACHER, COLLEAGUE = (
    "监护人", "亲属", "另一名学生", "一名教师", "学校工作人员",
)  # fmt: skip
POSTS = {
    Post.HEAD.value: "校长",
    Post.DEPUTY.value: "副校长",
    Post.LEAD.value: "德育主任",
    Post.CLASS_TEACHER.value: "班主任",
    Post.COUNSELLOR.value: "心理教师",
    Post.DOCTOR.value: "校医",
}


def stand_ins(children: list[Child]) -> dict[Any, str]:
    """Return how each child is called in a report without names."""
    return {child.pk: pupil(n, len(children)) for n, child in enumerate(children)}


def names_around(actor: Actor, incident: Incident, children: list[Child], now: Any) -> list[Name]:
    """Return the names that a report of the incident may hold by mistake; seven statements.

    Children concerned and their relatives must not leave the school. Of a report of harm no colleague
    is ever named, whoever it is: to guard the reporter's name alone would tell who that is.
    """
    called = stand_ins(children)
    found = [Name(child.name, called[child.pk], must=True) for child in children]
    found += _relatives(incident, children, called)
    found += _staff(incident, now)
    others = children_to_name(actor, school_day_now(now)).exclude(pk__in=list(called))
    found += [Name(name, OTHER_PUPIL) for name in others.values_list("name", flat=True)]
    return with_given(found)


def _relatives(incident: Incident, children: list[Child], called: dict[Any, str]) -> list[Name]:
    around = families(incident.school_id, [child.pk for child in children])
    return [
        Name(who.name, _of(called[child], who, alone=len(children) == 1), must=True)
        for child, family in around.items()
        for who in family.relatives
        if who.name
    ]


def _of(pupil: str, who: Relative, *, alone: bool) -> str:
    word = GUARDIAN if who.is_carer or who.kin in PARENTS else RELATIVE
    return word if alone else f"{pupil}的{word}"


def _staff(incident: Incident, now: Any) -> list[Name]:
    never = incident.is_shielded
    rows = Staff.objects.filter(school_id=incident.school_id, outside=False)
    posts = dict(
        StaffPost.objects.filter(holding(school_day_now(now)), school_id=incident.school_id)
        .filter(post__in=POSTS)
        .values_list("staff_id", "post")
    )
    word = COLLEAGUE if never else TEACHER
    return [
        Name(name, word if never else POSTS.get(posts.get(pk, ""), word), never=never)
        for pk, name in rows.values_list("pk", "name")
    ]
