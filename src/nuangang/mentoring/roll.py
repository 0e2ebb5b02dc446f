"""Who is to be paired: the children and adults of a school on a day, as the solver takes them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.mentoring.pairs import AdultToPair, ChildToPair
from nuangang.mentoring.school_wishes import SchoolWishes, wishes_of
from nuangang.people.models import Child, Contact, Kin, Staff, StaffPost, Tie
from nuangang.people.queries import CLASS_COLUMNS, LEFT_BEHIND, class_name_in, here
from nuangang.people.vetting import is_valid, refused
from nuangang.terms.calendar import Calendar
from nuangang.terms.queries import calendar_of

TEACHING = (Post.CLASS_TEACHER, Post.SUBJECT_TEACHER)
_CHILD = (
    "id", "name", "search", "gender", "klass_id", "village", "boarding", "special_needs",
    "left_behind", *CLASS_COLUMNS,
)  # fmt: skip
_ADULT = (
    "id", "name", "search", "gender", "party_member", "village", "trained", "outside",
    "may_mentor", "since", "until", "cleared_until", "barred_on", "check_asked_on",
)  # fmt: skip


@dataclass
class Roll:
    """The left-behind children of a school, all adults in question, and who cares for whom."""

    school: School
    on: date
    calendar: Calendar
    wishes: SchoolWishes
    children: dict[UUID, dict[str, Any]]
    adults: dict[UUID, dict[str, Any]]
    ties: dict[UUID, Tie]
    posts: dict[UUID, list[tuple[str, UUID | None]]]

    @cached_property
    def held(self) -> dict[UUID, UUID]:
        """Return the present pairs, child id → adult id."""
        return {child: tie.adult_id for child, tie in self.ties.items()}

    @cached_property
    def year(self) -> int:
        """Return the school year of the day."""
        return self.calendar.school_year_of(self.on)

    def only(self, children: Collection[UUID]) -> "Roll":
        """Return the same with some of the children only."""
        some = set(children)
        return replace(
            self,
            children={pk: row for pk, row in self.children.items() if pk in some},
            ties={pk: tie for pk, tie in self.ties.items() if pk in some},
        )

    def klass(self, child: UUID) -> str:
        """Return the name of a child's class."""
        return class_name_in(self.children[child], self.year)

    def place(self, child: UUID) -> tuple[int, int, str]:
        """Return where a child stands in a list: lowest grade first, without a class last."""
        row = self.children[child]
        entry_year, entry_grade, number, _alias = (row[name] for name in CLASS_COLUMNS)
        if entry_year is None:
            return 99, 0, row["search"]
        return entry_grade + self.year - entry_year, number, row["search"]

    def eligible(self, adult: UUID) -> bool:
        """Say whether somebody may be an agent parent: allowed, here, checked, of a kind that is wanted."""
        return self.could_be(adult) and not refused(self.school, self.adults[adult], self.on)

    def could_be(self, adult: UUID) -> bool:
        """Say whether somebody may be an agent parent but for their check by the police."""
        row = self.adults[adult]
        here_today = (row["since"] is None or row["since"] <= self.on) and (
            row["until"] is None or row["until"] > self.on
        )
        return row["may_mentor"] and here_today and bool(self.pools(adult) & set(self.wishes.pool))

    def unvetted(self, *, left_out: bool) -> dict[UUID, str]:
        """Return who could be an agent parent and has no valid check, refused for it or not (yet)."""
        return {
            adult: row["name"]
            for adult, row in self.adults.items()
            if not is_valid(row, self.on)
            and self.could_be(adult)
            and refused(self.school, row, self.on) == left_out
        }

    def pools(self, adult: UUID) -> set[str]:
        """Return of which kinds somebody is (POOLS)."""
        row = self.adults[adult]
        if row["outside"]:
            return {"outside"}
        posts = {post for post, _klass in self.posts.get(adult, ())}
        kinds = {
            "teachers": Post.SUBJECT_TEACHER in posts,
            "class_teachers": Post.CLASS_TEACHER in posts,
            "party": row["party_member"],
        }
        return {name for name, holds in kinds.items() if holds} or {"staff"}

    def adults_to_pair(self, *, leaving: UUID | None = None) -> list[AdultToPair]:
        """Return the adults as the solver takes them; who leaves isn't eligible any more."""
        return [self._adult(pk, pk != leaving and self.eligible(pk)) for pk in self.adults]

    def _adult(self, pk: UUID, eligible: bool) -> AdultToPair:
        row = self.adults[pk]
        quota = self.wishes.quota_party if row["party_member"] else self.wishes.quota
        posts = [(post, klass) for post, klass in self.posts.get(pk, ()) if klass]
        return AdultToPair(
            id=pk,
            party_member=row["party_member"],
            quota=quota if eligible and not row["outside"] else 0,
            cap=self.wishes.cap,
            classes=frozenset(klass for post, klass in posts if post in TEACHING),
            class_teacher_of=frozenset(k for post, k in posts if post == Post.CLASS_TEACHER),
            village=row["village"],
            gender=row["gender"],
            trained=row["trained"],
            eligible=eligible,
        )

    def children_to_pair(
        self, locked: Mapping[UUID, UUID] | None = None, *, leaving: UUID | None = None
    ) -> list[ChildToPair]:
        """Return the children as the solver takes them; `locked` is child id → adult id."""
        locks = locked or {}
        groups = self._siblings()
        return [
            ChildToPair(
                id=pk,
                class_id=row["klass_id"],
                village=row["village"],
                gender=row["gender"],
                boarding=bool(row["boarding"]),
                special_needs=row["special_needs"],
                current_adult=self.held.get(pk),
                current_years=self.years(pk),
                locked_adult=locks.get(pk),
                forbidden=frozenset({leaving} if leaving else ()),
                siblings_group=groups.get(pk),
            )
            for pk, row in self.children.items()
        ]

    def years(self, child: UUID) -> int:
        """Return how many whole years the child has been with the present agent parent."""
        tie = self.ties.get(child)
        if tie is None:
            return 0
        early = (self.on.month, self.on.day) < (tie.since.month, tie.since.day)
        return max(self.on.year - tie.since.year - early, 0)

    def _siblings(self) -> dict[UUID, UUID]:
        """Return a group for children whose father or mother has the same phone number."""
        if not self.wishes.preferences.active("siblings"):
            return {}
        rows = Contact.objects.of(self.school).filter(
            relative__kin__in=(Kin.FATHER, Kin.MOTHER), child__left_on__isnull=True
        )
        first: dict[str, UUID] = {}
        groups: dict[UUID, UUID] = {}
        pairs = rows.exclude(number_index="").order_by("child_id")
        for child, number in pairs.values_list("child_id", "number_index"):
            group = groups.get(child) or first.get(number, child)
            first.setdefault(number, group)
            groups.setdefault(child, groups.get(group, group))
        return groups


