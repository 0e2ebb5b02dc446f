"""The API of care records and duties."""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status

from nuangang.audit.actions import record
from nuangang.care.api_schemas import (
    CorrectionIn,
    DutiesAsked,
    DutyOut,
    RecordIn,
    RecordOut,
    RecordsAsked,
    RecordsOut,
    WithdrawalIn,
)
from nuangang.care.api_writing import correct, record_sent, withdraw
from nuangang.care.evidence import stands
from nuangang.care.models import CareRecord, Duty
from nuangang.care.queries.due import week_ends
from nuangang.care.queries.standing import narrowed
from nuangang.care.states import STATES, escalated, in_state, state_of
from nuangang.lib.api.paging import Page, page_of
from nuangang.lib.api.problems import READING, WRITING, Problem
from nuangang.lib.api.types import Id
from nuangang.people.api import class_out
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.api_rules import actor_of, may_call
from nuangang.policy.guards import fetch, visible
from nuangang.terms.calendar import end_of, school_day_now

router = Router(tags=["care"])
_LONG_AGO = date(1970, 1, 1)  # moments before it don't fit into every time zone


@router.get(
    "/care-records",
    response={200: Page[RecordOut], **READING},
    summary=gettext_noop("Care records, filtered, oldest written first, in pages"),
)
@may_call("read care_record")
def list_care_records(request: HttpRequest, asked: Query[RecordsAsked]) -> Any:
    actor, now = actor_of(request), timezone.now()
    rows = _after(actor, _asked_for(actor, asked), asked)
    found = list(_joined(rows).order_by("recorded_at", "pk")[: asked.limit + 1])
    page = page_of(found, asked, now, record_out)
    _tell(actor, asked, len(page["items"]))
    return page


@router.get(
    "/care-records/{record_id}",
    response={200: RecordOut, **READING},
    summary=gettext_noop("One care record"),
)
@may_call("read care_record")
def get_care_record(request: HttpRequest, record_id: Id) -> Any:
    actor = actor_of(request)
    found = fetch(actor, CareRecord, record_id, rows=_joined)
    record(actor, "read_record", kind="care_record", object_id=found.pk, child=str(found.child_id))
    return record_out(found)


@router.post(
    "/care-records",
    response={201: RecordsOut, 200: RecordsOut, **WRITING},
    summary=gettext_noop("Record one thing for one child or several"),
    description=gettext_noop("Sending the same id again changes nothing and is answered with 200."),
)
@may_call("write care_record")
def create_care_records(request: HttpRequest, sent: RecordIn) -> Any:
    actor = actor_of(request)
    ids, fresh = record_sent(actor, sent)
    rows = _joined(CareRecord.objects.filter(school_id=actor.school_id, pk__in=ids))
    by_id = {row.pk: row for row in rows}
    return Status(201 if fresh else 200, {"items": [record_out(by_id[pk]) for pk in ids]})


@router.post(
    "/care-records/{record_id}/corrections",
    response={201: RecordOut, 200: RecordOut, **WRITING},
    summary=gettext_noop("Correct a record; the earlier wording stays behind it"),
    description=gettext_noop(
        "The answer is the row that now stands; the same correction sent again is answered with 200."
    ),
)
@may_call("read care_record", "write care_record")
def correct_care_record(request: HttpRequest, record_id: Id, sent: CorrectionIn) -> Any:
    actor = actor_of(request)
    item, fresh = correct(actor, fetch(actor, CareRecord, record_id, "write"), sent)
    return Status(201 if fresh else 200, _again(actor, item))


@router.post(
    "/care-records/{record_id}/withdrawal",
    response={200: RecordOut, **WRITING},
    summary=gettext_noop("Take a record back"),
    description=gettext_noop(
        "The row stays and says by which row it was taken back; doing it twice changes nothing."
    ),
)
@may_call("read care_record", "write care_record")
def withdraw_care_record(request: HttpRequest, record_id: Id, sent: WithdrawalIn) -> Any:
    actor = actor_of(request)
    item = fetch(actor, CareRecord, record_id, "write")
    withdraw(actor, item, reason=sent.reason)
    return _again(actor, item)


@router.get(
    "/duties",
    response={200: Page[DutyOut], **READING},
    by_alias=True,
    summary=gettext_noop("Standing duties with their state, in pages"),
)
@may_call("read duty")
def list_duties(request: HttpRequest, asked: Query[DutiesAsked]) -> Any:
    actor, now = actor_of(request), timezone.now()
    rows = _duties_asked_for(actor, asked, now)
    if asked.after:
        rows = rows.filter(pk__gt=asked.after)
    found = list(_duties_joined(rows).order_by("pk")[: asked.limit + 1])
    year = school_year_of(actor, timezone.localdate())
    page = page_of(found, asked, now, lambda duty: duty_out(duty, year, now))
    record(actor, "read_list", kind="duty", count=len(page["items"]), by=_names(asked))
    return page


@router.get(
    "/duties/{duty_id}",
    response={200: DutyOut, **READING},
    by_alias=True,
    summary=gettext_noop("One standing duty"),
)
@may_call("read duty")
def get_duty(request: HttpRequest, duty_id: Id) -> Any:
    actor, now = actor_of(request), timezone.now()
    found = fetch(actor, Duty, duty_id, rows=_duties_joined)
    return duty_out(found, school_year_of(actor, timezone.localdate()), now)


