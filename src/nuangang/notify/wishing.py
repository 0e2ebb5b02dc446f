"""Keeping how somebody wishes to be told, and what a school sets for everybody."""

from typing import Any

from django.db import transaction

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.notify.models import Wishes
from nuangang.notify.ways import PREFERENCE
from nuangang.notify.wishes_forms import SchoolWishesForm, WishesForm


@transaction.atomic
def keep_wishes(actor: Any, form: WishesForm) -> Wishes:
    """Keep a colleague's wishes; what waits already goes as it was queued."""
    told, own = form.cleaned_data, {"school_id": actor.school_id, "to_id": actor.staff_id}
    wishes = Wishes.objects.filter(**own).first() or Wishes(**own)
    wishes.ways, wishes.email, wishes.hours = form.ways(), told["email"], told["hours"]
    wishes.quiet_from, wishes.quiet_until = told["quiet_from"], told["quiet_until"]
    wishes.save()
    return wishes


@transaction.atomic
def keep_school_wishes(actor: Any, form: SchoolWishesForm) -> None:
    """Keep the school's quiet hours and the digest's time, and record it."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    before = school.preferences.get(PREFERENCE, {})
    school.preferences = {**school.preferences, PREFERENCE: {**before, **form.kept()}}
    school.save(update_fields=["preferences"])
    record(actor, "set_quiet_hours", kind="school", object_id=school.pk, **form.kept())
