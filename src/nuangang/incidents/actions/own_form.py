"""Taking up a school's own Word form for written reports, and giving it up."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.incidents.own_form import KEY, PART, folder
from nuangang.lib import sealed_files
from nuangang.lib.ids import new_id


@transaction.atomic
def set_report_form(actor: Any, data: bytes | None) -> None:
    """Keep the school's own form, looked through before; None: the one delivered counts again."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    before = school.preferences.get(KEY)
    kept = {name: value for name, value in school.preferences.items() if name != KEY}
    if data is not None:
        file = new_id()
        sealed_files.write(folder(school.pk), file, PART, data, school=school.pk)
        kept[KEY] = {"file": str(file), "by": actor.name, "at": timezone.now().isoformat()}
    school.preferences = kept
    school.save(update_fields=["preferences"])
    if before:
        old = UUID(before["file"])
        transaction.on_commit(partial(sealed_files.remove, folder(school.pk), old))
    record(actor, "set_report_form", kind="school", object_id=school.pk, own=data is not None)
