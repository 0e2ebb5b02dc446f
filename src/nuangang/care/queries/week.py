"""What somebody owes this week: their children, most urgent first. Seven statements at most."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from nuangang.care import cadences
from nuangang.care.evidence import stands
from nuangang.care.kinds import CALLS, LOOKS, unanswered
from nuangang.care.letting_go import LetGo
from nuangang.care.models import CareRecord, Duty, Kind, kind_label
from nuangang.care.queries.home import homes, kin_word
from nuangang.care.states import (
    EXCUSED,
    MET,
    OFTEN,
    STATE_COLUMNS,
    URGENT,
    WAITING,
    state_of,
    worry,
)
from nuangang.lib.prepared import many
from nuangang.people.guards import tied_children
from nuangang.people.models import Child
from nuangang.people.models.family import Kin
from nuangang.people.queries import CLASS_COLUMNS, children_here, class_name_in, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor
from nuangang.terms.calendar import school_day_now

LOOK_BACK = timedelta(days=45)
FIRST = 3
# Of more children than this only the most urgent are shown; nobody reads hundreds of rows on a phone.
MOST, OF_MANY = 60, 20
_OFTEN_FIRST = list(cadences.UNITS)


@dataclass(frozen=True)
class Mark:
    """One duty in a child's row: its one-character mark, state, and the whole sentence."""

    letter: str
    kind: str
    state: str
    title: str


@dataclass
class ChildRow:
    """One child of the page."""

    id: UUID
    name: str
    klass: str
    marks: list[Mark] = field(default_factory=list)
    home: str = ""
    by_others: str = ""
    kind: str = Kind.TALK
    worries: list[tuple[int, str]] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """Return how urgent the child is; 0 is not at all."""
        return max((weight for weight, _words in self.worries), default=0)

    @property
    def why(self) -> str:
        """Return the most urgent reason in words."""
        return max(self.worries)[1] if self.worries else ""


@dataclass(frozen=True)
class Count:
    """How far one promise is, over all children: “谈心 7/11”."""

    label: str
    done: int
    total: int
    at_most: int | None = None


@dataclass(frozen=True)
class Week:
    """The page of one's children: all `total` of them, or of many those who need it most."""

    total: int
    first: list[ChildRow]
    counts: list[Count]
    children: list[ChildRow]
    shared: list[tuple[Duty, str]]


def my_children(actor: Actor, on: date) -> QuerySet[Child]:
    """Return the children the actor cares for as agent parent, or owes something to."""
    owed = Duty.objects.filter(
        school_id=actor.school_id, staff_id=actor.staff_id, closed_on__isnull=True
    )
    mine = Q(pk__in=tied_children(actor)) | Q(pk__in=owed.values("child_id"))
    return children_here(actor, on).filter(mine)


def class_children(actor: Actor, on: date) -> QuerySet[Child]:
    """Return the children of the actor's class who have duties standing."""
    standing = Duty.objects.filter(school_id=actor.school_id, closed_on__isnull=True)
    in_class = children_here(actor, on).filter(klass_id__in=actor.class_ids)
    return in_class.filter(pk__in=standing.values("child_id"))


def week(actor: Actor, now: datetime, *, mine: bool = True) -> Week:
    """Return the page of `my_children` and what the actor owes them, or else of `class_children`."""
    rows = _rows(actor, school_day_now(now), mine)
    duties = _duties(actor, rows, mine)
    _mark(rows, duties, actor, now)
    _add_past(actor, rows, school_day_now(now))
    ordered = sorted(rows.values(), key=lambda row: -row.weight)
    shown = list(rows.values()) if len(rows) <= MOST else ordered[:OF_MANY]
    _add_home(actor, {row.id: row for row in shown}, school_day_now(now))
    return Week(
        total=len(rows),
        first=[row for row in ordered if row.weight][:FIRST],
        counts=_counts(duties, now),
        children=shown,
        shared=[(duty, state_of(duty, now)) for duty in duties if not duty.child_id],
    )


def waiting_kinds(actor: Actor, children: Iterable[Any], now: datetime) -> dict[UUID, set[str]]:
    """Return per child the kinds of record that would meet something still owed; one statement."""
    rows = visible(actor, Duty).filter(child__in=list(children), closed_on__isnull=True)
    found: dict[UUID, set[str]] = defaultdict(set)
    for duty in rows.select_related("rule"):
        if duty.child_id and state_of(duty, now) != MET:
            found[duty.child_id] |= set(duty.rule.proofs)
    return found


def _rows(actor: Actor, today: date, mine: bool) -> dict[UUID, ChildRow]:
    year = school_year_of(actor, today)
    rows = (_MY_CHILDREN if mine else _CLASS_CHILDREN).rows(actor, on=today)
    return {row["id"]: ChildRow(row["id"], row["name"], class_name_in(row, year)) for row in rows}


def _in_order(children: QuerySet[Child]) -> QuerySet[Child, Any]:
    ordered = children.order_by("klass__entry_year", "klass__number", "search", "pk")
    return ordered.values("id", "name", *CLASS_COLUMNS)


_MY_CHILDREN = PreparedFor(lambda actor, on: _in_order(my_children(actor, on)), on=date)
_CLASS_CHILDREN = PreparedFor(lambda actor, on: _in_order(class_children(actor, on)), on=date)


