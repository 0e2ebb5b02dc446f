"""Who owes what a care rule asks for: plain sums over the people of a day."""

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from nuangang.accounts.posts import Post
from nuangang.care.models import CareRule
from nuangang.care.subjects import (
    GRADE,
    GROUPED,
    VILLAGE,
    ChildHere,
    Holder,
    People,
    Subject,
    concerns,
)

OwedBy, Owed = CareRule.OwedBy, CareRule.Owed
# The promise is kept by others; whoever looks after the child sees to it and writes it down.
SEEN_TO = (OwedBy.FAMILY, OwedBy.CHILD)
# Owed by any of several grown-ups: who it is for one child is whoever is nearest.
SHARED = (OwedBy.POSTS, OwedBy.PARTY, OwedBy.PEOPLE, OwedBy.STAFF)
NOBODY = UUID(int=0)
PARTY, OUTSIDE, INSIDE = "party", "outside", "inside"


class Owing(NamedTuple):
    """Who owes one duty now, towards how many children, and whose birthday it may be about."""

    staff_id: UUID | None
    children: int = 1
    born: date | None = None


def subjects_of(rule: CareRule, people: People) -> dict[Subject, Owing]:
    """Return every subject that `rule` stands for, each with who owes it now."""
    children = concerned(rule, people)
    match rule.owed:
        case Owed.PER_CHILD:
            return {
                Subject(child_id=c.id): Owing(owes, 1, c.birth)
                for c in children
                if (owes := _owes(rule, c, people)) or not rule.owing.get("only")
            }
        case Owed.PER_ADULT:
            adults = sorted(_adults(rule, children, people))
            return {
                Subject(adult_id=a): Owing(a, len(_children_of(rule, a, children, people)))
                for a in adults
            }
        case Owed.PER_SCHOOL:
            return {Subject(): Owing(_nearest(rule, people, "school"), len(children))}
    return _per_group(rule, children, people)


def concerned(rule: CareRule, people: People) -> list[ChildHere]:
    """Return the children whom `rule` is about."""
    day = people.day
    return [c for c in people.children if concerns(rule, c, day, tied=c.id in people.agent_of)]


def _per_group(rule: CareRule, children: list[ChildHere], people: People) -> dict[Subject, Owing]:
    found: dict[Subject, list[ChildHere]] = {}
    for child in children:
        if subject := _shared_subject(rule, child):
            found.setdefault(subject, []).append(child)
    return {
        subject: Owing(_owes_together(rule, subject, members[0], people), len(members))
        for subject, members in sorted(found.items(), key=lambda item: str(item[0]))
    }


def _shared_subject(rule: CareRule, child: ChildHere) -> Subject | None:
    if rule.owed == Owed.PER_CLASS:
        return Subject(klass_id=child.klass_id) if child.klass_id else None
    group = child.group(GROUPED[Owed(rule.owed)])
    return Subject(group=group) if group else None


def _owes(rule: CareRule, child: ChildHere, people: People) -> UUID | None:
    """Return who owes it for one child, in the days of an absence whoever stands in."""
    if rule.owed_by == OwedBy.SCHOOL:
        return None
    if rule.owed_by == OwedBy.CLASS_TEACHER:
        return _of_kind(rule, people.teacher_of.get(child.klass_id), people)
    if rule.owed_by in SHARED:
        return _nearest(rule, people, child.id, child)
    agent = _of_kind(rule, people.agent_of.get(child.id), people)
    if rule.owing.get("only") and agent is None:
        return None
    teacher = people.teacher_of.get(child.klass_id) if rule.owed_by in SEEN_TO else None
    return people.stand_in_of.get(child.id) or agent or teacher


def _owes_together(
    rule: CareRule, subject: Subject, member: ChildHere, people: People
) -> UUID | None:
    """Return who owes it for a class or group, whose `member` tells its grade and village."""
    if rule.owed_by in SHARED:
        return _nearest(rule, people, str(subject), _as_group(subject, member))
    if subject.klass_id and rule.owed_by != OwedBy.SCHOOL:
        return people.teacher_of.get(subject.klass_id)
    return None


def _as_group(subject: Subject, member: ChildHere) -> ChildHere:
    """Return `member` with only what the whole group has in common."""
    by = subject.group.partition(":")[0]
    shared = {"": ("klass_id", "entry_year"), GRADE: ("entry_year",), VILLAGE: ("village",)}
    nothing = {"klass_id": None, "entry_year": None, "village": ""}
    kept = {name: getattr(member, name) for name in shared.get(by, ())}
    return member._replace(id=NOBODY, **{**nothing, **kept})


