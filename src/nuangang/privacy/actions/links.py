"""Codes by which guardians answer on their own phone."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.factors import ALPHABET
from nuangang.accounts.guessing import note_wrong, refuse_guessing
from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.lib.phones import is_mobile
from nuangang.notify.actions import NoCarrierError, carrier_for, send_out
from nuangang.notify.models import Channel
from nuangang.notify.wordings import Wording, known, words_of
from nuangang.people.actions.consents import Said, record_consents
from nuangang.people.models import Child, Consent, Contact, Relative
from nuangang.people.purposes import purposes_on
from nuangang.privacy.models import ConsentLink
from nuangang.privacy.models.links import MOST_TRIES
from nuangang.privacy.queries.consents import guardians

LENGTH = 12
LASTS = timedelta(days=400)
SMS_LASTS = timedelta(days=30)
TEXT = known(
    Wording(
        "consent", _("To a family: the link to agree or not"),
        _("%(school)s: please open %(link)s, see how the school uses your child's data, and agree or not to each point. The school never asks for a password or a code."),
        ("school", "link"), ("school", "link"),
    )
).code  # fmt: skip


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


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))


def make_links(actor: Any, children: list[Child]) -> dict[UUID, str]:
    """Make a code for each child and return them; codes printed before go on working."""
    now = timezone.now()
    codes = {child.pk: _new_code() for child in children}
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


def send_links(actor: Any, children: list[Child], address_of: Callable[[str], str]) -> int:
    """Send each child's first number among its guardians an SMS with a link; return how many went.

    The link answers for whom it was sent to. Pressed twice on a day it goes once. Raises
    NoCarrierError where the school can't send SMS.
    """
    if carrier_for(actor.school_id, Channel.SMS) is None:
        raise NoCarrierError(Channel.SMS)
    today = timezone.localdate()
    with transaction.atomic():
        sent = sum(
            _send(actor, contact, address_of, f"consent:{contact.child_id}:{today}")
            for contact in _first_numbers(actor.school_id, children)
        )
        record(actor, "sent_links", kind="consent", count=sent)
    return sent


def _send(actor: Any, contact: Contact, address_of: Callable[[str], str], once: str) -> bool:
    code, relative, now = _new_code(), contact.relative, timezone.now()
    text = words_of(actor.school_id, TEXT, school=actor.school.name, link=address_of(code))
    told = (actor.school_id, Channel.SMS, contact.number, str(relative))
    message = send_out(*told, text, once=once, purpose="consent", about_id=contact.child_id)
    if message is None:
        return False
    ConsentLink.objects.create(
        school_id=actor.school_id, child_id=contact.child_id, relative=relative,
        code_hash=_digest(code), made_at=now, expires_at=now + SMS_LASTS,
    )  # fmt: skip
    return True


def _first_numbers(school_id: Any, children: list[Child]) -> list[Contact]:
    """Return for each child the mobile number to call first among those who may answer for it."""
    may_answer = [r.pk for people in guardians(school_id, children).values() for r in people]
    rows = Contact.objects.filter(school_id=school_id, relative_id__in=may_answer, may_call=True)
    found: dict[UUID, Contact] = {}
    for contact in rows.select_related("relative").order_by("call_order"):
        if contact.child_id not in found and is_mobile(contact.number):
            found[contact.child_id] = contact
    return list(found.values())


def plain_code(typed: str) -> str:
    """Return a code as it was made: capitals and digits, without what was typed between them."""
    return "".join(c for c in typed.upper() if c.isalnum())


def find_link(school: School, typed: str) -> ConsentLink | None:
    """Return the open slip with this code, however it was typed."""
    rows = ConsentLink.objects.of(school).filter(code_hash=_digest(plain_code(typed)))
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
    six wrong tries the slip is closed. A link that came to the guardian's own phone asks nothing. A no
    after a yes takes it back.
    """
    numbers = Contact.objects.of(school).filter(child_id=link.child_id, relative_id=relative.pk)
    if link.relative_id is None and (
        not _counted(school, link) or last_four not in {each.number[-4:] for each in numbers}
    ):
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
        count = record_consents(who, school, said, channel=link.channel, on=timezone.localdate())
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
