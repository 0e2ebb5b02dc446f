"""Statements over what somebody may see, compiled once for each kind of right."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.lib.prepared import Prepared, many
from nuangang.policy.actor import Actor


class PreparedFor:
    """A queryset made from an actor (by `visible` and the like) whose SQL is made once per right.

    `build(actor, …)` may ask the actor's roles, and use the school's id, the staff's, the classes
    and grades as values; that is all a guard reads of an actor (people.guards). The other
    arguments are those of lib.prepared.Prepared. Two people with the same roles and as many
    classes share the SQL and nothing else. It is made anew each day: a right may begin today.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any]], loose: Any = (), **types: Any
    ) -> None:
        self.build = build
        self.types = types
        self.loose = tuple(loose)
        self._made: dict[tuple, Prepared] = {}
        self._day: date | None = None

    def rows(self, actor: Actor, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of a `.values()` queryset as dicts; one statement."""
        if actor.school is None or actor.staff_id is None:
            return list(self.build(actor, **values))
        return self._for(actor).rows(**values, **_values_of(actor))

    def tuples(self, actor: Actor, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a `.values()` queryset as tuples; one statement."""
        if actor.school is None or actor.staff_id is None:
            return _as_tuples(self.build(actor, **values))
        return self._for(actor).tuples(**values, **_values_of(actor))

    def objects(self, actor: Actor, **values: Any) -> list[Any]:
        """Return the rows as models, what is joined included; one statement."""
        if actor.school is None or actor.staff_id is None:
            return list(self.build(actor, **values))
        return self._for(actor).objects(**values, **_values_of(actor))

    def _for(self, actor: Actor) -> Prepared:
        if self._day != (today := timezone.localdate()):
            self._day, self._made = today, {}
        many_ids = (len(actor.class_ids), len(actor.taught_ids))
        shape = (today, actor.roles, *many_ids, len(actor.grade_years))
        if shape not in self._made:
            self._made[shape] = self._prepare(actor)
        return self._made[shape]

    def _prepare(self, actor: Actor) -> Prepared:
        """Return the statement for those whose rights are shaped like the actor's."""
        years = [f"grade_{number}" for number in range(len(actor.grade_years))]
        roles, build = actor.roles, self.build

        def built(
            *, school: UUID, staff: UUID, classes: Any = (), taught: Any = (), **given: Any
        ) -> QuerySet:
            like = Actor(
                staff_id=staff,
                school=School(pk=school),
                roles=roles,
                class_ids=frozenset(classes),
                taught_ids=frozenset(taught),
                grade_years=frozenset(given.pop(name) for name in years),
            )
            return build(like, **given)

        types = {"school": UUID, "staff": UUID, **dict.fromkeys(years, int), **self.types}
        if actor.class_ids:
            types["classes"] = many(len(actor.class_ids))
        if actor.taught_ids:
            types["taught"] = many(len(actor.taught_ids))
        loose = ("staff", "classes", "taught", *years, *self.loose)
        return Prepared(built, loose=loose, dated=True, **types)


def _values_of(actor: Actor) -> dict[str, Any]:
    years = {f"grade_{n}": year for n, year in enumerate(sorted(actor.grade_years))}
    ids = {"classes": list(actor.class_ids), "taught": list(actor.taught_ids)}
    given = {name: value for name, value in ids.items() if value}
    return {"school": actor.school_id, "staff": actor.staff_id, **years, **given}


def _as_tuples(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    return [row if isinstance(row, tuple) else tuple(row.values()) for row in rows]
