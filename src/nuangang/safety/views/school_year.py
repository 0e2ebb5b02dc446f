"""What the pages of safety agreements share: this school year's round and the lines one may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from nuangang.people.staff_queries import school_year_on
from nuangang.policy.guards import visible
from nuangang.safety.models import Round, Signature
from nuangang.safety.queries.owed import Line, lines_of, people_here
from nuangang.safety.queries.rates import narrowed, seen_by

FILTERS = ("q", "state", "level", "role", "department")


@dataclass
class Year:
    """The present school year's agreements as one person sees them; no round, no lines."""

    year: int
    today: date
    round: Round | None
    lines: list[Line]

    def chosen(self, keys: list[str]) -> list[Line]:
        """Return the lines that a form named."""
        named = set(keys)
        return [line for line in self.lines if line.key in named]

    def one(self, staff_id: Any, role: str) -> Line | None:
        """Return one person's line for a post."""
        rows = (line for line in self.lines if line.person.id == staff_id and line.role == role)
        return next(rows, None)


def this_year(actor: Any) -> Year:
    """Return the present school year as the actor may see it; four statements."""
    today = timezone.localdate()
    year = school_year_on(today)
    found = visible(actor, Round).filter(year=year).first()
    if found is None:
        return Year(year, today, None, [])
    signed = visible(actor, Signature).filter(round_id=found.pk)
    lines = lines_of(found, people_here(actor.school_id, today), signed)
    return Year(year, today, found, seen_by(actor, lines))


def asked_for(request: HttpRequest) -> dict[str, str]:
    """Return the filters that an address or a form names."""
    given: Mapping[str, Any] = request.GET
    return {name: str(given.get(name, "")).strip() for name in FILTERS}


def fitting(request: HttpRequest, year: Year) -> tuple[list[Line], dict[str, str]]:
    """Return the lines that the address asks for, and its filters."""
    asked = asked_for(request)
    return narrowed(year.lines, asked, request.actor), asked  # type: ignore[attr-defined]
