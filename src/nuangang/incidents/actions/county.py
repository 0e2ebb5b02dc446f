"""Sending an incident on to the county office, and what its officers do with it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nuangang.accounts.models import RegionPost, School
from nuangang.accounts.posts import RegionPostKind
from nuangang.audit.actions import Person, record
from nuangang.incidents.actions.paging import tell_colleague
from nuangang.incidents.actions.steps import add_step, note
from nuangang.incidents.actions.telling import settle_deadline
from nuangang.incidents.kinds import Party, What
from nuangang.incidents.models import (
    Deadline,
    Escalation,
    Incident,
    IncidentStep,
    OfficerContact,
    of,
)
from nuangang.incidents.queries.policy import regions_above
from nuangang.incidents.table import rule_of
from nuangang.lib.phones import is_mobile
from nuangang.notify.actions import carrier_for, send_out
from nuangang.notify.models import Channel
from nuangang.policy.actor import Clock

Why, Kind = Escalation.Why, IncidentStep.Kind
MINUTE = timedelta(minutes=1)


def watch_for_county(incident: Incident) -> None:
    """Set by the rules when an incident goes on to the county by itself; not saved here."""
    rule = rule_of(incident.policy.table, incident.kind).county
    unled = incident.raised_at + rule.unled * MINUTE if rule.unled else None
    watched = not incident.drill and (rule.missed or unled is not None)
    incident.county_at = incident.raised_at if watched else None
    incident.county_missed, incident.unled_at = rule.missed, unled


def escalate_at_once(actor: Any, incident: Incident, *, now: datetime) -> bool:
    """Send on what the rules send on at once."""
    at_once = rule_of(incident.policy.table, incident.kind).county.at_once
    wanted = at_once == "always" or (at_once == "grave" and incident.grave)
    return wanted and escalate(Clock(school_id=actor.school_id), incident, Why.GRAVE, now=now)


@transaction.atomic
def escalate(
    actor: Any, incident: Incident, why: str, words: str = "", *, now: datetime | None = None
) -> bool:
    """Send an incident on to the county office; says whether it is new there. Never a drill."""
    now = now or timezone.now()
    rows = Incident.objects.filter(school_id=incident.school_id, pk=incident.pk)
    if incident.drill or not rows.filter(escalated_at=None).update(
        escalated_at=now, county_at=None
    ):
        return False
    incident.escalated_at = now
    Escalation.objects.create(
        school_id=incident.school_id, incident_id=incident.pk, why=why, at=now,
        by_id=actor.staff_id, words=words,
    )  # fmt: skip
    add_step(actor, incident, Kind.COUNTY, now, words=words, whom=str(Why(why).label))
    note(actor, incident, "escalated_incident", what=why)
    _message_officers(incident, now)
    return True


def officers_of(school: School, now: datetime) -> list[OfficerContact]:
    """Return where the officers above a school are reached."""
    on = timezone.localdate(now)
    held = RegionPost.objects.filter(
        region_id__in=regions_above(school.region_id), kind=RegionPostKind.COUNTY_OFFICER,
        since__lte=on, user__is_active=True,
    ).exclude(until__lte=on)  # fmt: skip
    rows = OfficerContact.objects.filter(user_id__in=held.values("user_id"))
    return list(rows.select_related("user").order_by("user__name", "pk"))


def _message_officers(incident: Incident, now: datetime) -> int:
    """Queue an SMS, else a mail, to every officer; it names the school and nothing of a child."""
    school = School.objects.get(pk=incident.school_id)
    with translation.override("zh-hans"):
        text = _("暖港: %(school)s sends an incident on to you. Open 暖港.") % {
            "school": school.name
        }
    return sum(_message(incident, officer, text, now) for officer in officers_of(school, now))


def _message(incident: Incident, officer: OfficerContact, text: str, now: datetime) -> bool:
    ways = (
        (Channel.SMS, officer.phone if is_mobile(officer.phone) else ""),
        (Channel.EMAIL, officer.mail),
    )
    for channel, address in ways:
        if address and (carrier := carrier_for(incident.school_id, channel)):
            made = send_out(
                incident.school_id, channel, address, officer.user.name, text,
                once=f"inc-{incident.pk.hex[-12:]}-county-{officer.user_id.hex[-12:]}",
                purpose="incident", about_id=incident.pk, urgent=True, carrier=carrier, now=now,
            )  # fmt: skip
            return made is not None
    return False


def to_escalate(now: datetime) -> QuerySet[Incident]:
    """Return the incidents of all schools that go on to the county at `now`."""
    late = Deadline.objects.filter(
        school_id=OuterRef("school_id"), incident_id=OuterRef("pk"), what=What.TELL,
        told_at__isnull=True, called_off_at__isnull=True, due_at__lt=now,
    )  # fmt: skip
    missed = Q(county_missed=True) & Exists(late)
    unled = Q(led_by__isnull=True, unled_at__lte=now)
    return Incident.objects.filter(missed | unled, county_at__lte=now, state=Incident.State.OPEN)


@transaction.atomic
def escalate_due(school: School, *, now: datetime) -> int:
    """Send on to the county what missed a time or has nobody who leads; return how many."""
    rows = to_escalate(now).filter(school_id=school.pk).select_related("policy")
    return sum(_escalate_due(incident, now) for incident in rows.order_by("raised_at", "pk"))


def _escalate_due(incident: Incident, now: datetime) -> bool:
    unled = incident.led_by_id is None and incident.unled_at and incident.unled_at <= now
    why = Why.UNLED if unled else Why.MISSED
    return escalate(Clock(school_id=incident.school_id), incident, why, now=now)


def in_school(officer: Any, incident: Incident) -> Person:
    """Return an officer as the log of the school names them."""
    return Person(officer.name, user_id=officer.user_id, school_id=incident.school_id)


@transaction.atomic
def receive(officer: Any, found: Escalation, *, now: datetime | None = None) -> bool:
    """Note that the county office has received it: by that the bureau is told, under the officer's name."""
    now, incident = now or timezone.now(), found.incident
    rows = Escalation.objects.filter(school_id=found.school_id, pk=found.pk, received_at=None)
    if not rows.update(received_at=now, received_by=officer.name):
        return False
    clock = Clock(school_id=found.school_id)
    rows_of_bureau = of(incident, Deadline).filter(
        party=Party.BUREAU, what=What.TELL, told_at=None, called_off_at=None
    )
    told = rows_of_bureau.select_related("incident").first()
    reached = {"deadline_id": told.pk, "result": IncidentStep.Result.REACHED} if told else {}
    add_step(clock, incident, Kind.RECEIVED, now, whom=officer.name, **reached)
    if told is not None:
        settle_deadline(told)
    record(
        in_school(officer, incident), "received_by_county", kind="incident", object_id=incident.pk
    )
    return True


@transaction.atomic
def instruct(officer: Any, found: Escalation, words: str, *, now: datetime | None = None) -> None:
    """Write an instruction into the school's time line; whoever leads gets an SMS that there is one."""
    now, incident = now or timezone.now(), found.incident
    clock = Clock(school_id=found.school_id)
    step = add_step(clock, incident, Kind.ORDERED, now, words=words, whom=officer.name)
    record(
        in_school(officer, incident), "instructed_by_county", kind="incident", object_id=incident.pk
    )
    _tell_leader(incident, step.pk.hex[-12:], now)


def _tell_leader(incident: Incident, why: str, now: datetime) -> None:
    if incident.led_by is None:
        return
    with translation.override("zh-hans"):
        text = _("暖港: the county office wrote an instruction. Open 暖港.")
    tell_colleague(incident, incident.led_by, text, why, now)


@transaction.atomic
def keep_contact(officer: Any, *, phone: str, mail: str) -> None:
    """Keep where an officer is reached."""
    OfficerContact.objects.update_or_create(
        user_id=officer.user_id, defaults={"phone": phone, "mail": mail}
    )
    record(officer, "changed", kind="officer_contact")
