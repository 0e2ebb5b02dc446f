"""Who was checked, whose check is due, and what is on record about one of the staff."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from nuangang.people.models import Clearance, Staff, Tie, not_over
from nuangang.people.staff_queries import posts_by_staff
from nuangang.people.vetting import (
    BARRED,
    CLEAR,
    DUE,
    EXPIRED,
    MISSING,
    PENDING,
    SOON,
    STATES,
    state_of,
)
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

TO_ASK, NO_TRAINING, NO_CODE = "to_ask", "no_training", "no_code"
COLUMNS = (
    "id", "name", "gender", "outside", "cleared_until", "barred_on", "check_asked_on",
    "safety_trained_on", "code_signed_on",
)  # fmt: skip


def narrowing(on: date) -> dict[str, Q]:
    """Return the condition for Staff rows of each state (vetting.STATES) and of what is still to do."""
    barred, asked = Q(barred_on__isnull=False), Q(check_asked_on__isnull=False)
    valid = Q(cleared_until__gte=on)
    soon = Q(cleared_until__lte=on + SOON)
    late, never = Q(cleared_until__lt=on), Q(cleared_until__isnull=True)
    return {
        TO_ASK: ~barred & ~asked & (never | soon),
        MISSING: ~barred & ~asked & never,
        EXPIRED: ~barred & ~asked & late,
        PENDING: ~barred & asked & (never | late),
        DUE: ~barred & valid & soon,
        CLEAR: ~barred & valid & ~soon,
        BARRED: barred,
        NO_TRAINING: Q(safety_trained_on__isnull=True),
        NO_CODE: Q(code_signed_on__isnull=True),
    }


def staff_to_check(
    actor: Actor, on: date, *, words: str = "", state: str = "", who: str = ""
) -> QuerySet[Staff]:
    """Return who works here now, narrowed; `who` is staff or outside."""
    rows = visible(actor, Staff).filter(not_over(on))
    if words:
        rows = rows.filter(search__contains=words.lower())
    if who in ("staff", "outside"):
        rows = rows.filter(outside=who == "outside")
    return rows.filter(narrowing(on).get(state, Q())).order_by("name", "id")


def check_rows(actor: Actor, people: QuerySet[Staff], on: date, year: int) -> list[dict[str, Any]]:
    """Return one plain row per person: name, posts, state, its word, and the dates; two statements."""
    rows = list(people.values(*COLUMNS))
    posts = posts_by_staff(actor, [row["id"] for row in rows], year)
    found = []
    for row in rows:
        state = state_of(row, on)
        found.append(
            {**row, "posts": posts.get(row["id"], []), "state": state, "word": STATES[state]}
        )
    return found


def check_counts(actor: Actor, on: date) -> dict[str, int]:
    """Return how many of those who work here are in each state, and how many there are; one statement."""
    here = visible(actor, Staff).filter(not_over(on))
    each = {name: Count("pk", filter=q) for name, q in narrowing(on).items()}
    return here.aggregate(everybody=Count("pk"), **each)


def clearances_of(actor: Actor, person: Staff) -> list[dict[str, Any]]:
    """Return what was ever noted about somebody, newest first; `later` is what took its place."""
    rows = list(visible(actor, Clearance).filter(staff=person).order_by("-on", "-at"))
    later = {row.supersedes_id: row for row in rows}
    return [{"row": row, "later": later.get(row.pk)} for row in rows if not row.withdrawn]


def children_relieved(actor: Actor, person: Staff) -> list[dict[str, Any]]:
    """Return the children who were with somebody until their check was not clear, and who has them now."""
    mine = visible(actor, Tie).filter(adult=person, end_reason=Tie.EndReason.RELIEVED)
    ended = mine.exclude(capacity=Tie.Capacity.STAND_IN).select_related("child__klass")
    children = {tie.child_id: tie.child for tie in ended.order_by("child__search")}
    held = visible(actor, Tie).filter(
        child_id__in=list(children), until__isnull=True, capacity=Tie.Capacity.AGENT_PARENT
    )
    now = {tie.child_id: tie.adult for tie in held.select_related("adult")}
    return [{"child": child, "now": now.get(pk)} for pk, child in children.items()]
