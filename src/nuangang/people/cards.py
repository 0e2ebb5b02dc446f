"""What stands on contact cards, for many children in few statements (R27, domain.md §8.5)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nuangang.accounts.posts import Post
from nuangang.people.fields import Sight, sight_of, with_sight
from nuangang.people.models import Child, Contact, Relative, StaffPost, Tie
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.matrix import MASKED


@dataclass
class Line:
    """Somebody on a card: who they are to the child, their name and numbers."""

    role: str
    name: str
    numbers: list[str] = field(default_factory=list)


@dataclass
class Card:
    """One child's contact card."""

    child: Child
    name: str
    klass: str
    family: list[Line]
    school: list[Line]
    village: str
    child_director: str
    masked: bool


def contact_cards(
    actor: Actor,
    children: QuerySet[Child],
    on: date,
    opened: frozenset[str] = frozenset(),
) -> list[Card]:
    """Return a card for each child in order; seven statements, whatever their number.

    Numbers are masked as the file's page masks them; `opened` are classes that a reason opened.
    """
    found = list(with_sight(actor, children))
    ids = [child.pk for child in found]
    year = school_year_of(actor, on)
    sights = {child.pk: sight_of(actor, child, opened) for child in found}
    family = _families(actor, sights)
    mentors = _mentors(actor, ids)
    teachers, heads = _posts(actor, on)
    return [
        Card(
            child=child,
            name=child.name,
            klass=child.klass.name_on(year) if child.klass else "",
            family=family[child.pk],
            school=[*teachers[child.klass_id], *mentors[child.pk], *heads],
            village=child.village,
            child_director=child.child_director,
            masked=sights[child.pk].sees("contact") == MASKED,
        )
        for child in found
    ]


def _families(actor: Actor, sights: dict[UUID, Sight]) -> dict[UUID, list[Line]]:
    ids = list(sights)
    numbers: dict[UUID | None, list[str]] = defaultdict(list)
    lines: dict[UUID, list[Line]] = defaultdict(list)
    for contact in visible(actor, Contact).filter(child_id__in=ids).order_by("call_order", "id"):
        number = sights[contact.child_id].shown("contact", contact.number)
        if contact.relative_id:
            numbers[contact.relative_id].append(number)
        else:
            lines[contact.child_id].append(Line("", contact.label, [number]))
    for relative in _in_order(visible(actor, Relative).filter(child_id__in=ids)):
        line = Line(_kin(relative), relative.name, numbers[relative.pk])
        if line.numbers or relative.is_carer or relative.kin in ("father", "mother"):
            lines[relative.child_id].append(line)
    return lines


def _in_order(relatives: QuerySet[Relative]) -> list[Relative]:
    return sorted(
        relatives, key=lambda r: (not r.is_carer, r.kin not in ("father", "mother"), r.kin)
    )


def _kin(relative: Relative) -> str:
    return relative.kin_word or str(relative.get_kin_display())


def _mentors(actor: Actor, ids: list[UUID]) -> dict[UUID, list[Line]]:
    held = visible(actor, Tie).filter(
        child_id__in=ids, until__isnull=True, capacity=Tie.Capacity.AGENT_PARENT
    )
    lines: dict[UUID, list[Line]] = defaultdict(list)
    for tie in held.select_related("adult"):
        role = str(Tie.Capacity.AGENT_PARENT.label)
        lines[tie.child_id].append(Line(role, tie.adult.name, [tie.adult.phone]))
    return lines


def _posts(actor: Actor, on: date) -> tuple[dict[Any, list[Line]], list[Line]]:
    held = visible(actor, StaffPost).filter(
        Q(until__isnull=True) | Q(until__gt=on),
        post__in=(Post.CLASS_TEACHER, Post.HEAD),
        since__lte=on,
    )
    teachers: dict[Any, list[Line]] = defaultdict(list)
    heads = []
    for post in held.select_related("staff").order_by("since"):
        line = Line(str(post.get_post_display()), post.staff.name, [post.staff.phone])
        if post.post == Post.HEAD:
            heads.append(line)
        else:
            teachers[post.klass_id].append(line)
    return teachers, heads


def in_fours(cards: list[Card]) -> Iterator[list[Card]]:
    """Yield the cards of one printed A4 sheet after another, four on each."""
    for start in range(0, len(cards), 4):
        yield cards[start : start + 4]
