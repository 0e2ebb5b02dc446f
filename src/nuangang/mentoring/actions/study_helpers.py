"""Classmates who help with study: agreed on by both sides, and ended (R47, R48)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nuangang.audit.actions import record
from nuangang.mentoring.models import HelperPair
from nuangang.people.models import Child


@transaction.atomic
def agree_on_helper(actor: Any, child: Child, helper: Child, *, since: date) -> HelperPair:
    """Note that a classmate helps a child, both having said yes; a second time changes nothing.

    Raises ValidationError when the two aren't two children of one class. Another helper of the
    child ends on that day.
    """
    if child.pk == helper.pk or child.klass_id is None or child.klass_id != helper.klass_id:
        raise ValidationError(_("A helper is another child of the same class."))
    rows = HelperPair.objects.of(child.school_id).select_for_update()
    held = list(rows.filter(child=child, until__isnull=True))
    present = next((pair for pair in held if pair.helper_id == helper.pk), None)
    if present:
        return present
    for pair in held:
        _end(pair, since)
    made = HelperPair.objects.create(
        school_id=child.school_id,
        child=child,
        helper=helper,
        since=since,
        child_agreed=True,
        helper_agreed=True,
        checked_by_id=actor.staff_id,
    )
    record(actor, "helper_agreed", kind="helper", object_id=made.pk, label=child.name)
    return made


@transaction.atomic
def end_helper(actor: Any, pair: HelperPair, *, until: date) -> HelperPair:
    """End a helper pair; `until` is the first day it no longer holds."""
    if pair.until is None:
        _end(pair, until)
        record(actor, "helper_ended", kind="helper", object_id=pair.pk)
    return pair


def _end(pair: HelperPair, until: date) -> None:
    pair.until = max(until, pair.since)
    pair.save(update_fields=["until"])
