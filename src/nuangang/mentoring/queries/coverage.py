"""How far the school's pairs reach today, and the list that is printed and signed (domain.md §8.5)."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.posts import Post
from nuangang.mentoring.queries.drafts import AdultRow, Draft, about
from nuangang.mentoring.roll import Roll, roll_of
from nuangang.people.models import Child, Staff, StaffPost, Tie, not_over
from nuangang.people.models.ties import agreed_field
from nuangang.people.queries import (
    CLASS_COLUMNS,
    LEFT_BEHIND,
    class_name_in,
    school_year_of,
)
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.matrix import CLEAR

AGREED = {"missing": _("Not all have said yes"), "all": _("All have said yes")}
SIGNED_ORDER = (
    "-child__klass__entry_year",
    "child__klass__entry_grade",
    "child__klass__number",
    "child__search",
    "child__id",
)


class Coverage:
    """Who of the left-behind children has an agent parent, and how many each adult has."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.left_behind = [pk for pk, row in roll.children.items() if counts(row)]
        self.open = [pk for pk in self.left_behind if pk not in roll.ties]

    @property
    def paired(self) -> int:
        """Return how many left-behind children have somebody."""
        return len(self.left_behind) - len(self.open)

    def waiting(self) -> list[dict[str, Any]]:
        """Return the children without an agent parent as lines, by class."""
        return [
            {"id": pk, "name": self.roll.children[pk]["name"], "klass": self.roll.klass(pk),
             "sub": about(self.roll.children[pk])}
            for pk in sorted(self.open, key=self.roll.place)
        ]  # fmt: skip

    def adults(self) -> list[AdultRow]:
        """Return the loads of today, those with too many or too few first."""
        loads = Counter(self.roll.held.values())
        people = {one.id: one for one in self.roll.adults_to_pair()}
        rows = [
            AdultRow(
                id=pk,
                name=self.roll.adults[pk]["name"],
                party_member=one.party_member,
                before=loads[pk],
                children=loads[pk],
                quota=one.quota,
                cap=one.cap,
            )
            for pk, one in people.items()
            if one.eligible or loads[pk]  # type: ignore[index]
        ]  # type: ignore[misc]
        ranks = {"urgent": 0, "waiting": 1, "": 2}
        return sorted(rows, key=lambda row: (ranks[row.state], -row.children, row.name))

    def out_of_place(self) -> list[dict[str, Any]]:
        """Return adults who may not take children (any more) and still have some."""
        loads = Counter(self.roll.held.values())
        return [
            {"id": pk, "name": self.roll.adults[pk]["name"], "children": loads[pk]}
            for pk in loads
            if not self.roll.eligible(pk)
        ]


def coverage(actor: Actor, on: date) -> Coverage:
    """Return how far the pairs reach on a day; four statements."""
    return Coverage(roll_of(actor.school, on))


def counts(row: dict[str, Any]) -> bool:
    """Say whether a child of the roll is left-behind (and not only still paired)."""
    return row["left_behind"] in LEFT_BEHIND


def held_pairs(
    actor: Actor, to: str = "read", *, klass: str = "", adult: str = "", agreed: str = ""
) -> QuerySet[Tie]:
    """Return the pairs of today that the actor may see (or write), narrowed, by class.

    `agreed` is `missing` for those somebody has not said yes to, `all` for the others.
    """
    rows = visible(actor, Tie, to).filter(capacity=Tie.Capacity.AGENT_PARENT, until__isnull=True)
    if klass:
        rows = rows.filter(child__klass_id=klass)
    if adult:
        rows = rows.filter(adult_id=adult)
    said = Q(**{f"{agreed_field(side)}__isnull": False for side in Tie.Side.values})
    if agreed in AGREED:
        rows = rows.filter(said if agreed == "all" else ~said)
    return rows.order_by(*SIGNED_ORDER)


def signing_list(actor: Actor, on: date, **asked: str) -> list[dict[str, Any]]:
    """Return the pairs of today as the signed list has them, by class; three statements.

    Columns of domain.md §8.5: child, class, category, mentor, post, party member, phone, since.
    """
    columns = [f"child__{name}" for name in CLASS_COLUMNS]
    said = [agreed_field(side) for side in Tie.Side.values]
    found = held_pairs(actor, **asked).values(
        "pk", "child_id", "child__name", "child__left_behind", "adult_id", "since", *said, *columns
    )
    people = _mentors(actor)
    year = school_year_of(actor, on)
    return [_signed(row, people, year) for row in found]


def drafted_list(actor: Actor, draft: Draft) -> list[dict[str, Any]]:
    """Return the pairs of a draft as the signed list has them, the day still open; two statements
    beside the draft's."""
    people = _mentors(actor)
    rows = sorted(draft.rows, key=lambda row: draft.roll.place(row.child))
    return [
        {
            "id": row.child,
            "name": row.name,
            "klass": row.klass,
            "category": Child.LeftBehind(draft.roll.children[row.child]["left_behind"]).label,
            "since": draft.since(row.child),
            "mentor": people.get(row.adult, {}) if row.adult else {},
        }
        for row in rows
    ]


def _mentors(actor: Actor) -> dict[UUID, dict[str, Any]]:
    posts: dict[UUID, dict[str, None]] = defaultdict(dict)
    held = visible(actor, StaffPost).filter(not_over(timezone.localdate())).exclude(post=Post.STAFF)
    for staff, post in held.order_by("since", "id").values_list("staff_id", "post"):
        posts[staff][str(Post(post).label)] = None
    clear = actor.sees("contact") == CLEAR
    return {
        staff.pk: {
            "name": staff.name,
            "party": staff.party_member,
            "phone": staff.phone if clear else "",
            "post": " ".join(posts[staff.pk]) or str(Post.STAFF.label),
        }
        for staff in visible(actor, Staff)
    }


def _signed(row: dict[str, Any], people: dict[UUID, dict[str, Any]], year: int) -> dict[str, Any]:
    plain = {name: row[f"child__{name}"] for name in CLASS_COLUMNS}
    return {
        "id": row["child_id"],
        "name": row["child__name"],
        "klass": class_name_in(plain, year),
        "category": Child.LeftBehind(row["child__left_behind"]).label,
        "since": row["since"],
        "mentor": people.get(row["adult_id"], {}),
        "tie": row["pk"],
        "agreed": [(side.label, row[agreed_field(side)]) for side in Tie.Side],
    }
