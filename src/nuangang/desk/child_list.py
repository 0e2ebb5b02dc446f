"""The list of children: what it is narrowed to, and its rows as plain values."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.care.queries.reach import LONG, SOON, last_reached, unreached
from nuangang.desk.figures.news import NEWS
from nuangang.lib.prepared import Prepared, many
from nuangang.people.completeness import GAPS
from nuangang.people.models import Child, Kin
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
    here,
    parent_at_home,
    without_agent_parent,
)
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
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

    def _simple(self) -> Q:
        found = Q()
        if self.label:
            wanted = LEFT_BEHIND if self.label == "any" else [self.label]
            found &= Q(left_behind__in=wanted)
        if self.village:
            found &= Q(village="" if self.village == "none" else self.village)
        if self.boarding:
            found &= Q(boarding={"yes": True, "no": False}.get(self.boarding))
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


def _grouped(rows: QuerySet[Child]) -> QuerySet[Child, Any]:
    counted = rows.order_by().values("klass_id", *CLASS_COLUMNS, "village")
    return counted.annotate(count=Count("pk"))


_GROUPS = Prepared(
    lambda school, on: _grouped(here(Child.objects.filter(school_id=school), on)),
    school=UUID,
    on=date,
)


def groups_of(actor: Actor, on: date) -> list[dict[str, Any]]:
    """Return how many children the actor may see in each class and village; one statement."""
    if actor.everywhere("child"):
        return _GROUPS.rows(school=actor.school_id, on=on)
    return list(_grouped(children_here(actor, on)))


def facets(
    actor: Actor, groups: list[dict[str, Any]], on: date
) -> dict[str, list[tuple[str, str]]]:
    """Return the classes and villages one can choose, with how many children."""
    year = calendar_of(actor.school).school_year_of(on)
    classes: dict[tuple, int] = {}
    villages: dict[str, int] = {}
    for group in groups:
        key = (*(group[name] for name in CLASS_COLUMNS), group["klass_id"])
        classes[key] = classes.get(key, 0) + group["count"]
        villages[group["village"]] = villages.get(group["village"], 0) + group["count"]
    return {
        "classes": [
            (str(key[4] or "none"), f"{_class_of(key, year)} {count}")
            for key, count in sorted(classes.items(), key=lambda item: _grade_first(item[0], year))
        ],
        "villages": [
            (name or "none", f"{name or _('No village')} {count}")
            for name, count in sorted(villages.items(), key=lambda item: (not item[0], -item[1]))
        ],
        "gaps": [("any", _("File not complete")), *((c, str(g.text)) for c, g in GAPS.items())],
    }


def _class_of(key: tuple, year: int) -> str:
    entry_year, entry_grade, number, alias, _pk = key
    if entry_year is None:
        return _("No class yet")
    return class_name(entry_grade + year - entry_year, number, alias)


def _grade_first(key: tuple, year: int) -> tuple[int, int]:
    return (99, 0) if key[0] is None else (key[1] + year - key[0], key[2])


def _looked_up(school: UUID, on: date, ids: list[UUID]) -> QuerySet[Child, Any]:
    """Return what the list says of these children, each with whom and when to look up."""
    shown = Child.objects.filter(school_id=school, pk__in=ids)
    return shown.annotate(
        mentor=agent_parent_name(),
        carer=carer_column("name"),
        carer_kin=carer_column("kin"),
        at_home=parent_at_home(on),
        last=last_reached(school),
    ).values(
        "id", "name", "gender", "left_behind", "gaps", "village", "boarding", "mentor", "carer",
        "carer_kin", "at_home", "last", "left_on", "leave_reason", *CLASS_COLUMNS,
    )  # fmt: skip


_LOOKED_UP = Prepared(_looked_up, school=UUID, on=date, ids=many(50))


def list_rows(actor: Actor, rows: QuerySet[Child], on: date) -> list[dict[str, Any]]:
    """Return one page of children as rows for the table, in order: two statements.

    The first finds only who is on the page, so that what is looked up for each child is looked up
    for those alone and not for all who were sorted.
    """
    year = calendar_of(actor.school).school_year_of(on)
    ids = list(rows.values_list("pk", flat=True))
    by_id = {row["id"]: row for row in _LOOKED_UP.rows(school=actor.school_id, on=on, ids=ids)}
    found = [by_id[pk] for pk in ids]
    return [
        {
            **row,
            "klass": class_name_in(row, year),
            "carer": _carer(row),
            "label": Child.LeftBehind(row["left_behind"]).label,
            "counts": row["left_behind"] in LEFT_BEHIND,
            "reason": row["leave_reason"] and Child.LeaveReason(row["leave_reason"]).label,
        }
        for row in found
    ]


def _carer(row: dict[str, Any]) -> str:
    if not row["carer_kin"]:
        return str(Kin(row["at_home"]).label) if row["at_home"] in Kin.values else ""
    kin = str(Kin(row["carer_kin"]).label)
    return f"{kin} {row['carer']}".strip()
