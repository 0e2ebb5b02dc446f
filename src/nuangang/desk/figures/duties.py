"""How far the promises are: this week, week by week, by class and kind, and whose turn it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from nuangang.care.models import CareRule, Duty, Kind, PeriodResult
from nuangang.care.queries.due import due_this_week, owed_on
from nuangang.care.states import MET, URGENT, in_state
from nuangang.desk.figures.share import Share
from nuangang.people.queries import CLASS_COLUMNS
from nuangang.terms.calendar import Calendar, TermSpan, Week, monday_of, school_day_now

MOST = 8
_KEYS = (*CLASS_COLUMNS, "klass_id")
ClassKey = tuple[Any, ...]
NO_CLASS: ClassKey = (None, None, None, None, None)


@dataclass
class Table:
    """Shares by class and kind; the key of a class is its CLASS_COLUMNS and its id."""

    cells: dict[tuple[ClassKey, str], Share] = field(default_factory=dict)

    def add(self, klass: ClassKey, kind: str, share: Share) -> None:
        """Count something in, where anything is owed."""
        if share.total:
            self.cells[klass, kind] = self.cells.get((klass, kind), Share()) + share

    @property
    def whole(self) -> Share:
        """Return the sum of all cells."""
        return sum(self.cells.values(), Share())

    def by_kind(self) -> dict[str, Share]:
        """Return the sum for each kind, in the order kinds are spoken of."""
        found: dict[str, Share] = defaultdict(Share)
        for (_klass, kind), share in self.cells.items():
            found[kind] += share
        ordered = [kind for kind in Kind.values if kind in found]
        return {kind: found[kind] for kind in [*ordered, *sorted(found.keys() - set(ordered))]}

    def classes(self) -> list[ClassKey]:
        """Return the classes, lowest grade first, what is no class's last."""
        return sorted({klass for klass, _kind in self.cells}, key=_lowest_first)


def _lowest_first(klass: ClassKey) -> tuple[Any, ...]:
    entry_year, entry_grade, number = klass[:3]
    if entry_year is None:
        return (1, 0, 0, "")
    return (0, entry_grade - entry_year, number, str(klass[-1]))


@dataclass
class Standing:
    """What stands: of every period that runs `now`, and of it what falls due this `week`."""

    now: Table = field(default_factory=Table)
    week: Table = field(default_factory=Table)
    late: int = 0


def standing_now(rows: QuerySet[Duty], now: datetime) -> Standing:
    """Return how far the standing duties are; exempt ones owe nothing. One statement."""
    week = due_this_week(now)
    groups = (
        rows.order_by()
        .filter(owed_on(school_day_now(now)))
        .values(*_of_class(), kind=F("rule__kind"))
    )
    groups = groups.annotate(
        total=Count("pk"),
        kept=Count("pk", filter=in_state(MET, now)),
        week_total=Count("pk", filter=week),
        week_kept=Count("pk", filter=week & in_state(MET, now)),
        week_late=Count("pk", filter=week & in_state(URGENT, now)),
    )
    found = Standing()
    for group in groups:
        klass, kind = _class_key(group), group["kind"]
        found.now.add(klass, kind, Share(group["kept"], group["total"]))
        found.week.add(klass, kind, Share(group["week_kept"], group["week_total"]))
        found.late += group["week_late"]
    return found


def of_term(frozen: QuerySet[PeriodResult], term: TermSpan | None) -> Table:
    """Return how the periods of a term ended, by the child's class today."""
    table = Table()
    if term is None:
        return table
    rows = owing(frozen, term.begins, term.ends)
    groups = rows.values(*_of_class(), kind=F("rule__kind")).annotate(
        total=Count("pk"), kept=Count("pk", filter=Q(outcome=PeriodResult.Outcome.MET))
    )
    for group in groups:
        table.add(_class_key(group), group["kind"], Share(group["kept"], group["total"]))
    return table


def owing(frozen: QuerySet[PeriodResult], begins: date, ends: date) -> QuerySet[PeriodResult]:
    """Narrow to periods that ended in a span of days and owed something."""
    rows = frozen.order_by().filter(ends__gte=begins, ends__lte=ends)
    return rows.exclude(outcome=PeriodResult.Outcome.EXCUSED)


