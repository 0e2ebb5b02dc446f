"""The texts of the agreements: a school's own versions, or as shipped."""

import hashlib
import json
from typing import Any

from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.safety.levels import ROLES
from nuangang.safety.models import AgreementText
from nuangang.safety.ready_texts import CLOSING, PREAMBLE, ready_duties


def shipped(school_id: Any, role: str) -> AgreementText:
    """Return a post's text as shipped, not saved: version 0."""
    return AgreementText(
        school_id=school_id, role=role, number=0, year=0, preamble=PREAMBLE,
        duties=ready_duties(role), closing=CLOSING,
    )  # fmt: skip


def texts_for(school_id: Any, year: int) -> dict[str, AgreementText]:
    """Return the text of each post that counts in a school year; one statement."""
    rows = AgreementText.objects.filter(school_id=school_id, year__lte=year).order_by("number")
    found = {role: shipped(school_id, role) for role in ROLES}
    return {**found, **{row.role: row for row in rows if row.role in ROLES}}


def versions_of(actor: Actor, role: str) -> list[AgreementText]:
    """Return the saved versions of a post's text, newest first."""
    return list(visible(actor, AgreementText).filter(role=role).order_by("-number"))


def seal_of(text: AgreementText) -> str:
    """Return the fingerprint of a text's words, kept with each signature under it."""
    words = [text.role, text.number, text.preamble, text.duties, text.closing]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
