"""Making, changing and ending care rules; a rule in force is never rewritten, only followed."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.actions.reconciling import reconcile_duties
from nuangang.care.kind import OWN
from nuangang.care.kinds import OWN_KINDS
from nuangang.care.models import CareRule
from nuangang.care.periods import rule_change_from
from nuangang.care.ready_rules import READY
from nuangang.care.standing import cadence_of_rule
from nuangang.terms.calendar import DAY, SCHOOL_ZONE, school_day_now
from nuangang.terms.queries import calendar_of


@transaction.atomic
def adopt_template(
    actor: Any,
    school: School,
    name: str,
    since: date | None = None,
    *,
    leave_out: Iterable[int] = (),
    now: datetime | None = None,
) -> list[CareRule]:
    """Make the rules of the ready set `name` the school's own from `since` on, today unless told.

    What the school has adopted already stays as it is, so adopting twice makes no second rule.
    `leave_out` are places of rules in the set that aren't wanted. Duties stand at once; from a
    `since` in the past they stand since then, and what passed is frozen when the clock comes round.
    """
    now = now or timezone.now()
    since = since or school_day_now(now)
    now = min(now, start_of(since)) if since < school_day_now(now) else now
    drafts = draft_rules(school, name, since, leave_out=leave_out)
    running = set(rules_in_force(school).values_list("template", flat=True))
    fresh = [rule for rule in drafts if rule.template not in running]
    for rule in fresh:
        rule.made_by_id = actor.staff_id
    CareRule.objects.bulk_create(fresh)
    if fresh:
        keep_kinds(school, school_day_now(now))
        record(actor, "adopted", kind="care_rule", label=name, rules=[str(r.pk) for r in fresh])
        reconcile_duties(school, now=now)
    return fresh


def start_of(day: date) -> datetime:
    """Return the first moment of `day` at school."""
    return datetime.combine(day, time(), SCHOOL_ZONE)


def draft_rules(
    school: School, name: str, since: date, *, leave_out: Iterable[int] = ()
) -> list[CareRule]:
    """Return the rules of a ready set as they would be, not written; raises KeyError."""
    left_out = set(leave_out)
    return [
        CareRule(school_id=school.pk, template=f"{name}/{place}", since=since, **ready.columns())
        for place, ready in enumerate(READY[name].rules)
        if place not in left_out
    ]


def rules_in_force(school: School) -> Any:
    """Return the rules without an end, or with one still to come."""
    return CareRule.objects.filter(school_id=school.pk).exclude(until__lt=timezone.localdate())


@transaction.atomic
def make_rule(
    actor: Any, school: School, columns: dict[str, Any], *, now: datetime | None = None
) -> CareRule:
    """Make a rule of the school's own; its duties stand from its first day, one in the past too."""
    now = now or timezone.now()
    since = columns.get("since") or school_day_now(now)
    rule = CareRule.objects.create(
        school_id=school.pk, made_by_id=actor.staff_id, **{**columns, "since": since}
    )
    keep_kinds(school, school_day_now(now))
    record(actor, "made", kind="care_rule", object_id=rule.pk, label=rule.name)
    if since < school_day_now(now):
        reconcile_duties(school, now=start_of(since))
    reconcile_duties(school, now=now)
    return rule


@transaction.atomic
def change_rule(
    actor: Any, rule: CareRule, columns: dict[str, Any], *, now: datetime | None = None
) -> CareRule:
    """Follow `rule` by one with `columns`, from the next period on; return the follower.

    A rule that has not begun yet is rewritten. What is frozen stays (design.md, Duties stand).
    """
    now = now or timezone.now()
    school, today = School.objects.get(pk=rule.school_id), school_day_now(now)
    columns = {name: value for name, value in columns.items() if name != "since"}
    if rule.since > today:
        return _rewrite(actor, school, rule, columns, now)
    since = rule_change_from(cadence_of_rule(rule), calendar_of(school, year=today.year), today)
    follower = CareRule.objects.create(
        school_id=rule.school_id,
        template=rule.template,
        replaces=rule,
        since=since,
        made_by_id=actor.staff_id,
        **columns,
    )
    _end(rule, since - DAY)
    keep_kinds(school, today)
    record(
        actor,
        "changed",
        kind="care_rule",
        object_id=rule.pk,
        label=rule.name,
        follower=str(follower.pk),
        since=since.isoformat(),
    )
    reconcile_duties(school, now=now)
    return follower


def _rewrite(
    actor: Any, school: School, rule: CareRule, columns: dict[str, Any], now: datetime
) -> CareRule:
    for name, value in columns.items():
        setattr(rule, name, value)
    rule.save(update_fields=list(columns))
    keep_kinds(school, school_day_now(now))
    record(actor, "changed", kind="care_rule", object_id=rule.pk, label=rule.name)
    reconcile_duties(school, now=now)
    return rule


def keep_kinds(school: School, today: date) -> None:
    """Let the record form offer those of the school's own kinds that a rule still asks for.

    Records of a kind that has gone keep their word. Run in a transaction.
    """
    holding = CareRule.objects.filter(school_id=school.pk).exclude(until__lt=today)
    asked = [kind for rule in holding.order_by("since", "pk") for kind in (rule.kind, *rule.proofs)]
    used = dict.fromkeys(kind.removeprefix(OWN) for kind in asked if kind.startswith(OWN))
    kept = School.objects.select_for_update().get(pk=school.pk)
    known = list(kept.preferences.get(OWN_KINDS, ()))
    wanted = [*(name for name in known if name in used), *(n for n in used if n not in known)]
    if wanted != known:
        kept.preferences = {**kept.preferences, OWN_KINDS: wanted}
        kept.save(update_fields=["preferences"])


@transaction.atomic
def end_rule(
    actor: Any, rule: CareRule, *, at_once: bool = False, now: datetime | None = None
) -> CareRule:
    """End `rule` with its present period, or at once; its frozen periods stay."""
    now = now or timezone.now()
    school, today = School.objects.get(pk=rule.school_id), school_day_now(now)
    calendar = calendar_of(school, year=today.year)
    after = today if at_once else rule_change_from(cadence_of_rule(rule), calendar, today)
    _end(rule, max(after - DAY, rule.since - DAY))
    keep_kinds(school, today)
    record(actor, "ended", kind="care_rule", object_id=rule.pk, label=rule.name)
    reconcile_duties(school, now=now)
    return rule


def _end(rule: CareRule, last_day: date) -> None:
    rule.until = last_day if rule.until is None else min(rule.until, last_day)
    rule.save(update_fields=["until"])
