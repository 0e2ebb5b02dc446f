"""Changing the rules of incidents: each change is a version, and nothing of an older one is lost."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import Region, School
from nuangang.audit.actions import record
from nuangang.incidents.models import CountyPolicy, PolicyVersion
from nuangang.incidents.queries.policy import (
    InForce,
    county_in_force,
    county_newest,
    in_force,
    newest,
    shared,
)
from nuangang.incidents.table import Table

Source = PolicyVersion.Source


class ChangedMeanwhileError(ValueError):
    """Somebody else saved a version since the page was opened."""


def version_to_start(school: School, *, now: datetime) -> PolicyVersion:
    """Return the version that an incident begins under now.

    Rules that are not the school's own are copied into a version first, so that the incident keeps
    them when the county changes its mind. In the caller's transaction.
    """
    found = in_force(school)
    if isinstance(found.version, PolicyVersion):
        return found.version
    School.objects.select_for_update().get(pk=school.pk)
    last = newest(school.pk)
    if last is not None and last.source == found.source and last.table == found.table:
        return last
    return _add(school.pk, found.table, found.source, now)


@transaction.atomic
def save_rules(
    actor: Any, table: Table, *, changed: str, base: int, source: str = Source.OWN
) -> PolicyVersion:
    """Make the next version of the school's rules; `base` is the number it was changed from."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    if in_force(school).number != base:
        raise ChangedMeanwhileError
    made = _add(school.pk, table, source, timezone.now(), changed=changed, actor=actor)
    record(actor, "changed", kind="incident_rules", object_id=made.pk, label=str(made.number))
    return made


@transaction.atomic
def follow_again(actor: Any) -> PolicyVersion:
    """Give up the school's own rules: the county's, or the delivered ones, count again."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    found = shared(school)
    last = newest(school.pk)
    if last is not None and last.source != Source.OWN:
        return last
    made = _add(school.pk, found.table, found.source, timezone.now(), actor=actor)
    record(actor, "changed", kind="incident_rules", object_id=made.pk, label=str(made.number))
    return made


@transaction.atomic
def save_county_rules(
    actor: Any, region: Region, table: Table, *, changed: str, base: int
) -> CountyPolicy:
    """Make the next version of a county's defaults; schools without rules of their own follow."""
    Region.objects.select_for_update().get(pk=region.pk)
    if county_in_force(region.pk).number != base:
        raise ChangedMeanwhileError
    last = county_newest(region.pk)
    made = CountyPolicy.objects.create(
        region=region, number=last.number + 1 if last else 1, table=table, changed=changed,
        at=timezone.now(), by_name=actor.name,
    )  # fmt: skip
    record(actor, "changed", kind="incident_rules", object_id=made.pk, label=region.name)
    return made


def _add(
    school_id: Any,
    table: Table,
    source: str,
    now: datetime,
    *,
    changed: str = "",
    actor: Any = None,
) -> PolicyVersion:
    last = newest(school_id)
    return PolicyVersion.objects.create(
        school_id=school_id, number=last.number + 1 if last else 1, source=source, table=table,
        changed=changed, at=now, by_id=actor.staff_id if actor else None,
        by_name=actor.name if actor else "",
    )  # fmt: skip


__all__ = ["InForce", "follow_again", "save_county_rules", "save_rules", "version_to_start"]
