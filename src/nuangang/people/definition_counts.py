"""How many children each definition counts on a date, and where two of them differ (R18, R19)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from nuangang.accounts.models import School
from nuangang.people.definitions import DEFINITIONS, Definition, Label, labels
from nuangang.people.families import Circumstances, in_parts
from nuangang.people.models import Child
from nuangang.people.queries import CLASS_COLUMNS, children_here, class_name_in, school_year_of
from nuangang.policy.actor import Actor
from nuangang.terms.queries import calendar_of


@dataclass
class Count:
    """What one definition says of all children: how many of each state of Child.LeftBehind."""

    definition: Definition
    states: Counter[str] = field(default_factory=Counter)

    @property
    def counted(self) -> int:
        """Return how many count as left-behind."""
        return self.states["one"] + self.states["both"] + self.states["other"]


@dataclass(frozen=True)
class Difference:
    """A child whom one of two definitions counts and the other does not."""

    child: dict[str, Any]
    own: Label
    other: Label


def counts_on(actor: Actor, on: date, compared: str = "") -> tuple[list[Count], list[Difference]]:
    """Return each definition's count on `on`, and the children on whom `compared` and the
    school's own definition differ; the facts are those on file now, five statements a 500 children.
    """
    own, counts = actor.school.definition, {c: Count(d) for c, d in DEFINITIONS.items()}
    differing = []
    for row, found in _labelled(actor, on):
        for code, label in found.items():
            counts[code].states[label.state] += 1
        if compared in found and found[own].answer != found[compared].answer:
            differing.append(Difference(row, found[own], found[compared]))
    return list(counts.values()), differing


def count_by_definition(school: School, children: QuerySet[Child], on: date) -> dict[str, int]:
    """Return how many of a school's `children` each definition counts on `on`, by its code."""
    ids = list(children.order_by().values_list("pk", flat=True))
    year, found = calendar_of(school).school_year_of(on), dict.fromkeys(DEFINITIONS, 0)
    for some in in_parts(ids):
        known = Circumstances(school.pk, some, year)
        for row in known.rows():
            for code, label in labels(known.child_facts(row), on).items():
                found[code] += bool(label.answer)
    return found


def _labelled(actor: Actor, on: date) -> Iterator[tuple[dict[str, Any], dict[str, Label]]]:
    year = school_year_of(actor, on)
    ids = list(children_here(actor, on).order_by("search", "id").values_list("pk", flat=True))
    for some in in_parts(ids):
        known = Circumstances(actor.school.pk, some, year)
        for row in known.rows("name", *CLASS_COLUMNS[2:]).order_by("search", "id"):
            row["klass"] = class_name_in(row, year)
            yield row, labels(known.child_facts(row), on)
