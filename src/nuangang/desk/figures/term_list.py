"""For whom the promises of a term were kept and missed: the list behind the term's numbers."""

from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from nuangang.care.models import PeriodResult, is_kind, kind_label
from nuangang.desk.figures.duties import owing
from nuangang.people.queries import CLASS_COLUMNS, class_name_in
from nuangang.terms.calendar import TermSpan

KEPT = Q(outcome=PeriodResult.Outcome.MET)
OF_CLASS, OF_CHILD = CLASS_COLUMNS, tuple(f"child__{name}" for name in CLASS_COLUMNS)
COUNTS = {
    "total": Count("pk"),
    "kept": Count("pk", filter=KEPT),
    "missed": Count("pk", filter=~KEPT),
}


def narrowed(
    frozen: QuerySet[PeriodResult], term: TermSpan | None, *, klass: str, kind: str
) -> QuerySet[PeriodResult]:
    """Return the periods of `term` that owed something, of one class (its id, or "none") and kind."""
    if term is None:
        return frozen.none()
    rows = owing(frozen, term.begins, term.ends)
    if klass == "none":
        rows = rows.filter(child__klass__isnull=True, klass__isnull=True)
    elif klass:
        rows = rows.filter(Q(child__klass_id=klass) | Q(child__klass__isnull=True, klass_id=klass))
    return rows.filter(rule__kind=kind) if is_kind(kind) else rows


def children_of_term(rows: QuerySet[PeriodResult]) -> QuerySet[PeriodResult, dict[str, Any]]:
    """Return a row for each child (or class, or grown-up) and kind, those missed most first."""
    groups = rows.values(
        "child_id",
        *OF_CLASS,
        *OF_CHILD,
        name=F("child__name"),
        kind=F("rule__kind"),
        who=Case(When(child__isnull=True, then=F("staff__name"))),
    )
    return groups.annotate(**COUNTS).order_by("-missed", "name", "kind", "child_id", "who")


def in_words(row: dict[str, Any], year: int) -> dict[str, Any]:
    """Return a row for the page: whom it is about, their class, and the kind in words."""
    of_child = {name: row[f"child__{name}"] for name in CLASS_COLUMNS}
    klass = class_name_in(of_child if row["child_id"] else row, year)
    return {
        **row,
        "subject": row["name"] or klass or row["who"],
        "klass": klass,
        "what": kind_label(row["kind"]),
    }
