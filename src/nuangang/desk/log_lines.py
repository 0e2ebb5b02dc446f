"""The log as its pages show it: narrowed, and each entry as a sentence."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.accounts.models import School
from nuangang.audit.models import Entry
from nuangang.audit.verbs import GROUPS, group_keys, sentence
from nuangang.care.models import CareRule
from nuangang.lib.ids import id_of
from nuangang.people.models import Child, Contact, Relative, SchoolClass, Staff, StaffPost

WEEK = timedelta(days=7)
FIRST, LAST = date(1970, 1, 1), date(2999, 12, 31)
MOST_PAGES = 100_000
COLUMNS = (
    "id", "at", "actor_user_id", "actor_name", "verb", "kind", "object_id", "label", "detail",
)  # fmt: skip
# What a school set that is no field of its own, and may be called as a child's field is.
_PREFERENCES = {
    "conduct": gettext_lazy("Rules of conduct"),
    "vetting": gettext_lazy("Check and training"),
}
_WITH_FIELDS = (Child, Relative, Contact, Staff, StaffPost, SchoolClass, School, CareRule)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; the days are those at school, both included."""

    begins: date
    ends: date
    person: UUID | None = None
    group: str = ""
    child: UUID | None = None
    name: str = ""

    @classmethod
    def read(cls, data: Any, today: date, *, days: timedelta = WEEK) -> "Asked":
        """Read the address, passing over what makes no sense."""
        ends = _day(data.get("to")) or today
        begins = _day(data.get("from")) or min(ends, today) - days + timedelta(days=1)
        group = data.get("group", "")
        return cls(
            min(begins, ends), max(begins, ends), id_of(data.get("person")),
            group if group in GROUPS else "", id_of(data.get("child")),
            data.get("q", "").strip()[:40],
        )  # fmt: skip

    def narrow(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        """Keep what was asked for, newest first."""
        rows = rows.filter(at__gte=_start(self.begins), at__lt=_start(self.ends + timedelta(1)))
        if self.person:
            rows = rows.filter(actor_user_id=self.person)
        if self.group:
            rows = rows.filter(in_group(self.group))
        if self.child:
            rows = rows.filter(object_id=self.child)
        if self.name:
            rows = rows.filter(label__contains=self.name)
        return rows.order_by("-at", "-id")

    def names(self) -> list[str]:
        """Return which filters were used, not what they looked for."""
        return [n for n in ("person", "group", "child", "name") if getattr(self, n)]


def in_group(group: str) -> Q:
    """Return the condition for the verbs of a group."""
    keys = group_keys(group)
    found = Q(verb__in=[verb for verb, kind in keys if not kind])
    for verb, kind in keys:
        if kind:
            found |= Q(verb=verb, kind=kind)
    taken = [(v, k) for g in GROUPS if g != group for v, k in group_keys(g) if k]
    for verb, kind in taken:
        if (verb, "") in keys:
            found &= ~Q(verb=verb, kind=kind)
    return found


class Counted(Paginator):
    """Pages of a query that brings its own count in the same statement."""

    def __init__(self, rows: QuerySet[Any, Any], number: Any, per_page: int) -> None:
        first = int(str(number)[:9]) if str(number or "").isdecimal() else 1
        first = min(max(first, 1), MOST_PAGES)
        counted = rows.annotate(whole=Window(Count("*")))
        self.rows = list(counted[(first - 1) * per_page : first * per_page])
        count = self.rows[0]["whole"] if self.rows else 0
        if not self.rows and first > 1:
            first, self.rows = 1, list(counted[:per_page])
            count = self.rows[0]["whole"] if self.rows else 0
        super().__init__([], per_page)
        self.count = count  # type: ignore[misc]
        self.number = first

    def page_here(self) -> Any:
        """Return the page that was asked for, the first where it isn't there."""
        return self._get_page(self.rows, self.number, self)  # type: ignore[attr-defined]


def lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return entries as their pages show them: when, who, what, and what more is known."""
    return [
        {
            "at": row["at"],
            "who": who(row["actor_name"], row["actor_user_id"]),
            "said": sentence(
                row["verb"], row["kind"], it=row["label"], object_id=row["object_id"],
                detail=row["detail"],
            ),
            "more": more(row["detail"], row["kind"]),
            "changed": row["detail"].get("before"),
            "child": row["object_id"] if row["kind"] == "child" else None,
        }
        for row in rows
    ]  # fmt: skip


def who(name: str, user_id: UUID | None) -> str:
    """Return who acted: a person's name, the clock, or that nobody knows."""
    if name == "clock" and user_id is None:
        return _("The clock")
    return name or _("Somebody unknown")


def more(detail: dict[str, Any], kind: str = "") -> str:
    """Return the rest of what an entry tells, in a few words."""
    said = []

    def label(name: str) -> str:
        return (
            str(_PREFERENCES[name])
            if kind == "school" and name in _PREFERENCES
            else field_label(name)
        )

    if fields := detail.get("fields"):
        said.append(_(", ").join(map(label, fields)))
    if changes := detail.get("changes"):
        said += [f"{label(n)}: {b or '—'} → {a or '—'}" for n, (b, a) in changes.items()]
    if before := detail.get("before"):
        said += [_("%(field)s was %(before)s") % {"field": label(n), "before": b or "—"}
                 for n, b in before.items()]  # fmt: skip
    if field := detail.get("field"):
        said.append(label(str(field)))
    if reason := detail.get("reason"):
        said.append(_("reason: %(reason)s") % {"reason": reason})
    if detail.get("integration"):
        said.append(_("by a program"))
    return " · ".join(said)


def field_label(name: str) -> str:
    """Return a field's name as its form says it."""
    return str(_labels().get(name, name))


@cache
def _labels() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for model in _WITH_FIELDS:
        for field in model._meta.concrete_fields:
            found.setdefault(field.name, field.verbose_name)
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(text: Any) -> date | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if day and FIRST <= day <= LAST else None
