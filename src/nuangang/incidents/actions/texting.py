"""An SMS to a family that doesn't answer the phone, with a link by which it says that it has seen it."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.factors import ALPHABET
from nuangang.accounts.guessing import note_wrong, refuse_guessing
from nuangang.accounts.models import School
from nuangang.audit.actions import Person, record
from nuangang.incidents.actions.steps import add_step
from nuangang.incidents.actions.telling import note_attempt, settle_deadline
from nuangang.incidents.models import Deadline, IncidentStep, SeenLink
from nuangang.incidents.texts import FAMILY, SEEN, SEEN_ANSWER
from nuangang.lib.phones import is_mobile
from nuangang.notify.actions import NoCarrierError, carrier_for, send_out
from nuangang.notify.models import Channel
from nuangang.notify.wordings import words_of
from nuangang.people.models import Contact
from nuangang.policy.actor import Clock

LENGTH, LASTS = 12, timedelta(days=2)


class NoMobileError(ValueError):
    """The number can't take an SMS, or must not be rung."""


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


@transaction.atomic
def send_text(
    actor: Any,
    deadline: Deadline,
    *,
    contact: UUID | None,
    whom: str,
    once: UUID,
    address_of: Callable[[str], str] | None,
    now: datetime | None = None,
) -> bool:
    """Send an SMS to one number of a family; says whether it is new. Sent is not told.

    `address_of` makes the link's address, None where nobody outside could open one. Raises
    NoMobileError and NoCarrierError; the text names no child. Never in a drill.
    """
    now, own = now or timezone.now(), deadline.school_id
    rows = Contact.objects.filter(school_id=own, child_id=deadline.child_id, pk=contact)
    found = rows.filter(may_call=True).first() if deadline.child_id else None
    if found is None or deadline.incident.drill or not is_mobile(found.number):
        raise NoMobileError
    whom = whom or str(found.relative or found.label or found.number)
    if (carrier := carrier_for(own, Channel.SMS)) is None:
        raise NoCarrierError(Channel.SMS)
    code = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
    link = address_of(code) if address_of else ""
    sent = send_out(
        own, Channel.SMS, found.number, whom[:60], _text(deadline, actor, link),
        once=f"inc-{once.hex}", purpose="incident", about_id=deadline.child_id, urgent=True,
        carrier=carrier, now=now,
    )  # fmt: skip
    if sent is None:
        return False
    SeenLink.objects.create(
        school_id=own, deadline=deadline, whom=whom, sent_by_id=actor.staff_id,
        message_id=sent.pk, code_hash=_digest(code), made_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    return note_attempt(
        actor, deadline, result=IncidentStep.Result.SENT, once=once, whom=whom, phone=found.number,
        now=now,
    )  # fmt: skip


def _text(deadline: Deadline, actor: Any, link: str) -> str:
    school: School = deadline.incident.school
    text = words_of(school.pk, FAMILY, school=school.name, who=actor.name)
    seen = words_of(school.pk, SEEN, link=link) if link else words_of(school.pk, SEEN_ANSWER)
    return f"{text}{seen}"


def open_link(school: School, code: str, address: str | None, now: datetime) -> SeenLink | None:
    """Return the link of a code that somebody opened; counts wrong ones.

    Raises TooManyTriesError after too many wrong codes from one address.
    """
    refuse_guessing("", address)
    rows = SeenLink.objects.filter(
        school_id=school.pk, code_hash=_digest(code.upper()), expires_at__gt=now
    )
    found = rows.select_related("deadline__incident", "sent_by").first()
    if found is None:
        note_wrong(f"incident {secrets.token_hex(4)}", address)
    return found


@transaction.atomic
def say_seen(link: SeenLink, *, now: datetime) -> bool:
    """Note that the family has seen it: by that it is told. Says whether this was the first time."""
    rows = SeenLink.objects.filter(school_id=link.school_id, pk=link.pk, seen_at__isnull=True)
    if not rows.update(seen_at=now):
        return False
    deadline, family = link.deadline, Clock(school_id=link.school_id)
    add_step(
        family, deadline.incident, IncidentStep.Kind.SEEN, now, pk=uuid5(link.pk, "seen"),
        deadline_id=deadline.pk, result=IncidentStep.Result.REACHED, whom=link.whom,
    )  # fmt: skip
    settle_deadline(deadline)
    record(
        Person("", school_id=link.school_id), "seen_by_family", kind="incident",
        object_id=deadline.incident_id,
    )  # fmt: skip
    return True
