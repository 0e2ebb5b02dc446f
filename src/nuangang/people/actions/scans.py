"""The scan of a paper about somebody's check: kept sealed, seen by whoever may read the check."""

from uuid import UUID, uuid4

from nuangang.lib import pictures, sealed_files
from nuangang.people.models import Clearance

FOLDER, PART = "clearances", "paper"


def keep_scan(school_id: UUID, data: bytes) -> UUID:
    """Keep a photo of the paper and return its id; raises a lib.pictures.PictureError."""
    picture, file = pictures.take(data), uuid4()
    sealed_files.write(_folder(school_id), file, PART, picture.full, school=school_id)
    return file


def read_scan(row: Clearance) -> bytes:
    """Return the JPEG kept with a clearance; raises FileNotFoundError when there is none."""
    if row.scan is None:
        raise FileNotFoundError
    return sealed_files.read(_folder(row.school_id), row.scan, PART)


def _folder(school_id: UUID) -> str:
    return f"{FOLDER}/{school_id}"
