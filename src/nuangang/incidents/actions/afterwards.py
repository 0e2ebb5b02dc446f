"""What is done after an incident: ticked off with a note, put off, handed to somebody else."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.incidents.actions.steps import add_step, note
from nuangang.incidents.models import FollowUp, IncidentStep
from nuangang.lib.dates import day_text
from nuangang.people.models import Staff

AFTER = IncidentStep.Kind.AFTER


@transaction.atomic
def finish_follow_up(
    actor: Any, follow_up: FollowUp, words: str = "", *, now: datetime | None = None
) -> bool:
    """Tick off what was to be done afterwards, with what came of it; says whether it was open."""
    now = now or timezone.now()
    if not _open(follow_up).update(done_at=now, done_by_id=actor.staff_id):
        return False
    said = _("Done: %(what)s") % {"what": follow_up.words}
    _tell(actor, follow_up, said, words, now)
    note(actor, follow_up.incident, "did_follow_up")
    return True


@transaction.atomic
def put_off(
    actor: Any, follow_up: FollowUp, due_on: date, reason: str, *, now: datetime | None = None
) -> bool:
    """Move the day by which something is done, with a reason; says whether it was open, and another day."""
    now, before = now or timezone.now(), follow_up.due_on
    if due_on == before or not _open(follow_up).update(due_on=due_on):
        return False
    words = {"what": follow_up.words, "old": day_text(before), "new": day_text(due_on)}
    said = _("%(what)s: by %(new)s instead of %(old)s") % words
    _tell(actor, follow_up, said, reason, now)
    note(actor, follow_up.incident, "moved_follow_up")
    return True


@transaction.atomic
def hand_on(
    actor: Any, follow_up: FollowUp, to: Staff, reason: str, *, now: datetime | None = None
) -> bool:
    """Let a colleague do it instead, with a reason; says whether it was open, and somebody else's."""
    now = now or timezone.now()
    if follow_up.staff_id == to.pk or not _open(follow_up).update(staff_id=to.pk):
        return False
    words = {"what": follow_up.words, "old": follow_up.staff.name, "new": to.name}
    said = _("%(what)s: %(new)s instead of %(old)s") % words
    _tell(actor, follow_up, said, reason, now)
    note(actor, follow_up.incident, "moved_follow_up", to=str(to.pk))
    return True


def _open(follow_up: FollowUp) -> Any:
    """Return the row as long as it is as it was read: of two who change it at once, one does."""
    return FollowUp.objects.filter(
        school_id=follow_up.school_id, pk=follow_up.pk, done_at__isnull=True,
        staff_id=follow_up.staff_id, due_on=follow_up.due_on,
    )  # fmt: skip


def _tell(actor: Any, follow_up: FollowUp, said: str, words: str, now: datetime) -> None:
    add_step(actor, follow_up.incident, AFTER, now, words="\n".join(filter(None, (said, words))))