def _asked_for(actor: Actor, asked: RecordsAsked) -> QuerySet[CareRecord]:
    names = {
        "child_id": asked.child,
        "staff_id": asked.staff,
        "kind": asked.kind,
        "happened_on__gte": asked.happened_from,
        "happened_on__lte": asked.happened_to,
        "recorded_at__gte": asked.changed_since,
    }
    rows = visible(actor, CareRecord).filter(**{n: v for n, v in names.items() if v is not None})
    return rows if asked.superseded == "true" else rows.filter(stands(actor.school_id))


def _after(actor: Actor, rows: QuerySet[CareRecord], asked: RecordsAsked) -> QuerySet[CareRecord]:
    """Narrow to what was written after the row named by `after`; records are never moved."""
    if asked.after is None:
        return rows
    last = visible(actor, CareRecord).filter(pk=asked.after).values_list("recorded_at", flat=True)
    moment = last.first()
    if moment is None:
        raise Problem(404, _("The row named by “after” is not there."))
    later = Q(recorded_at__gt=moment) | Q(recorded_at=moment, pk__gt=asked.after)
    return rows.filter(later, recorded_at__gte=moment)


def _joined(rows: QuerySet[CareRecord]) -> QuerySet[CareRecord]:
    """Join what RecordOut shows; one statement."""
    later = CareRecord.objects.filter(school_id=OuterRef("school_id"), supersedes=OuterRef("pk"))
    people = [
        f"{who}__{name}" for who in ("child", "staff", "recorded_by") for name in ("school", "name")
    ]
    own = [field.name for field in CareRecord._meta.concrete_fields]
    joined = rows.select_related("child", "staff", "recorded_by").only(*own, *people)
    return joined.annotate(superseded_by=Subquery(later.values("pk")[:1]))


def record_out(row: Any) -> dict[str, Any]:
    """Return a record of `_joined` as RecordOut has it."""
    plain = (
        "id", "kind", "happened_on", "recorded_at", "could_not", "aspects", "mood", "with_whom",
        "words", "follow_up_on", "late_for", "superseded_by", "withdrawn", "reason",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "child": _named(row.child),
        "staff": _named(row.staff),
        "recorded_by": _named(row.recorded_by),
        "supersedes": row.supersedes_id,
    }


def _named(row: Any) -> dict[str, Any] | None:
    return {"id": row.pk, "name": row.name} if row is not None else None


def _again(actor: Actor, item: CareRecord) -> dict[str, Any]:
    return record_out(_joined(visible(actor, CareRecord)).get(pk=item.pk))


def _tell(actor: Actor, asked: RecordsAsked, count: int) -> None:
    """Record the reading: of one child's file, or of a list."""
    child = asked.child and visible(actor, CareRecord).filter(child_id=asked.child).exists()
    if child:
        record(actor, "read_file", kind="child", object_id=asked.child, part="care")
    else:
        record(actor, "read_list", kind="care_record", count=count, by=_names(asked))


def _names(asked: Any) -> list[str]:
    """Return by what a list was narrowed: the names, never the values."""
    return sorted(asked.model_fields_set)


def _duties_asked_for(actor: Actor, asked: DutiesAsked, now: datetime) -> QuerySet[Duty]:
    """Narrow as the page Duties does, so that both count the same."""
    as_page = {
        "due": asked.due or "",
        "klass": str(asked.class_id or ""),
        "kind": asked.kind or "",
        "staff": str(asked.staff or ""),
        "q": "",
    }
    standing, today = visible(actor, Duty).filter(closed_on__isnull=True), school_day_now(now)
    rows = narrowed(standing, as_page, today, week_ends(today))
    if asked.child:
        rows = rows.filter(child_id=asked.child)
    if asked.due_to:
        rows = rows.filter(due_at__lte=end_of(max(asked.due_to, _LONG_AGO)))
    if asked.state in STATES:
        return rows.filter(in_state(asked.state, now))
    return rows.filter(escalated(now)) if asked.state else rows


def _duties_joined(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Join what DutyOut shows; one statement."""
    names = [
        f"{path}__{name}"
        for path in ("child", "staff", "last_done_by")
        for name in ("school", "name")
    ]
    klass = ("school", "entry_year", "entry_grade", "number", "alias")
    classes = [f"{path}__{name}" for path in ("klass", "child__klass") for name in klass]
    own = [field.name for field in Duty._meta.concrete_fields]
    rule = ("rule__school", "rule__name", "rule__kind", "rule__unit", "rule__at_most")
    return rows.select_related(
        "rule", "child", "child__klass", "klass", "staff", "last_done_by"
    ).only(*own, *rule, *names, *classes)


def duty_out(duty: Duty, year: int, now: datetime) -> dict[str, Any]:
    """Return a duty of `_duties_joined` as DutyOut has it."""
    plain = ("id", "done", "owed", "begins", "ends", "due_at", "last_done_on", "missed_in_a_row")
    klass = duty.klass or (duty.child.klass if duty.child else None)
    return {
        **{name: getattr(duty, name) for name in plain},
        "rule": _named(duty.rule),
        "kind": duty.rule.kind,
        "child": _named(duty.child),
        "klass": class_out(klass, year) if klass else None,
        "staff": _named(duty.staff),
        "state": state_of(duty, now),
        "last_done_by": _named(duty.last_done_by),
    }
