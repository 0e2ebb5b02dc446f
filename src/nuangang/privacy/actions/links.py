"""Codes by which guardians answer on their own phone."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nuangang.accounts.factors import ALPHABET
from nuangang.accounts.guessing import note_wrong, refuse_guessing
from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.people.actions.consents import Said, record_consents
from nuangang.people.models import Child, Consent, Contact, Relative
from nuangang.people.purposes import purposes_on
from nuangang.privacy.models import ConsentLink
from nuangang.privacy.models.links import MOST_TRIES

LENGTH = 12
LASTS = timedelta(days=400)


@dataclass(frozen=True)
class Guardian:
    """A guardian who answers without being signed in; `name` says how the code was used."""

    name: str
    school_id: UUID
    user_id: None = None
    staff_id: None = None


class WrongDigitsError(ValueError):
    """The last four digits don't belong to whom was chosen."""


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def make_links(actor: Any, children: list[Child]) -> dict[UUID, str]:
    """Make a code for each child and return them; codes printed before go on working."""
    now = timezone.now()
    codes = {c.pk: "".join(secrets.choice(ALPHABET) for _n in range(LENGTH)) for c in children}
    rows = [
        ConsentLink(
            school_id=actor.school_id, child_id=pk, code_hash=_digest(code), made_at=now,
            expires_at=now + LASTS,
        )
        for pk, code in codes.items()
    ]  # fmt: skip
    with transaction.atomic():
        ConsentLink.objects.bulk_create(rows)
        record(actor, "printed", kind="consent", label="forms", count=len(rows))
    return codes


def open_link(school: School, typed: str, address: str | None) -> ConsentLink | None:
    """Return the open slip with a code that a stranger typed or scanned; counts wrong ones.

    Raises TooManyTriesError after sixty wrong codes from one address.
    """
    refuse_guessing("", address)
    link = find_link(school, typed)
    if link is None:
        note_wrong(f"consent {secrets.token_hex(4)}", address)
    return link


def find_link(school: School, typed: str) -> ConsentLink | None:
    """Return the open slip with this code, however it was typed."""
    code = "".join(c for c in typed.upper() if c.isalnum())
    rows = ConsentLink.objects.of(school).filter(code_hash=_digest(code))
    link = rows.select_related("child").first()
    return link if link and link.is_open(timezone.now()) else None


def answer_by_link(
    school: School,
    link: ConsentLink,
    relative: Relative,
    last_four: str,
    answers: dict[str, bool],
) -> int:
    """Take what a guardian answered on their phone; return how many answers were written.

    Whoever found the slip doesn't know the number on file: its last four digits are asked, and after
    six wrong tries the slip is closed. A no after a yes takes it back.
    """
    numbers = Contact.objects.of(school).filter(child_id=link.child_id, relative_id=relative.pk)
    if not _counted(school, link) or last_four not in {each.number[-4:] for each in numbers}:
        raise WrongDigitsError
    before = _latest(school, link.child, relative)
    asked = purposes_on(school)
    said = [
        Said(link.child, relative, code, _answer(yes, before.get(code, "")))
        for code, yes in answers.items()
        if code in asked
    ]
    who = Guardian(f"{relative.get_kin_display()}", school.pk)
    with transaction.atomic():
        count = record_consents(
            who, school, said, channel=Consent.Channel.CODE, on=timezone.localdate()
        )
        now = timezone.now()
        ConsentLink.objects.of(school).filter(pk=link.pk).update(used_at=now, tries=0)
    return count


def _counted(school: School, link: ConsentLink) -> bool:
    """Count a try before it is looked at, so that many at one moment are no more than six."""
    rows = ConsentLink.objects.of(school).filter(pk=link.pk, tries__lt=MOST_TRIES)
    return bool(rows.update(tries=F("tries") + 1))


def _answer(yes: bool, before: str) -> str:
    if yes:
        return Consent.Answer.GRANTED
    return Consent.Answer.WITHDRAWN if before == Consent.Answer.GRANTED else Consent.Answer.REFUSED


def _latest(school: School, child: Child, relative: Relative) -> dict[str, str]:
    rows = Consent.objects.of(school).filter(child_id=child.pk, relative_id=relative.pk)
    return dict(rows.order_by("recorded_at", "pk").values_list("purpose", "answer"))
