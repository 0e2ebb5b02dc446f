"""The photo on a child's file: one, replaced or taken off; what it showed is kept nowhere."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.lib import pictures, sealed_files
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.consents import require_consent
from nuangang.people.models import Child

FOLDER, PART = "portraits", "portrait"
SIZE = (360, 480)


def set_portrait(actor: Any, child: Child, data: bytes) -> None:
    """Put the photo in `data` on the file, in place of one that is there.

    Raises MissingConsentError where no consent stands, and a lib.pictures.PictureError that says
    what is wrong with it.
    """
    require_consent(School.objects.get(pk=child.school_id), child, "portrait")
    picture, file = pictures.take(data, SIZE), uuid4()
    try:
        own = child.school_id
        sealed_files.write(_folder(own), file, PART, picture.small, school=own)
        _put(actor, child, file)
    except Exception:
        sealed_files.remove(_folder(child.school_id), file)
        raise


def remove_portrait(actor: Any, child: Child) -> None:
    """Take the photo off the file and delete it; harmless when there is none."""
    if child.photo:
        _put(actor, child, None)


@transaction.atomic
def _put(actor: Any, child: Child, file: UUID | None) -> None:
    old = child.photo
    bundle = Bundle(actor, child.school_id)
    bundle.alter(child, child, {"photo": file}, "")
    after = ("another" if old else "one") if file else ""
    bundle.note(child, child, "photo", "one" if old else "", after, "")
    bundle.write()
    verb = "set_portrait" if file else "removed_portrait"
    record(actor, verb, kind="child", object_id=child.pk, label=child.name)
    if old:
        transaction.on_commit(partial(sealed_files.remove, _folder(child.school_id), old))


def read_portrait(child: Child) -> bytes:
    """Return the JPEG on the file; raises FileNotFoundError when there is none to be shown."""
    if child.shown_photo is None or child.photo is None:
        raise FileNotFoundError
    return sealed_files.read(_folder(child.school_id), child.photo, PART)


def sweep_portraits(school: School, now: datetime) -> int:
    """Delete photos that no child's file names any more; return how many."""
    named = Child.objects.filter(school_id=school.pk, photo__isnull=False)
    files = {file for file in named.values_list("photo", flat=True) if file}
    return sealed_files.sweep(_folder(school.pk), files, now=now)


def _folder(school_id: UUID) -> str:
    return f"{FOLDER}/{school_id}"