def roll_of(school: School, on: date, *, also: Collection[UUID] = ()) -> Roll:
    """Return who is to be paired on a day in four statements; for those with the right to pair.

    Children are the left-behind who are here, whoever has an agent parent already, and those whose
    ids are in `also`.
    """
    ties = list(_open_ties(school))
    rows = here(Child.objects.of(school), on)
    tied = Q(pk__in=_open_ties(school).values("child_id"))
    wanted = rows.filter(Q(left_behind__in=LEFT_BEHIND) | tied | Q(pk__in=list(also)))
    children = {row["id"]: row for row in wanted.order_by("id").values(*_CHILD)}
    return Roll(
        school=school,
        on=on,
        calendar=calendar_of(school),
        wishes=wishes_of(school),
        children=children,
        adults=_adults(school, on, {tie.adult_id for tie in ties}),
        ties={tie.child_id: tie for tie in ties if tie.child_id in children},
        posts=_posts(school, on),
    )


def _open_ties(school: School) -> Any:
    return Tie.objects.of(school).filter(until__isnull=True, capacity=Tie.Capacity.AGENT_PARENT)


def _adults(school: School, on: date, tied: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    employed = Q(until__isnull=True) | Q(until__gt=on)
    rows = Staff.objects.of(school).order_by("name", "id").values(*_ADULT, "subject")
    some = set(tied)
    found = {row["id"]: row for row in rows.filter(employed | Q(pk__in=list(some)))}
    return {pk: row for pk, row in found.items() if row["may_mentor"] or pk in some}


def _posts(school: School, on: date) -> dict[UUID, list[tuple[str, UUID | None]]]:
    held = StaffPost.objects.of(school).filter(since__lte=on).exclude(until__lte=on)
    found: dict[UUID, list[tuple[str, UUID | None]]] = defaultdict(list)
    for staff, post, klass in held.order_by("since", "id").values_list(
        "staff_id", "post", "klass_id"
    ):
        found[staff].append((post, klass))
    return dict(found)
