"""Care records sent by a program: checked as the form checks them, made once, corrected honestly."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.care.actions import correct_record, record_care, withdraw_record
from nuangang.care.api_schemas import CorrectionIn, RecordIn
from nuangang.care.forms import MendForm, RecordForm, record_ids
from nuangang.care.guards import children_to_record, records_to_mend
from nuangang.care.models import CareRecord
from nuangang.care.queries.home import SPOKEN
from nuangang.lib.api.problems import Problem
from nuangang.people.models import Child, Staff
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

EVERYBODY = list(SPOKEN.items())
SAID = (
    "kind", "happened_on", "could_not", "aspects", "mood", "with_whom", "words", "follow_up_on",
)  # fmt: skip


@transaction.atomic
def record_sent(actor: Actor, sent: RecordIn) -> tuple[list[UUID], bool]:
    """Record what was sent; return the records' ids and whether any was made just now.

    Raises Problem: 404 for children the actor may not see, 403 for those they may not record for,
    422 for what the form refuses, 409 where one of the ids belongs to something else.
    """
    children = _children(actor, sent.children)
    said = _checked(RecordForm, sent.model_dump(include=set(SAID)))
    said["staff"] = _who_did_it(actor, sent.staff)
    alone = len(children) == 1
    ids = [sent.id] if alone else record_ids(sent.id, children)
    before = _standing_for(actor, ids, children, said)
    if len(before) < len(ids):
        together = None if alone else sent.id
        record_care(actor, children, ids=ids, **{**said, "together": together})
        _standing_for(actor, ids, children, said, all_of_them=True)
    return ids, len(before) < len(ids)


def _children(actor: Actor, wanted: list[UUID]) -> list[Child]:
    if len(set(wanted)) != len(wanted):
        text = _("The same child stands here twice.")
        raise Problem(422, text, [("children", text)])
    found = {child.pk: child for child in children_to_record(actor).filter(pk__in=wanted)}
    missing = [pk for pk in wanted if pk not in found]
    if missing and visible(actor, Child).filter(pk__in=missing).count() == len(missing):
        raise Problem(403, _("You may see these children, but not record for them."))
    if missing:
        words = _("There is no child %(id)s.")
        errors = [("children", words % {"id": pk}) for pk in missing]
        raise Problem(404, _("Not all of the children are there."), errors)
    return [found[pk] for pk in wanted]


def _checked(form_class: Any, given: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return what the form of the pages makes of `given`, or raise a Problem with its words.

    The day to come back stays as it is: sent again or corrected later, it may be over by now.
    """
    typed = {**given, **more, "together": UUID(int=0)}
    stood = {"follow_up_on": given["follow_up_on"]}
    form = form_class(typed, initial=stood, today=timezone.localdate(), relatives=EVERYBODY)
    if not form.is_valid():
        errors = [(name, text) for name, texts in form.errors.items() for text in texts]
        raise Problem(422, _("Something in the record is not right."), errors)
    return {name: form.cleaned_data[name] for name in SAID}


def _who_did_it(actor: Actor, staff: UUID | None) -> UUID | None:
    if staff is None or staff == actor.staff_id:
        return actor.staff_id
    if not actor.everywhere("care_record", "write"):
        raise Problem(403, _("Only somebody in charge of the whole school may record for others."))
    if not visible(actor, Staff).filter(pk=staff).exists():
        raise Problem(404, _("There is nobody with this id on the staff."), [("staff", staff)])
    return staff


def _standing_for(
    actor: Actor,
    ids: list[UUID],
    children: list[Child],
    said: dict[str, Any],
    *,
    all_of_them: bool = False,
) -> set[UUID]:
    """Return which of `ids` are records of just this; raises 409 where one is something else.

    An id can belong to another school, which the database refuses without a word: hence `all_of_them`.
    """
    rows = CareRecord.objects.filter(school_id=actor.school_id, pk__in=ids)
    meant = dict(zip(ids, children, strict=True))
    found = {row.pk: row for row in rows}
    wrong = [pk for pk, row in found.items() if not _is(row, meant[pk], said)]
    if wrong or (all_of_them and len(found) < len(ids)):
        text = _("This id stands for something else already. Make a new one.")
        raise Problem(409, text, [("id", text)])
    return set(found)


def _is(row: CareRecord, child: Child, said: dict[str, Any]) -> bool:
    whose = (row.child_id, row.staff_id) == (child.pk, said["staff"])
    return whose and _says(row, said)


def _says(row: CareRecord, said: dict[str, Any]) -> bool:
    return all(getattr(row, name) == said[name] for name in SAID)


def correct(actor: Actor, item: CareRecord, sent: CorrectionIn) -> tuple[CareRecord, bool]:
    """Correct `item`; return the row that stands and whether it was made just now.

    Raises 409 where somebody corrected or withdrew it meanwhile and said something else.
    """
    _mine(actor, item)
    kept = {name: getattr(item, name) for name in SAID}
    said = _checked(MendForm, {**kept, **sent.changes()}, reason=sent.reason)
    if later := _later(item):
        if later.withdrawn or not _says(later, said):
            raise _too_late(later)
        return later, False
    made = correct_record(actor, item, reason=sent.reason.strip(), **said)
    if not _says(made, said):
        raise _too_late(made)
    return made, True


def withdraw(actor: Actor, item: CareRecord, *, reason: str) -> None:
    """Take `item` back; raises 409 where it was corrected and the later row stands."""
    _mine(actor, item)
    later = _later(item)
    if later is None:
        withdraw_record(actor, item, reason=reason.strip())
    elif not later.withdrawn:
        raise _too_late(later)


def _mine(actor: Actor, item: CareRecord) -> None:
    if not records_to_mend(actor).filter(pk=item.pk).exists():
        raise Problem(403, _("Only who did it or wrote it may change it, or the lead."))
    if item.withdrawn:
        raise Problem(409, _("This row only says that another was taken back."))


def _later(item: CareRecord) -> CareRecord | None:
    return CareRecord.objects.filter(school_id=item.school_id, supersedes=item).first()


def _too_late(later: CareRecord) -> Problem:
    text = _("It was corrected or taken back meanwhile; see the row %(id)s.") % {"id": later.pk}
    return Problem(409, text)
