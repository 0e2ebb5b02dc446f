"""The list of children: what it is narrowed to, and its rows as plain values."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Value, Window
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.care.queries.reach import LONG, SOON, last_reached, unreached
from nuangang.desk.figures.news import NEWS
from nuangang.lib.prepared import many
from nuangang.people.completeness import GAPS
from nuangang.people.fields import sight_in, whose, with_ties
from nuangang.people.models import Child, Kin, SchoolClass
from nuangang.people.models.children import class_name
from nuangang.people.queries import (
    BY_CLASS,
    CLASS_COLUMNS,
    GRADE,
    LEFT_BEHIND,
    agent_parent_name,
    carer_column,
    children_here,
    class_name_in,
    found_by,
    parent_at_home,
    without_agent_parent,
)
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.matrix import CLEAR, HIDDEN
from nuangang.policy.prepared import PreparedFor
from nuangang.terms.queries import calendar_of

STATES = [
    ("any", gettext_lazy("Left-behind")),
    *((value, label) for value, label in Child.LeftBehind.choices),
]
SORTS = {
    "class": BY_CLASS,
    "-class": (GRADE.desc(nulls_last=True), "-klass__number", "search", "id"),
    "name": ("search", "id"),
    "-name": ("-search", "id"),
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, as asked in the address; empty strings ask nothing."""

    q: str = ""
    klass: str = ""
    label: str = ""
    village: str = ""
    boarding: str = ""
    gap: str = ""
    mentor: str = ""
    left: str = ""
    quiet: str = ""
    news: str = ""
    pause: str = ""
    sort: str = "class"

    @classmethod
    def asked(cls, data: QueryDict) -> "Filters":
        """Return what the address asks for; unknown sorts and ids ask nothing."""
        given = {name: data.get(name, "").strip() for name in cls.__dataclass_fields__}
        if given["sort"] not in SORTS:
            given["sort"] = "class"
        if given["klass"] != "none" and not _is_id(given["klass"]):
            given["klass"] = ""
        return cls(**given)

    def rows(self, actor: Actor, on: date) -> QuerySet[Child]:
        """Return the children asked for, of those the actor may see."""
        rows = (
            visible(actor, Child).filter(left_on__lte=on) if self.left else children_here(actor, on)
        )
        year = calendar_of(actor.school).school_year_of(on)
        for word in self.q.split()[:6]:
            rows = rows.filter(found_by(actor, word, year, on))
        if self.klass:
            rows = rows.filter(klass_id=None if self.klass == "none" else self.klass)
        rows = rows.filter(self._simple())
        if self.asks_facts:
            rows = rows.filter(whose(actor, "file"))
        if self.mentor == "none":
            rows = without_agent_parent(rows)
        if self.quiet:
            days = SOON if self.quiet == str(SOON) else LONG
            rows = unreached(rows, actor.school_id, days, on)
        if self.news in NEWS:
            rows = rows.filter(NEWS[self.news].of(actor, on))
        return rows.order_by(*SORTS[self.sort])

    @property
    def asks_nothing(self) -> bool:
        """Say whether every child who is here is wanted."""
        return self == Filters(sort=self.sort)

    @property
    def asks_facts(self) -> bool:
        """Say whether more than name and class decides on who is wanted."""
        facts = (self.label, self.village, self.boarding, self.gap, self.mentor, self.left)
        return any((*facts, self.quiet, self.news, self.pause))

    def _simple(self) -> Q:
        found = Q()
        if self.label:
            wanted = LEFT_BEHIND if self.label == "any" else [self.label]
            found &= Q(left_behind__in=wanted)
        if self.village:
            found &= Q(village="" if self.village == "none" else self.village)
        if self.boarding:
            found &= Q(boarding={"yes": True, "no": False}.get(self.boarding))
        if self.pause in Child.Pause.values:
            found &= Q(pause=self.pause)
        if self.gap == "any":
            found &= ~Q(gaps=[])
        elif self.gap:
            found &= Q(gaps__icontains=f'"{self.gap}"')
        return found


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@dataclass(frozen=True)
class Groups:
    """How many children the actor may see in each class and village, and the school's classes."""

    counts: list[tuple[UUID | None, str, int]]
    classes: dict[UUID | None, tuple[int, int, int, str]]

    @property
    def whole(self) -> int:
        """Return how many children that are in all."""
        return sum(count for _klass, _village, count in self.counts)


def _counted(actor: Actor, on: date) -> QuerySet[Any, Any]:
    """Return the counts and, without a join for each child, the classes: one statement."""
    none = {name: Value(0) for name in ("entered", "grade", "place")}
    children = children_here(actor, on).order_by().values("klass_id", "village")
    classes = SchoolClass.objects.filter(school_id=actor.school_id).order_by()
    return children.annotate(count=Count("pk"), **none).union(
        classes.values(
            klass_id=F("id"), village=F("alias"), count=Value(0),
            entered=F("entry_year"), grade=F("entry_grade"), place=F("number"),
        ),
        all=True,
    )  # fmt: skip


_COUNTED = PreparedFor(_counted, on=date)


def groups_of(actor: Actor, on: date) -> Groups:
    """Return how the children the actor may see spread over classes and villages."""
    groups = Groups([], {})
    for pk, text, count, entered, grade, place in _COUNTED.tuples(actor, on=on):
        if entered:
            groups.classes[pk] = (entered, grade, place, text)
        else:
            groups.counts.append((pk, text, count))
    return groups


