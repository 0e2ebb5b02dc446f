"""Setting what the school asks of its pairings."""

from typing import Any

from django.db import transaction

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.mentoring.school_wishes import KEY, SchoolWishes


@transaction.atomic
def set_wishes(actor: Any, wishes: SchoolWishes) -> School:
    """Keep the school's settings for pairing; the other settings stay as they are."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    kept = wishes.as_json()
    if school.preferences.get(KEY) != kept:
        school.preferences = {**school.preferences, KEY: kept}
        school.save(update_fields=["preferences"])
        record(actor, "pairing_wishes_set", kind="school", object_id=school.pk, **kept)
    return school
