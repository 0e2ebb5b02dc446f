"""For whom the promises of a term were kept and missed: the list behind the term's numbers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, When, Window

from nuangang.care.models import PeriodResult, is_kind, kind_label
from nuangang.desk.figures.duties import owing
from nuangang.people.models import Child, SchoolClass, Staff
from nuangang.people.queries import CLASS_COLUMNS, class_name_in
from nuangang.terms.calendar import TermSpan

KEPT = Q(outcome=PeriodResult.Outcome.MET)
# Counted by outcome and not by id: an index then answers alone.
COUNTS = {
    "total": Count("outcome"),
    "kept": Count("outcome", filter=KEPT),
    "missed": Count("outcome", filter=~KEPT),
}
CLASS_FIELDS = tuple(name.removeprefix("klass__") for name in CLASS_COLUMNS)
_WHOM = ("child_id", "class_id", "adult", "kind")


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


def children_of_term(rows: QuerySet[PeriodResult]) -> QuerySet[PeriodResult, Any]:
    """Return a row for each child (or class, or grown-up) and kind, those missed most first.

    Of whom by ids alone: names are looked up for those on the page (`in_words`), not for a term.
    `groups` says in every row how many rows there are.
    """
    groups = rows.values(
        "child_id",
        class_id=_unless_child("klass_id"),
        adult=_unless_child("staff_id"),
        kind=F("rule__kind"),
    )
    counted = groups.annotate(**COUNTS).order_by("-missed", *_WHOM)
    return counted.annotate(groups=Window(Count("*")))


def _unless_child(column: str) -> Case:
    return Case(When(child__isnull=True, then=F(column)))


def page_of_term(rows: QuerySet[PeriodResult], asked: str | None, size: int) -> Page:
    """Return one page of `children_of_term`; a number that is none is the first or last page's."""
    groups, pages = children_of_term(rows), _Counted([], size)
    first = (int(asked) - 1) * size if asked and asked.isdecimal() and int(asked) else 0
    found = list(groups[first : first + size])
    if not found and first:
        pages.count = groups.count()
        first = (pages.num_pages - 1) * size
        found = list(groups[first : first + size])
    pages.count = found[0]["groups"] if found else 0
    page = pages.get_page(asked)
    page.object_list = found
    return page


class _Counted(Paginator):
    """A list whose length the statement that found a page of it has said."""

    count: int = 0


def in_words(school: UUID, rows: Iterable[dict[str, Any]], year: int) -> list[dict[str, Any]]:
    """Return rows for the page: whom each is about, their class, and the kind in words.

    Three statements, or as many as the page has children, classes and grown-ups.
    """
    rows = list(rows)
    children = _by_id(Child, school, rows, "child_id", ("name", *CLASS_COLUMNS))
    classes = _by_id(SchoolClass, school, rows, "class_id", CLASS_FIELDS)
    staff = _by_id(Staff, school, rows, "adult", ("name",))
    found = []
    for row in rows:
        child = children.get(row["child_id"])
        klass = class_name_in(child, year) if child else _class(classes.get(row["class_id"]), year)
        who = staff.get(row["adult"], {}).get("name", "")
        subject = child["name"] if child else klass or who
        found.append({**row, "subject": subject, "klass": klass, "what": kind_label(row["kind"])})
    return found


def _by_id(
    model: Any, school: UUID, rows: list[dict[str, Any]], name: str, columns: Iterable[str]
) -> dict[UUID, dict[str, Any]]:
    ids = {row[name] for row in rows} - {None}
    found = model.objects.filter(school_id=school, pk__in=ids).values("id", *columns)
    return {row["id"]: row for row in found} if ids else {}


def _class(row: dict[str, Any] | None, year: int) -> str:
    return (
        class_name_in({f"klass__{name}": row[name] for name in CLASS_FIELDS}, year) if row else ""
    )
