"""The parts of a school's board: counted once, counted again as soon as something touched them.

A class's part holds its children and what is owed to them; what is no class's stands in a part of its
own, and how the term's periods ended in another. `people.actions.touching` says what is out of date.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from nuangang.accounts.models import School
from nuangang.care.models import CareRecord, CareRule, Duty, PeriodResult
from nuangang.care.queries.due import owed_on, week_ends
from nuangang.care.queries.reach import LONG, SOON, last_reached
from nuangang.care.states import MET, URGENT, in_state
from nuangang.desk.figures.children import Children
from nuangang.desk.figures.duties import NO_CLASS as NO_KEY
from nuangang.desk.figures.duties import Standing, ended_in, kinds_of, term_for
from nuangang.desk.figures.news import yesterday
from nuangang.desk.figures.share import Share
from nuangang.lib.prepared import Prepared, many
from nuangang.lib.updates import update_each
from nuangang.people.actions.touching import NO_CLASS, TERM, WHOLE, open_parts, part_of
from nuangang.people.models import Change, Child, KeptPart, SchoolClass, Tie
from nuangang.people.queries import LEFT_BEHIND
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

NAMES = 6
COUNTS = ("pupils", "unknown", "left_behind", "full", "paired", "quiet_14", "quiet_30")
NEWS = ("new", "changed", "paired", "released")
_CLASS = ("id", "entry_year", "entry_grade", "number", "alias", "ended_on")
_PARTS = Prepared(
    lambda school: KeptPart.objects.filter(school_id=school).values(
        "id", "part", "stamp", "counted", "data"
    ),
    school=UUID,
)
_CLASSES = Prepared(
    lambda school: SchoolClass.objects.filter(school_id=school).values(*_CLASS), school=UUID
)


class Parts:
    """All parts of a school's board as they hold at one moment."""

    def __init__(self, classes: list[dict[str, Any]], data: dict[str, dict[str, Any]]) -> None:
        self.classes = {row["id"].hex: row for row in classes}
        self.data = data

    @cached_property
    def _living(self) -> list[dict[str, Any]]:
        """Return the classes' parts, lowest grade first, and what is no class's last."""
        rows = sorted(self.classes.values(), key=_lowest_first)
        return [self.data[part] for part in [*(row["id"].hex for row in rows), NO_CLASS]]

    def children(self) -> Children:
        """Return the children's figures of the whole school."""
        living = self._living
        return Children(**{name: sum(p["counts"][name] for p in living) for name in COUNTS})

    def news(self) -> dict[str, int]:
        """Return how many children there is news of, by the names of news.NEWS."""
        return {name: sum(part["news"][name] for part in self._living) for name in NEWS}

    def unreached(self) -> list[tuple[UUID, int | None]]:
        """Return the first few whom nobody has reached in 30 days, each with the days (None: never)."""
        rows = [row for part in self._living for row in part["quiet"]]
        rows.sort(key=lambda row: (row[1] is not None, -(row[1] or 0)))
        return [(UUID(pk), days) for pk, days in rows[:NAMES]]

    def ids(self, what: str) -> list[UUID]:
        """Return whose birthday it is ("born"), or who has left since yesterday ("left")."""
        return [UUID(pk) for part in self._living for pk in part[what]]

    def standing(self) -> Standing:
        """Return how far the standing duties are, by class and kind."""
        found = Standing(late=sum(part["late"] for part in self._living))
        for part in self._living:
            for klass, kinds in part["duties"].items():
                key = self._key(klass)
                for kind, (kept, total, week_kept, week_total) in kinds.items():
                    found.now.add(key, kind, Share(kept, total))
                    found.week.add(key, kind, Share(week_kept, week_total))
        return found

    def _key(self, part: str) -> tuple[Any, ...]:
        row = self.classes.get(part)
        if row is None:
            return NO_KEY
        return row["entry_year"], row["entry_grade"], row["number"], row["alias"], row["id"]

    def late_by(self) -> list[tuple[UUID | None, int]]:
        """Return how much is late by whose turn it is; None for nobody's."""
        late: Counter[str] = Counter()
        for part in self._living:
            late.update(part["late_by"])
        return [(UUID(staff) if staff else None, count) for staff, count in late.items()]

    def ended(self) -> Iterator[tuple[date, str, str, int]]:
        """Yield how the term's periods ended, as duties.ended_in does."""
        for ends, kind, outcome, count in self.data[TERM]["ended"]:
            yield date.fromisoformat(ends), kind, outcome, count

    @property
    def first_record(self) -> date | None:
        """Return the day of the first record, as far as it is known for good."""
        first = self.data[TERM]["first"]
        return date.fromisoformat(first) if first else None


