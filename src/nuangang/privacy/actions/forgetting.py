"""Making a child anonymous: asked by one, confirmed by the head, then really gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.lib.database import press_out
from nuangang.people.actions.touching import touch_school
from nuangang.people.models import Child
from nuangang.privacy.forgetting import forget_everything
from nuangang.privacy.models import Forgetting, Hold


class NotYetError(ValueError):
    """A child who can't be made anonymous now; the word says why."""


def why_not(child: Child) -> str:
    """Return why the child can't be forgotten: still here, held, gone already; '' when it can."""
    if child.anonymised_on:
        return "gone"
    if child.left_on is None or child.left_on > timezone.localdate():
        return "here"
    held = holding(child.school_id, timezone.localdate()).filter(child_id=child.pk)
    return "held" if held.exists() else ""


def holding(school: Any, today: date) -> QuerySet[Hold]:
    """Return the holds of a school that keep data on `today`."""
    return Hold.objects.of(school).filter(ended_at=None).exclude(until__lt=today)


@transaction.atomic
def ask_forgetting(actor: Any, child: Child, basis: str) -> Forgetting:
    """Ask that a child is made anonymous; nothing goes before somebody else confirms it."""
    if word := why_not(child):
        raise NotYetError(word)
    made, _fresh = Forgetting.objects.get_or_create(
        school_id=child.school_id,
        child=child,
        dropped_at=None,
        defaults={
            "basis": basis,
            "asked_by_id": actor.staff_id,
            "asked_by_name": actor.name,
            "asked_at": timezone.now(),
        },
    )
    record(actor, "asked_forgetting", kind="forgetting", object_id=made.pk)
    return made


@transaction.atomic
def drop_forgetting(actor: Any, row: Forgetting) -> None:
    """Let the child's data stay after all."""
    rows = Forgetting.objects.filter(school_id=row.school_id, pk=row.pk, confirmed_at=None)
    if rows.update(dropped_at=timezone.now()):
        record(actor, "dropped_forgetting", kind="forgetting", object_id=row.pk)


def confirm_forgetting(actor: Any, row: Forgetting) -> dict[str, int]:
    """Say the second yes and let everything go; return what there was of each kind.

    Raises NotYetError: "same" for whoever asked, "dropped" for what was taken back, else as `why_not` says.
    """
    if row.asked_by_id == actor.staff_id:
        raise NotYetError("same")
    with overwritten(), transaction.atomic():
        rows = Child.objects.select_for_update().filter(school_id=row.school_id, pk=row.child_id)
        child = rows.get()
        if word := why_not(child):
            raise NotYetError(word)
        open_one = Forgetting.objects.filter(
            school_id=row.school_id, pk=row.pk, dropped_at=None, confirmed_at=None
        )
        if not open_one.update(
            confirmed_by_id=actor.staff_id,
            confirmed_by_name=actor.name,
            confirmed_at=timezone.now(),
        ):
            raise NotYetError("dropped")
        went = let_go(actor, child, row.pk)
        touch_school(row.school_id)
    return went


def let_go(actor: Any, child: Child, asked: UUID) -> dict[str, int]:
    """Let everything of a child go, in the caller's transaction, and keep how much with who `asked`."""
    child.anonymised_on = timezone.localdate()
    went = forget_everything(child)
    Forgetting.objects.filter(school_id=child.school_id, pk=asked).update(counts=went)
    record(actor, "forgot_child", kind="forgetting", object_id=asked, counts=went)
    return went


@contextmanager
def overwritten() -> Iterator[None]:
    """Let nothing of what is deleted within stay readable in the database's file."""
    _overwrite()
    yield
    press_out()


def _overwrite() -> None:
    """Let SQLite write zeros over what it deletes; PostgreSQL's vacuum takes it in its own time."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
