"""Whom nobody has reached: nothing that stands was done for them for so many days."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from nuangang.care.evidence import standing_records
from nuangang.care.kinds import REACHES_NOBODY

SOON, LONG = 14, 30


def last_reached(school_id: UUID | Any) -> Subquery:
    """Return the day a child was last reached, to annotate children with; None for never.

    An attempt that did not work out, what was withdrawn or corrected since, and what is about the
    child but not with the child (REACHES_NOBODY), reach nobody.
    """
    theirs = standing_records(school_id).filter(child_id=OuterRef("pk"), could_not="")
    theirs = theirs.exclude(kind__in=REACHES_NOBODY)
    return Subquery(theirs.order_by("-happened_on").values("happened_on")[:1])


def unreached_for(days: int, on: date, last: str = "last") -> Q:
    """Return the condition for nobody having reached a child on `on` and the days before, `days` in all.

    `last` names the annotation of `last_reached`. Never reached counts from the first day
    (design.md, Duties stand).
    """
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__lte": on - timedelta(days=days)})


def unreached(rows: QuerySet[Any], school_id: UUID | Any, days: int, on: date) -> QuerySet[Any]:
    """Narrow children to those whom nobody has reached for `days` days on `on`."""
    return rows.annotate(last=last_reached(school_id)).filter(unreached_for(days, on))
