"""What in the files looks wrong and wants a person's eye (domain.md §2.3, §2.4, §5.1, §5.6)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.lib import idnumber
from nuangang.people.models import Child, Contact, Kin, Relative
from nuangang.people.models.family import FAILED_OFTEN
from nuangang.people.queries import CLASS_COLUMNS, children_here, class_name_in, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

MANY_CHILDREN = 3
OLD = 75
TITLES = {
    "alone": (
        gettext_lazy("Children said to live alone"),
        gettext_lazy("Under 16 nobody may live without a grown-up. Find out who looks after them."),
    ),
    "id": (
        gettext_lazy("ID number and file disagree"),
        gettext_lazy("One of the two was typed wrongly."),
    ),
    "twice": (
        gettext_lazy("Perhaps on file twice"),
        gettext_lazy("Same name and same birthday. Close the file that is too many as a mistake."),
    ),
    "dead": (
        gettext_lazy("Numbers that no longer work"),
        gettext_lazy("Three calls in a row failed. Ask for the new number."),
    ),
    "shared": (
        gettext_lazy("One number for many children"),
        gettext_lazy(
            "Somebody cares for several children, or a teacher typed in their own number."
        ),
    ),
    "old": (
        gettext_lazy("Very old carers"),
        gettext_lazy("Ask who helps when they fall ill."),
    ),
}


@dataclass
class Line:
    """One thing to look at: which children, and what is odd about them."""

    children: list[dict[str, Any]]
    words: str = ""


@dataclass
class Check:
    """One kind of oddity with all its lines."""

    code: str
    lines: list[Line] = field(default_factory=list)

    @property
    def title(self) -> Any:
        """Return what it is, in words."""
        return TITLES[self.code][0]

    @property
    def advice(self) -> Any:
        """Return what to do about it."""
        return TITLES[self.code][1]


def checks(actor: Actor, on: date) -> list[Check]:
    """Return what looks wrong among the children the actor may see; three statements."""
    children = _children(actor, on)
    here = set(children)
    carers = _of(visible(actor, Relative).filter(is_carer=True), here, "kin", "name", "birth_year")
    contacts = _of(visible(actor, Contact), here, "number_index", "label", "relative__name", "failed_calls")  # fmt: skip
    found = {
        "alone": _alone(children, carers),
        "id": _disagreeing(children.values()),
        "twice": _twice(children.values()),
        "dead": _dead(children, contacts),
        "shared": _shared(children, contacts),
        "old": _old(children, carers, on),
    }
    return [Check(code, lines) for code, rows in found.items() if (lines := list(rows))]


def _children(actor: Actor, on: date) -> dict[UUID, dict[str, Any]]:
    year = school_year_of(actor, on)
    rows = children_here(actor, on).order_by("search", "id")
    columns = ("id", "name", "birth", "birth_is_month", "gender", "id_number", *CLASS_COLUMNS)
    return {row["id"]: {**row, "klass": class_name_in(row, year)} for row in rows.values(*columns)}


def _of(rows: QuerySet[Any], here: set[UUID], *columns: str) -> list[dict[str, Any]]:
    found = rows.order_by().values("child_id", *columns)
    return [row for row in found if row["child_id"] in here]


def _alone(children: dict[UUID, dict], carers: Iterable[dict]) -> Iterator[Line]:
    for row in carers:
        if row["kin"] == Kin.SELF:
            yield Line([children[row["child_id"]]])


def _old(children: dict[UUID, dict], carers: Iterable[dict], on: date) -> Iterator[Line]:
    for row in carers:
        if row["birth_year"] and on.year - row["birth_year"] >= OLD:
            who = row["name"] or str(Kin(row["kin"]).label)
            age = on.year - row["birth_year"]
            yield Line(
                [children[row["child_id"]]],
                _("%(who)s, %(age)s years old") % {"who": who, "age": age},
            )


def _disagreeing(children: Iterable[dict]) -> Iterator[Line]:
    for child in children:
        if not child["id_number"]:
            continue
        try:
            holder = idnumber.read(child["id_number"])
        except idnumber.BadIdNumber:
            yield Line([child], _("The ID number has a typing error."))
            continue
        if differs := _differences(child, holder):
            yield Line([child], "; ".join(differs))


def _differences(child: dict, holder: idnumber.IdNumber) -> list[str]:
    found = []
    born: date | None = child["birth"]
    if born and not _same_birth(child, holder.birth):
        words = _("born on %(file)s, by the ID number on %(number)s")
        found.append(words % {"file": born.isoformat(), "number": holder.birth.isoformat()})
    if child["gender"] and child["gender"] != holder.gender:
        words = _("%(file)s, by the ID number %(number)s")
        genders = Child.Gender(child["gender"]).label, Child.Gender(holder.gender).label
        found.append(words % {"file": genders[0], "number": genders[1]})
    return found


def _same_birth(child: dict, birth: date) -> bool:
    if child["birth_is_month"]:
        return bool((child["birth"].year, child["birth"].month) == (birth.year, birth.month))
    return bool(child["birth"] == birth)


def _twice(children: Iterable[dict]) -> Iterator[Line]:
    same: dict[tuple, list[dict]] = defaultdict(list)
    for child in children:
        if child["birth"]:
            same[child["name"], child["birth"]].append(child)
    yield from (Line(some) for some in same.values() if len(some) > 1)


def _dead(children: dict[UUID, dict], contacts: Iterable[dict]) -> Iterator[Line]:
    for row in contacts:
        if row["failed_calls"] >= FAILED_OFTEN:
            yield Line([children[row["child_id"]]], row["relative__name"] or row["label"] or "")


def _shared(children: dict[UUID, dict], contacts: Iterable[dict]) -> Iterator[Line]:
    users: dict[str, dict[UUID, str]] = defaultdict(dict)
    for row in contacts:
        users[row["number_index"]][row["child_id"]] = row["relative__name"] or row["label"] or ""
    for whose in users.values():
        if len(whose) >= MANY_CHILDREN:
            names = "、".join(dict.fromkeys(name for name in whose.values() if name))
            yield Line([children[pk] for pk in whose], names)