def candidates(rule: CareRule, people: People) -> list[UUID]:
    """Return the grown-ups who can owe it, in the order the posts or names were chosen."""
    match rule.owed_by:
        case OwedBy.POSTS:
            posts = list(rule.owing.get("posts", ()))
            held = [h for h in people.holders if h.post in posts]
            found = [h.staff_id for h in sorted(held, key=lambda h: posts.index(h.post))]
        case OwedBy.PEOPLE:
            found = [
                pk for text in rule.owing.get("staff", ()) if (pk := UUID(text)) in people.staff
            ]
        case OwedBy.PARTY:
            found = [pk for pk, person in people.staff.items() if person.party_member]
        case OwedBy.STAFF:
            found = [pk for pk, person in people.staff.items() if not person.outside]
        case OwedBy.EVERY_TEACHER:
            found = people.teachers
        case _:
            found = []
    return list(dict.fromkeys(pk for pk in found if _of_kind(rule, pk, people)))


def _of_kind(rule: CareRule, staff_id: UUID | None, people: People) -> UUID | None:
    """Return the grown-up if the rule means people of this kind, otherwise None."""
    person = people.staff.get(staff_id) if staff_id else None
    only = rule.owing.get("only")
    if not only or person is None:
        return staff_id if not only else None
    fits = {PARTY: person.party_member, OUTSIDE: person.outside, INSIDE: not person.outside}
    return staff_id if fits[only] else None


def _nearest(
    rule: CareRule, people: People, key: object, child: ChildHere | None = None
) -> UUID | None:
    """Return the one of the candidates who is nearest to a child or group.

    First its agent parent, then who holds the post for its class, its grade, lives in its village
    (of those from outside), then anybody; among several always the same one, so that the children
    are shared out and stay with whom they have. For the whole school, the first of the posts.
    """
    found = candidates(rule, people)
    if child is None or not found:
        return found[0] if found else None
    for near in (
        _agent(child, people),
        *_in_charge(rule, child, people),
        _neighbours(child, people),
    ):
        if some := [pk for pk in found if pk in near]:
            return min(some, key=lambda pk: _lot(key, pk))
    elsewhere = _bound_elsewhere(rule, people)
    return min(
        [pk for pk in found if pk not in elsewhere], key=lambda pk: _lot(key, pk), default=None
    )


def _lot(key: object, staff_id: UUID) -> bytes:
    return blake2b(f"{key} {staff_id}".encode(), digest_size=8).digest()


def _agent(child: ChildHere, people: People) -> set[UUID]:
    agent = people.agent_of.get(child.id)
    return {agent} if agent else set()


def _posts(rule: CareRule, people: People) -> Iterable[Holder]:
    posts = rule.owing.get("posts", ()) if rule.owed_by == OwedBy.POSTS else ()
    return [h for h in people.holders if h.post in posts]


def _in_charge(rule: CareRule, child: ChildHere, people: People) -> Iterable[set[UUID]]:
    held = _posts(rule, people)
    yield {h.staff_id for h in held if h.klass_id and h.klass_id == child.klass_id}
    yield {h.staff_id for h in held if h.entry_year and h.entry_year == child.entry_year}


def _neighbours(child: ChildHere, people: People) -> set[UUID]:
    if not child.village:
        return set()
    return {
        pk
        for pk, person in people.staff.items()
        if person.outside and person.village == child.village
    }


def _bound_elsewhere(rule: CareRule, people: People) -> set[UUID]:
    """Return who holds the post only for other classes or grades: they don't owe it here."""
    held = _posts(rule, people)
    free = {h.staff_id for h in held if not h.klass_id and not h.entry_year}
    return {h.staff_id for h in held} - free


def _adults(rule: CareRule, children: list[ChildHere], people: People) -> set[UUID]:
    if rule.owed_by in (*SHARED, OwedBy.EVERY_TEACHER):
        return set(candidates(rule, people))
    if rule.owed_by == OwedBy.AGENT_PARENT:
        owing = {_of_kind(rule, people.agent_of.get(child.id), people) for child in children}
    else:
        owing = {_owes(rule, child, people) for child in children}
    return {pk for pk in owing if pk in people.staff}


def _children_of(
    rule: CareRule, adult: UUID, children: list[ChildHere], people: People
) -> list[ChildHere]:
    """Return the children whom "all of theirs" means: their own, those of their classes, or all."""
    own = [c for c in children if people.agent_of.get(c.id) == adult]
    if own or rule.owed_by == OwedBy.AGENT_PARENT:
        return own
    posts = [h for h in people.holders if h.staff_id == adult and _is_meant(rule, h)]
    classes = {h.klass_id for h in posts if h.klass_id}
    years = {h.entry_year for h in posts if h.entry_year}
    if not classes and not years:
        return children
    return [c for c in children if c.klass_id in classes or c.entry_year in years]


def _is_meant(rule: CareRule, holder: Holder) -> bool:
    posts = {OwedBy.CLASS_TEACHER: [Post.CLASS_TEACHER]}.get(OwedBy(rule.owed_by))
    return holder.post in (posts or rule.owing.get("posts") or list(Post))