def _lowest_first(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["entry_grade"] - row["entry_year"], row["number"], row["id"]


def parts_of(school: School, now: datetime) -> Parts:
    """Return the parts as they hold at `now`; two statements where nothing was touched since."""
    on = school_day_now(now)
    classes = _CLASSES.rows(school=school.pk)
    wanted = {WHOLE, TERM, NO_CLASS, *(row["id"].hex for row in classes)}
    kept = {row["part"]: row for row in _PARTS.rows(school=school.pk)}
    if missing := wanted - kept.keys():
        open_parts(school.pk, missing)
        kept = {row["part"]: row for row in _PARTS.rows(school=school.pk)}
    whole = kept[WHOLE]["stamp"]
    marks = {part: f"{kept[part]['stamp']} {whole} {on}" for part in wanted - {WHOLE}}
    old = {part for part, mark in marks.items() if kept[part]["counted"] != mark}
    if old:
        fresh = count_parts(school, old, now)
        _keep(school, [(kept[part], marks[part], fresh[part]) for part in sorted(old)])
        for part in old:
            kept[part]["data"] = fresh[part]
    return Parts(classes, {part: kept[part]["data"] for part in marks})


def _keep(school: School, counted: list[tuple[dict[str, Any], str, dict[str, Any]]]) -> None:
    """Keep what was counted, unless it was touched meanwhile."""
    rows = []
    for row, mark, data in counted:
        part = KeptPart(id=row["id"], school_id=school.pk, counted=mark, data=data)
        part.was = {"stamp": row["stamp"]}  # type: ignore[attr-defined]
        rows.append(part)
    update_each(KeptPart, rows, ("counted", "data"), where=("stamp",))


def count_parts(school: School, parts: Iterable[str], now: datetime) -> dict[str, dict[str, Any]]:
    """Count these parts from the rows themselves; two statements for the classes, two for the term."""
    parts, found = set(parts), {}
    if TERM in parts:
        found[TERM] = _count_term(school, school_day_now(now))
    if living := parts - {TERM}:
        found |= _count_living(school, living, now)
    return found


def _count_term(school: School, on: date) -> dict[str, Any]:
    frozen = PeriodResult.objects.filter(school_id=school.pk)
    kinds = kinds_of(CareRule.objects.filter(school_id=school.pk))
    ended: Counter[tuple[str, str, str]] = Counter()
    for ends, kind, outcome, count in ended_in(
        frozen, kinds, term_for(calendar_of(school), on), on
    ):
        ended[ends.isoformat(), kind, outcome] += count
    records = CareRecord.objects.filter(school_id=school.pk).order_by("happened_on")
    first = records.values_list("happened_on", flat=True).first()
    return {
        "ended": [[*key, number] for key, number in sorted(ended.items())],
        "first": first.isoformat() if first else None,
    }


def _count_living(school: School, parts: set[str], now: datetime) -> dict[str, dict[str, Any]]:
    on = school_day_now(now)
    classes = [UUID(part) for part in parts - {NO_CLASS}]
    asked = {"school": school.pk, "classes": classes}
    days = {"on": on, "since": yesterday(on), "day": yesterday(on).date()}
    children = _CHILDREN.rows(**asked, **days)
    owed = {"now": now, "on": on, "sunday": week_ends(on)}
    found: dict[str, dict[str, Any]] = {part: _nothing() for part in parts}
    for row in _DUTIES.rows(**asked, **owed):
        _count_duties(found[part_of(row["class"])], row)
    if NO_CLASS in parts:
        children += _WITHOUT.rows(school=school.pk, **days)
        for row in _OTHERS.rows(school=school.pk, **owed):
            _count_duties(found[NO_CLASS], row)
    for row in children:
        _count_child(found[part_of(row["klass_id"])], row, on)
    for part in found.values():
        part["quiet"] = [
            [str(pk), days] for days, _name, pk in sorted(part["quiet"], key=_longest)[:NAMES]
        ]
    return found


def _nothing() -> dict[str, Any]:
    return {
        "counts": dict.fromkeys(COUNTS, 0), "news": dict.fromkeys(NEWS, 0), "quiet": [],
        "born": [], "left": [], "duties": {}, "late": 0, "late_by": {},
    }  # fmt: skip


def _longest(row: tuple[int | None, str, UUID]) -> tuple[Any, ...]:
    return (row[0] is not None, -(row[0] or 0), row[1], row[2])


def _count_child(part: dict[str, Any], row: dict[str, Any], on: date) -> None:
    if row["left_on"] and row["left_on"] <= on:
        part["left"].append(str(row["id"]))
        return
    for name in NEWS:
        part["news"][name] += bool(row[f"news_{name}"])
    counts = part["counts"]
    counts["pupils"] += 1
    counts["unknown"] += row["left_behind"] == Child.LeftBehind.UNKNOWN
    if row["left_behind"] not in LEFT_BEHIND:
        return
    days = (on - row["last"]).days if row["last"] else None
    counts["left_behind"] += 1
    counts["full"] += not row["gaps"]
    counts["paired"] += bool(row["tied"])
    counts["quiet_14"] += days is None or days >= SOON
    if days is None or days >= LONG:
        counts["quiet_30"] += 1
        part["quiet"].append((days, row["search"], row["id"]))
    born = row["birth"]
    today = born and not row["birth_is_month"] and (born.month, born.day) == (on.month, on.day)
    if today and row["left_on"] is None:
        part["born"].append(str(row["id"]))


def _count_duties(part: dict[str, Any], row: dict[str, Any]) -> None:
    if row["total"]:
        cells = part["duties"].setdefault(part_of(row["class"]), {})
        cell = cells.setdefault(row["kind"], [0, 0, 0, 0])
        for place, name in enumerate(("kept", "total", "week_kept", "week_total")):
            cell[place] += row[name]
    part["late"] += row["week_late"]
    if row["late"]:
        staff = str(row["staff_id"] or "")
        part["late_by"][staff] = part["late_by"].get(staff, 0) + row["late"]


def _children(
    rows: QuerySet[Child], school: UUID, on: date, since: datetime, day: date
) -> QuerySet:
    """Return what is counted of children who are here, or have left since yesterday."""
    ties = Tie.objects.filter(
        school_id=school, child_id=OuterRef("pk"), capacity=Tie.Capacity.AGENT_PARENT
    )
    changed = Change.objects.filter(school_id=school, child_id=OuterRef("pk"), at__gte=since)
    here = Q(left_on__isnull=True) | Q(left_on__gt=on)
    come = Q(joined_on__isnull=True) | Q(joined_on__lte=on)
    new = Case(When(made_at__gte=since, then=Value(True)), default=Value(False))
    return (
        rows.filter((here & come) | Q(left_on__gte=day, left_on__lte=on), school_id=school)
        .annotate(
            last=last_reached(school),
            tied=Exists(ties.filter(until__isnull=True)),
            news_new=new,
            news_changed=Case(
                When(Q(Exists(changed), made_at__lt=since), then=Value(True)), default=Value(False)
            ),
            news_paired=Exists(ties.filter(until__isnull=True, since__gte=day)),
            news_released=Exists(ties.filter(until__gte=day)),
        )
        .values(
            "id", "klass_id", "left_behind", "gaps", "birth", "birth_is_month", "left_on", "search",
            "last", "tied", *(f"news_{name}" for name in NEWS),
        )
    )  # fmt: skip


def _duties(
    rows: QuerySet[Duty], school: UUID, now: datetime, on: date, sunday: datetime, klass: str
) -> QuerySet:
    """Return the standing duties, counted by class, kind and whose turn it is."""
    owed, met, late = owed_on(on), in_state(MET, now, on), in_state(URGENT, now, on)
    week = owed & Q(due_at__lte=sunday)
    numbers: dict[str, Q] = {
        "total": owed,
        "kept": owed & met,
        "week_total": week,
        "week_kept": week & met,
        "week_late": week & late,
        "late": late,
    }
    groups: Any = rows.filter(school_id=school, closed_on__isnull=True).order_by()
    groups = groups.values("staff_id", kind=F("rule__kind"), **{"class": F(klass)})
    return groups.annotate(**{name: Count("pk", filter=of) for name, of in numbers.items()})


AT_ONCE = many(30)
_DAYS: dict[str, Any] = {"on": date, "since": datetime, "day": date}
_OWED: dict[str, Any] = {"now": datetime, "on": date, "sunday": datetime}
_CHILDREN = Prepared(
    lambda school, classes, **days: _children(
        Child.objects.filter(klass_id__in=classes), school, **days
    ),
    school=UUID,
    classes=AT_ONCE,
    **_DAYS,
)
_WITHOUT = Prepared(
    lambda school, **days: _children(Child.objects.filter(klass__isnull=True), school, **days),
    school=UUID,
    **_DAYS,
)
_DUTIES = Prepared(
    lambda school, classes, **owed: _duties(
        Duty.objects.filter(
            child_id__in=Child.objects.filter(school_id=school, klass_id__in=classes).values("pk")
        ),
        school,
        klass="child__klass_id",
        **owed,
    ),
    school=UUID,
    classes=AT_ONCE,
    **_OWED,
)
_OTHERS = Prepared(
    lambda school, **owed: _duties(
        Duty.objects.filter(
            Q(child__isnull=True)
            | Q(
                child_id__in=Child.objects.filter(school_id=school, klass__isnull=True).values("pk")
            )
        ),
        school,
        klass="klass_id",
        **owed,
    ),
    school=UUID,
    **_OWED,
)