def facets(actor: Actor, groups: Groups, on: date) -> dict[str, list[tuple[str, str]]]:
    """Return the classes and villages one can choose, with how many children."""
    year = calendar_of(actor.school).school_year_of(on)
    classes: dict[UUID | None, int] = {}
    villages: dict[str, int] = {}
    for klass, village, count in groups.counts:
        classes[klass] = classes.get(klass, 0) + count
        villages[village] = villages.get(village, 0) + count
    named = [(*_class_of(groups.classes.get(k), year), k, count) for k, count in classes.items()]
    return {
        "classes": [
            (str(k or "none"), f"{name} {count}")
            for _place, name, k, count in sorted(named, key=itemgetter(0))
        ],
        "villages": [
            (name or "none", f"{name or _('No village')} {count}")
            for name, count in sorted(villages.items(), key=lambda item: (not item[0], -item[1]))
        ],
        "gaps": [("any", _("File not complete")), *((c, str(g.text)) for c, g in GAPS.items())],
    }


def _class_of(klass: tuple[int, int, int, str] | None, year: int) -> tuple[tuple[int, int], str]:
    """Return by what a class is sorted, and its name this school year."""
    if klass is None:
        return (99, 0), _("No class yet")
    entered, entry_grade, number, alias = klass
    grade = entry_grade + year - entered
    return (grade, number), class_name(grade, number, alias)


_COUNT = PreparedFor(
    lambda actor, on: (
        children_here(actor, on).order_by().values("school_id").annotate(count=Count("pk"))
    ),
    on=date,
)


@lru_cache(maxsize=256)
def _part(sort: str, first: int, last: int) -> PreparedFor:
    def build(actor: Actor, on: date) -> QuerySet[Child, Any]:
        return children_here(actor, on).order_by(*SORTS[sort]).values("pk")[first:last]

    return PreparedFor(build, on=date)


def page_of(
    actor: Actor,
    filters: Filters,
    on: date,
    asked: str | None,
    *,
    per_page: int,
    groups: Groups | None,
) -> Page:
    """Return the ids of one page of the list; a number that is none is the first or last page's.

    One statement when something is asked for or `groups` are known, else two.
    """
    pages: Any = Paginator([], per_page)
    if filters.asks_nothing:
        counted = [] if groups else _COUNT.rows(actor, on=on)
        pages.count = groups.whole if groups else sum(row["count"] for row in counted)
        page = pages.get_page(asked)
        first = (page.number - 1) * per_page
        found = _part(filters.sort, first, first + per_page).tuples(actor, on=on)
        page.object_list = [pk for (pk,) in found]
        return page
    rows = filters.rows(actor, on).annotate(whole=Window(Count("pk"))).values_list("pk", "whole")
    first = (int(asked) - 1) * per_page if asked and asked.isdecimal() and asked != "0" else 0
    found = list(rows[first : first + per_page])
    pages.count = found[0][1] if found else rows.count() if first else 0
    page = pages.get_page(asked)
    if not found and pages.count:
        first = (page.number - 1) * per_page
        found = list(rows[first : first + per_page])
    page.object_list = [pk for pk, _whole in found]
    return page


def _looked_up(actor: Actor, on: date, ids: list[UUID]) -> QuerySet[Child, Any]:
    """Return what the list says of these children, each with whom and when to look up."""
    shown = Child.objects.filter(school_id=actor.school_id, pk__in=ids)
    return with_ties(actor, shown, ("file", "family")).annotate(
        mentor=agent_parent_name(),
        carer=carer_column("name"),
        carer_kin=carer_column("kin"),
        at_home=parent_at_home(on),
        last=last_reached(actor.school_id),
    ).values(
        "id", "name", "gender", "left_behind", "gaps", "village", "boarding", "mentor", "carer",
        "carer_kin", "at_home", "last", "left_on", "leave_reason", "pause", "klass_id", "is_tied", "is_family", *CLASS_COLUMNS,
    )  # fmt: skip


_LOOKED_UP = PreparedFor(_looked_up, on=date, ids=many(50))


def list_rows(actor: Actor, ids: list[UUID], on: date) -> list[dict[str, Any]]:
    """Return the children of one page as rows for the table, in order: one statement.

    Who is on the page is found before, so that what is looked up for each child is looked up for
    those alone and not for all who were sorted.
    """
    year = calendar_of(actor.school).school_year_of(on)
    by_id = {row["id"]: row for row in _LOOKED_UP.rows(actor, on=on, ids=ids)}
    found = [by_id[pk] for pk in ids if pk in by_id]
    labels, kins = words_of(Child.LeftBehind), words_of(Kin)
    for row in found:
        row["klass"] = class_name_in(row, year)
        sight = sight_in(actor, row, row["klass_id"], row["klass__entry_year"])
        row["whole"] = sight.sees("file") == CLEAR
        if sight.sees("family") == HIDDEN:
            row["carer"] = row["carer_kin"] = row["at_home"] = ""
        kin = kins.get(row["carer_kin"] or row["at_home"], "")
        row["carer"] = f"{kin} {row['carer'] or ''}".strip() if row["carer_kin"] else kin
        row["label"] = labels[row["left_behind"]]
        row["pause_words"] = row["pause"] and Child.Pause(row["pause"]).label
        row["counts"] = row["left_behind"] in LEFT_BEHIND
        row["reason"] = row["leave_reason"] and Child.LeaveReason(row["leave_reason"]).label
    return found


def words_of(choices: Any) -> dict[str, str]:
    """Return the words of all choices, put into the reader's language once for many rows."""
    return {value: str(label) for value, label in choices.choices}
