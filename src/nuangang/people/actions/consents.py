"""Writing down what guardians said to the purposes of the data; it holds from the same moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.lib.inserts import insert_each
from nuangang.lib.updates import update_each
from nuangang.people.models import Child, Consent, Relative
from nuangang.people.models.consents import SELF
from nuangang.people.purposes import BY_CODE, FOURTEEN, purposes_on, standing

AT_ONCE = 500


class MissingConsentError(ValueError):
    """Data that may not be kept or used, since no consent to its purpose stands."""

    def __init__(self, purpose: str, *, switched_on: bool) -> None:
        self.purpose = purpose
        words = {"what": BY_CODE[purpose].title}
        if switched_on:
            text = _("Nothing was saved: the guardian's consent to “%(what)s” is missing.") % words
        else:
            text = (
                _(
                    "Nothing was saved: “%(what)s” is not switched on in the school's rules for "
                    "children's data, so no consent could be asked."
                )
                % words
            )
        super().__init__(text)


@dataclass(frozen=True)
class Said:
    """One answer as it was given: by which relative (None: the child), to what, and how."""

    child: Child
    relative: Relative | None
    purpose: str
    answer: str


def require_consent(school: School, child: Child, purpose: str) -> None:
    """Raise MissingConsentError unless the purpose may be used for the child now."""
    if not child.may_use(purpose):
        raise MissingConsentError(purpose, switched_on=purpose in purposes_on(school))


def record_consents(
    actor: Any,
    school: School,
    said: Iterable[Said],
    *,
    channel: str,
    on: date,
    witness_id: UUID | None = None,
    scan: UUID | None = None,
    reason: str = "",
) -> int:
    """Write each answer as a row of its own, and let it take effect at once; return how many.

    An answer to a purpose that the school's rules don't name is a ValueError: nobody was asked.
    """
    asked, now = purposes_on(school), timezone.now()
    given = list(said)
    if unknown := {each.purpose for each in given} - asked.keys():
        raise ValueError(f"the rules in force do not ask for {', '.join(sorted(unknown))}")
    version = school.preferences.get("rules_version", 0)
    rows = [
        Consent(
            school_id=school.pk, child_id=each.child.pk, purpose=each.purpose,
            relative_id=each.relative.pk if each.relative else None,
            kin=each.relative.kin if each.relative else SELF,
            version=version, answer=each.answer, channel=channel, given_on=on,
            witness_id=witness_id, scan=scan, reason=reason, recorded_by_id=actor.staff_id,
            recorded_by_name=actor.name, recorded_at=now,
        )
        for each in given
    ]  # fmt: skip
    children = {each.child.pk: each.child for each in given}
    with transaction.atomic():
        insert_each(rows)
        refresh_consents(school, list(children.values()))
        for child in children.values():
            told = {r.purpose: r.answer for r in rows if r.child_id == child.pk}
            record(
                actor, "noted_consent", kind="child", object_id=child.pk, label=child.name,
                channel=channel, **told,
            )  # fmt: skip
    return len(rows)


def refresh_consents(school: School, children: list[Child] | None = None) -> int:
    """Work out again what may be used for these children, or for all; return how many changed."""
    on, today = purposes_on(school), timezone.localdate()
    rows = Child.objects.of(school).only("school_id", "birth", "consents")
    changed = 0
    ids = [child.pk for child in children] if children is not None else None
    known = list(rows if ids is None else rows.filter(pk__in=ids))
    for start in range(0, len(known), AT_ONCE):
        changed += _refresh(school, known[start : start + AT_ONCE], on, today)
    fresh = {child.pk: child.consents for child in known}
    for child in children or []:
        child.consents = fresh.get(child.pk, child.consents)
    return changed


def _refresh(school: School, children: list[Child], on: dict[str, int], today: date) -> int:
    answers: dict[UUID, list[tuple[str, str, str, int]]] = {child.pk: [] for child in children}
    rows = Consent.objects.of(school).filter(child_id__in=list(answers))
    for row in rows.order_by("recorded_at", "pk"):
        answers[row.child_id].append((row.who, row.purpose, row.answer, row.version))
    differ = []
    for child in children:
        own = is_fourteen(child.birth, today)
        if (found := standing(answers[child.pk], on, own_counts=own)) != child.consents:
            child.consents = found
            differ.append(child)
    update_each(Child, differ, ["consents"])
    return len(differ)


def is_fourteen(birth: date | None, on: date) -> bool:
    """Say whether the child's own word counts beside the guardian's (PIPL 31)."""
    if birth is None:
        return False
    age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    return age >= FOURTEEN
