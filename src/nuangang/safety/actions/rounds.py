"""Asking everybody to sign for a school year, and new versions of the texts."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.safety.actions.counting import recount
from nuangang.safety.levels import ROLES
from nuangang.safety.models import AgreementText, Round
from nuangang.safety.queries.texts import shipped, texts_for


@transaction.atomic
def open_round(actor: Any, *, year: int, begins: date, ends: date, sign_by: date) -> Round:
    """Ask everybody to sign for a school year; a second time it only moves the day by which."""
    School.objects.select_for_update().get(pk=actor.school_id)
    found = Round.objects.filter(school_id=actor.school_id, year=year).first()
    if found:
        return _move(actor, found, begins=begins, ends=ends, sign_by=sign_by)
    keep_shipped(actor, year)
    made = Round.objects.create(
        school_id=actor.school_id, year=year, begins=begins, ends=ends, sign_by=sign_by,
        opened_at=timezone.now(), by_id=actor.staff_id, by_name=actor.name,
    )  # fmt: skip
    record(actor, "safety_round_opened", kind="safety_round", object_id=made.pk, label=str(year))
    recount(actor.school_id)
    return made


def _move(actor: Any, found: Round, **dates: date) -> Round:
    for name, day in dates.items():
        setattr(found, name, day)
    found.save(update_fields=list(dates))
    record(actor, "changed", kind="safety_round", object_id=found.pk, fields=list(dates))
    return found


def keep_shipped(actor: Any, year: int) -> None:
    """Write the shipped texts down as version 1 where the school has none of its own yet."""
    now = timezone.now()
    known = texts_for(actor.school_id, year)
    rows = [shipped(actor.school_id, role) for role in ROLES if known[role].number == 0]
    for row in rows:
        row.number, row.year, row.at = 1, year, now
    AgreementText.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def save_text(
    actor: Any, role: str, *, preamble: str, duties: list[str], closing: str, changed: str,
    year: int, after: int,
) -> AgreementText:  # fmt: skip
    """Save a new version of a post's text that counts from a school year on; `after` is the one seen.

    Raises ValidationError where somebody else saved another meanwhile.
    """
    rows = AgreementText.objects.select_for_update().filter(school_id=actor.school_id, role=role)
    last = max(rows.values_list("number", flat=True), default=0)
    if last != after:
        raise ValidationError(
            _(
                "Somebody saved version %(number)d meanwhile. Yours is still here: look at theirs first."
            )
            % {"number": last}
        )
    made = AgreementText(
        school_id=actor.school_id, role=role, number=last + 1, year=year, preamble=preamble,
        duties=duties, closing=closing, changed=changed, at=timezone.now(), by_id=actor.staff_id,
        by_name=actor.name,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        actor, "safety_text_saved", kind="safety_text", object_id=made.pk,
        label=f"{ROLES[role].label} {made.number}",
    )  # fmt: skip
    recount(actor.school_id)
    return made