def _duties(actor: Actor, rows: dict[UUID, ChildRow], mine: bool) -> list[Duty]:
    if mine:
        found = _MY_DUTIES.objects(actor)
        found = [duty for duty in found if duty.child_id is None or duty.child_id in rows]
    else:
        found = _CLASS_DUTIES.objects(actor, ids=list(rows))
    found.sort(key=lambda duty: (_OFTEN_FIRST.index(duty.rule.unit), duty.rule_id))
    return found


def _standing(actor: Actor, reach: Q) -> QuerySet[Duty]:
    rows = visible(actor, Duty).filter(reach, closed_on__isnull=True)
    return rows.select_related("rule", "last_done_by").only(*STATE_COLUMNS)


_MY_DUTIES = PreparedFor(lambda actor: _standing(actor, Q(staff_id=actor.staff_id)))
_CLASS_DUTIES = PreparedFor(lambda actor, ids: _standing(actor, Q(child_id__in=ids)), ids=many(60))


def _mark(rows: dict[UUID, ChildRow], duties: Iterable[Duty], actor: Actor, now: datetime) -> None:
    today = school_day_now(now)
    open_kinds: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for duty in duties:
        if duty.child_id not in rows:
            continue
        row, state = rows[duty.child_id], state_of(duty, now)
        row.marks.append(_mark_of(duty, state))
        if state == URGENT:
            row.worries.append((_weight(duty, today), worry(duty, today)))
        if state == URGENT or (state == WAITING and duty.rule.unit in OFTEN):
            open_kinds[row.id].append((state != URGENT, duty.rule.kind))
        if state == MET and duty.last_done_by_id not in (None, actor.staff_id):
            row.by_others = _("%(who)s: %(what)s") % {
                "who": duty.last_done_by,
                "what": kind_label(duty.rule.kind),
            }
    for pk, kinds in open_kinds.items():
        rows[pk].kind = min(kinds, key=lambda item: item[0])[1]


def _mark_of(duty: Duty, state: str) -> Mark:
    look = LOOKS[duty.rule.kind]
    return Mark(str(look.mark), duty.rule.kind, state, duty.rule.name)


def _weight(duty: Duty, today: date) -> int:
    """Order by need: never reached before long ago, a talk before the rest."""
    days = 200 if duty.last_done_on is None else min((today - duty.last_done_on).days, 199)
    return 2 * days + (100 if duty.rule.kind == Kind.TALK else 0)


def _counts(duties: Iterable[Duty], now: datetime) -> list[Count]:
    groups: dict[UUID, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.child_id:
            groups[duty.rule_id].append(duty)
    counts = []
    for group in groups.values():
        states = [state_of(duty, now) for duty in group]
        owed = [state for state in states if state != EXCUSED]
        if owed:
            label = str(LOOKS[group[0].rule.kind].short)
            counts.append(Count(label, owed.count(MET), len(owed)))
    return counts


_PAST = ("child_id", "kind", "happened_on", "could_not", "with_whom", "follow_up_on", "mood")


def _recent(actor: Actor, ids: list[UUID], since: date) -> QuerySet[CareRecord, Any]:
    rows = visible(actor, CareRecord).filter(
        stands(actor.school_id), child_id__in=ids, happened_on__gte=since
    )
    dropped = LetGo.objects.filter(school_id=actor.school_id, record_id=OuterRef("pk"))
    shown = rows.annotate(let_go=Exists(dropped)).order_by("-happened_on", "-recorded_at")
    return shown.values(*_PAST, "let_go")


_RECENT = PreparedFor(_recent, ids=many(60), since=date)


def _add_past(actor: Actor, rows: dict[UUID, ChildRow], today: date) -> None:
    """Add what the last weeks' records ask for: calls not answered, promises to come back."""
    past: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for item in _RECENT.rows(actor, ids=list(rows), since=today - LOOK_BACK):
        past[item["child_id"]].append(item)
    for pk, items in past.items():
        rows[pk].worries += [*_unanswered(items), *_promised(items, today), *_low(items)]


def _unanswered(items: list[dict[str, Any]]) -> Iterable[tuple[int, str]]:
    """Yield a worry for two or more calls in a row that nobody answered."""
    calls = [item for item in items if item["kind"] in CALLS]
    failed = []
    for call in calls:
        if not call["could_not"]:
            break
        failed.append(call)
    if len(failed) > 1:
        whom = failed[0]["with_whom"]
        name = kin_word(whom) if whom in Kin.values else ""
        yield 90, unanswered(name, len(failed))


def _promised(items: list[dict[str, Any]], today: date) -> Iterable[tuple[int, str]]:
    """Yield a worry for a follow-up that is due and has not been kept."""
    for item in items:
        day = item["follow_up_on"]
        if day and day <= today and not item["let_go"] and not _kept(items, day):
            yield 600, _("You meant to come back to it today")
            return


def _kept(items: list[dict[str, Any]], day: date) -> bool:
    return any(item["happened_on"] >= day and not item["could_not"] for item in items)


def _low(items: list[dict[str, Any]]) -> Iterable[tuple[int, str]]:
    told = next((item["mood"] for item in items if item["mood"]), "")
    if told == CareRecord.Mood.LOW:
        yield 120, _("Was low last time")


def _add_home(actor: Actor, rows: dict[UUID, ChildRow], today: date) -> None:
    for pk, text in homes(actor, list(rows), today).items():
        rows[pk].home = text
