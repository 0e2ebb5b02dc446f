"""How many concerns wait to be received: kept on the school's own row, which every page reads anyway."""

from typing import Any

from django.db import transaction
from django.db.models import Count

from nuangang.accounts.models import School
from nuangang.wellbeing.models import Concern

WAITING = "concerns"


@transaction.atomic
def recount(school_id: Any) -> None:
    """Count the new concerns of each circle; the school's row is locked, so that none is lost."""
    school = School.objects.select_for_update().get(pk=school_id)
    rows = Concern.objects.filter(school_id=school_id, state=Concern.State.NEW).values("circle")
    counts = dict(rows.annotate(count=Count("pk")).values_list("circle", "count"))
    if school.waiting.get(WAITING, {}) != counts:
        school.waiting = {**school.waiting, WAITING: counts}
        school.save(update_fields=["waiting"])
