"""Keeping photos with what was recorded, and taking them off again."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.care.evidence import standing_records
from nuangang.care.guards import acts_to_mend
from nuangang.care.models import CareRecord, Photo
from nuangang.lib import pictures, sealed_files

FOLDER = "photos"
FULL, SMALL = "full", "small"
MOST = 4


class TooManyError(pictures.PictureError):
    """One more than a record can have."""

    code = "many"
    sentence = _("There are four photos already, which is as many as one record can have.")


class NoSuchRecordError(LookupError):
    """Nothing stands that was recorded in this go and that the actor may correct."""


def photo_id(together: UUID, data: bytes) -> UUID:
    """Return the id of a photo that came without one: the same photo sent twice is one."""
    return uuid5(together, sha256(data).hexdigest())


def add_photo(
    actor: Any, together: UUID, data: bytes, *, pk: UUID, now: datetime | None = None
) -> bool:
    """Keep the photo in `data` with what was recorded in one go; say whether it is new.

    `pk` is made by whoever sends it: sent twice, it is one. Raises NoSuchRecordError, or a
    lib.pictures.PictureError that says what is wrong with the photo.
    """
    if _is_there(actor, together, pk):
        return False
    picture = pictures.take(data)
    photo = Photo(
        id=pk,
        school_id=actor.school_id,
        together=together,
        width=picture.width,
        height=picture.height,
        added_by_id=actor.staff_id,
        added_at=now or timezone.now(),
    )
    try:
        return _keep(actor, photo, picture)
    except Exception as error:
        sealed_files.remove(_folder(photo), photo.file)
        if isinstance(error, IntegrityError):  # the id is a photo's of another school
            raise NoSuchRecordError from error
        raise


def _is_there(actor: Any, together: UUID, pk: UUID) -> bool:
    """Say whether the photo came before; raises NoSuchRecordError if it can't belong here."""
    if not acts_to_mend(actor, together).exists():
        raise NoSuchRecordError
    there = Photo.objects.filter(school_id=actor.school_id, pk=pk).first()
    if there is not None and there.together != together:
        raise NoSuchRecordError
    return there is not None


@transaction.atomic
def _keep(actor: Any, photo: Photo, picture: pictures.Picture) -> bool:
    """Write row and files; the records are held meanwhile, so that nobody adds a fifth beside."""
    held = acts_to_mend(actor, photo.together).order_by("pk")
    records = list(held.select_for_update(of=("self",)))
    if not records or _is_there(actor, photo.together, photo.pk):
        return False
    photo.staff_id = records[0].staff_id
    rows = Photo.objects.filter(
        school_id=actor.school_id, together=photo.together, staff_id=photo.staff_id
    )
    if rows.filter(removed_at=None).count() >= MOST:
        raise TooManyError
    photo.save(force_insert=True)
    sealed_files.write(_folder(photo), photo.file, FULL, picture.full, school=photo.school_id)
    sealed_files.write(_folder(photo), photo.file, SMALL, picture.small, school=photo.school_id)
    _tell(actor, "added_photo", photo, records)
    return True


@transaction.atomic
def remove_photo(actor: Any, photo: Photo, *, now: datetime | None = None) -> None:
    """Take a photo off: its row tells that there was one, its bytes are deleted."""
    rows = Photo.objects.filter(school_id=photo.school_id, pk=photo.pk, removed_at=None)
    if rows.update(removed_at=now or timezone.now(), removed_by_id=actor.staff_id):
        records = list(acts_to_mend(actor, photo.together))
        _tell(actor, "removed_photo", photo, records)
        transaction.on_commit(partial(sealed_files.remove, _folder(photo), photo.file))


def remove_photos_without_record(actor: Any, items: Iterable[CareRecord], *, now: datetime) -> None:
    """Take off the photos of records that were just withdrawn, where no other of that go stands."""
    acts = {item.together for item in items if item.together}
    if not acts:
        return
    rows = Photo.objects.filter(school_id=actor.school_id, together__in=acts, removed_at=None)
    own = {"together": OuterRef("together"), "staff_id": OuterRef("staff_id")}
    for photo in rows.filter(~Exists(standing_records(actor.school_id).filter(**own))):
        remove_photo(actor, photo, now=now)


def read(photo: Photo, part: str) -> bytes:
    """Return the JPEG of a photo, FULL or SMALL; raises FileNotFoundError when it is gone."""
    return sealed_files.read(_folder(photo), photo.file, part)


def sweep_photos(school: School, now: datetime) -> int:
    """Delete photos' files that no row names any more, as after a crash; return how many."""
    kept = Photo.objects.filter(school_id=school.pk, removed_at=None)
    files = set(kept.values_list("file", flat=True))
    return sealed_files.sweep(f"{FOLDER}/{school.pk}", files, now=now)


def _folder(photo: Photo) -> str:
    return f"{FOLDER}/{photo.school_id}"


def _tell(actor: Any, verb: str, photo: Photo, records: list[CareRecord]) -> None:
    record(
        actor,
        verb,
        kind="photo",
        object_id=photo.pk,
        label=records[0].child.name if len(records) == 1 else "",
        children=[str(item.child_id) for item in records],
    )
