"""The directory for parents: which posts, whose own number, each class's link."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.people.models import SchoolClass
from nuangang.safety.models import DirectoryLink, NumberShown
from nuangang.safety.queries.directory import KEY, OFFERED


@transaction.atomic
def choose_posts(actor: Any, posts: Iterable[str]) -> None:
    """Let holders of these posts stand in the directory; with none it shows nothing."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    kept = {"posts": [p for p in OFFERED if p in set(posts)], "at": timezone.now().isoformat()}
    school.preferences = {**school.preferences, KEY: kept}
    school.save(update_fields=["preferences"])
    record(actor, "changed", kind="school", object_id=school.pk, fields=[KEY])


@transaction.atomic
def show_number(actor: Any, number: str) -> None:
    """Let parents have one's own number; another one takes the place of the one before."""
    rows = NumberShown.objects.filter(school_id=actor.school_id, staff_id=actor.staff_id)
    if any(row.number == number for row in rows.filter(ended_at=None)):
        return
    now = timezone.now()
    rows.filter(ended_at=None).update(ended_at=now)
    NumberShown.objects.create(
        school_id=actor.school_id, staff_id=actor.staff_id, number=number, agreed_at=now
    )
    record(actor, "number_shown", kind="staff", object_id=actor.staff_id)


@transaction.atomic
def hide_number(actor: Any) -> bool:
    """Take one's own number out of the directory at once; the school's stands there instead."""
    rows = NumberShown.objects.filter(
        school_id=actor.school_id, staff_id=actor.staff_id, ended_at=None
    )
    if not rows.update(ended_at=timezone.now()):
        return False
    record(actor, "number_hidden", kind="staff", object_id=actor.staff_id)
    return True


@transaction.atomic
def open_link(actor: Any, klass: SchoolClass) -> DirectoryLink:
    """Make a class's link anew; the one before opens nothing from now on."""
    close_link(actor, klass)
    made = DirectoryLink.objects.create(
        school_id=actor.school_id, klass=klass, made_at=timezone.now(), made_by_name=actor.name
    )
    record(actor, "directory_opened", kind="class", object_id=klass.pk, label=str(klass))
    return made


@transaction.atomic
def close_link(actor: Any, klass: SchoolClass) -> bool:
    """Withdraw a class's link; says whether there was one."""
    rows = DirectoryLink.objects.filter(school_id=actor.school_id, klass=klass, ended_at=None)
    if not rows.update(ended_at=timezone.now(), ended_by_name=actor.name):
        return False
    record(actor, "directory_closed", kind="class", object_id=klass.pk, label=str(klass))
    return True
