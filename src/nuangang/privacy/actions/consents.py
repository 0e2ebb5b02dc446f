"""Taking in the paper forms of a class, and single answers with their scan."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from nuangang.lib import pictures, sealed_files
from nuangang.people.actions.consents import Said, record_consents
from nuangang.people.models import Child, Consent, Relative

FOLDER, PART = "consents", "scan"
SMALL = (200, 280)


def folder_of(school_id: UUID) -> str:
    """Return where the scans of a school lie."""
    return f"{FOLDER}/{school_id}"


def take_forms(
    actor: Any,
    answers: list[tuple[Child, Relative, dict[str, bool]]],
    *,
    channel: str,
    on: date,
    witness_id: UUID | None,
) -> int:
    """Write down what the returned forms of a class say; return how many children answered."""
    said = [
        Said(child, relative, code, Consent.Answer.GRANTED if yes else Consent.Answer.REFUSED)
        for child, relative, told in answers
        for code, yes in told.items()
    ]
    record_consents(actor, actor.school, said, channel=channel, on=on, witness_id=witness_id)
    return len(answers)


def take_answer(
    actor: Any,
    child: Child,
    relative: Relative | None,
    answers: dict[str, str],
    *,
    scan: bytes | None,
    **how: Any,
) -> int:
    """Write down one person's answers, with the picture of the paper where there is one."""
    said = [Said(child, relative, code, answer) for code, answer in answers.items()]
    file = uuid4() if scan else None
    if scan and file:
        picture = pictures.take(scan, SMALL)
        sealed_files.write(
            folder_of(child.school_id), file, PART, picture.full, school=child.school_id
        )
    try:
        with transaction.atomic():
            return record_consents(actor, actor.school, said, scan=file, **how)
    except Exception:
        if file:
            sealed_files.remove(folder_of(child.school_id), file)
        raise


def read_scan(consent: Consent) -> bytes:
    """Return the picture of the signed paper; raises FileNotFoundError where there is none."""
    if consent.scan is None:
        raise FileNotFoundError
    return sealed_files.read(folder_of(consent.school_id), consent.scan, PART)