def _of_class() -> tuple[str, ...]:
    own = tuple(f"child__{name}" for name in _KEYS)
    return (*own, *CLASS_COLUMNS, "klass_id")


def _class_key(group: dict[str, Any]) -> ClassKey:
    """Return the child's class, or the class a duty is for."""
    for prefix in ("child__", ""):
        key = tuple(group[f"{prefix}{name}"] for name in _KEYS)
        if key[-1]:
            return key
    return NO_CLASS


@dataclass
class TermWeek:
    """One week of the term: what was kept by kind, of how much; `week.exempt` owes nothing weekly."""

    week: Week
    kept: dict[str, int] = field(default_factory=dict)
    total: int = 0
    now: bool = False

    @property
    def share(self) -> Share:
        """Return how much of what the week owed was kept."""
        return Share(sum(self.kept.values()), self.total)


def kinds_of(rules: QuerySet[CareRule]) -> dict[UUID, str]:
    """Return what each rule is about, by its id: cheaper than to join rules to every period."""
    return dict(rules.order_by().values_list("pk", "kind"))


def week_by_week(
    frozen: QuerySet[PeriodResult],
    kinds: Mapping[UUID, str],
    calendar: Calendar,
    term: TermSpan | None,
    present: Table,
    on: date,
) -> list[TermWeek]:
    """Return the weeks of `term` up to `on`: frozen ones as frozen, the present one as it stands.

    A period belongs to the week of its last day; one that ends in a holiday to the week before.
    `kinds` is what `kinds_of` gives.
    """
    return weeks_of(ended_in(frozen, kinds, term, on), calendar, term, present, on)


def ended_in(
    frozen: QuerySet[PeriodResult], kinds: Mapping[UUID, str], term: TermSpan | None, on: date
) -> list[tuple[date, str, str, int]]:
    """Return how many periods of `term` ended by `on`: on which day, of which kind, how."""
    if term is None:
        return []
    rows = owing(frozen, term.begins, min(on, term.ends)).values_list("ends", "rule_id", "outcome")
    groups = rows.annotate(count=Count("pk"))
    return [(ends, kinds[rule], outcome, count) for ends, rule, outcome, count in groups]


def weeks_of(
    ended: Iterable[tuple[date, str, str, int]],
    calendar: Calendar,
    term: TermSpan | None,
    present: Table,
    on: date,
) -> list[TermWeek]:
    """Return the same from what `ended_in` gave."""
    weeks = [TermWeek(w) for w in calendar.teaching_weeks(term) if w.begins <= on] if term else []
    if not weeks:
        return []
    for ends, kind, outcome, count in ended:
        _count_in(weeks[_place(weeks, ends)], kind, outcome, count)
    if weeks[-1].week.begins == monday_of(on):
        weeks[-1].now = True
        weeks[-1].total += present.whole.total
        for kind, share in present.by_kind().items():
            weeks[-1].kept[kind] = weeks[-1].kept.get(kind, 0) + share.done
    return weeks


def _place(weeks: list[TermWeek], day: date) -> int:
    return max(0, min(len(weeks) - 1, (day - weeks[0].week.begins).days // 7))


def _count_in(week: TermWeek, kind: str, outcome: str, count: int) -> None:
    week.total += count
    if outcome == PeriodResult.Outcome.MET:
        week.kept[kind] = week.kept.get(kind, 0) + count


def last_week(weeks: Iterable[TermWeek], on: date) -> Share | None:
    """Return how last week ended; None where the term has no such week or it owed nothing."""
    before = monday_of(on) - timedelta(days=7)
    found = next((week for week in weeks if week.week.begins == before), None)
    return found.share if found and found.total else None


def term_for(calendar: Calendar, on: date) -> TermSpan | None:
    """Return the term of `on`, in a holiday the one before it."""
    begun = [term for term in calendar.terms if term.begins <= on]
    return begun[-1] if begun else None


def late_by_person(standing: QuerySet[Duty], now: datetime) -> list[dict[str, Any]]:
    """Return who has most that is late: staff id and name (None for nobody) and how much."""
    rows = standing.order_by().filter(in_state(URGENT, now))
    groups = rows.values("staff_id", "staff__name").annotate(count=Count("pk"))
    most: list[Any] = list(groups.order_by("-count", "staff__name")[: MOST + 1])
    return most
