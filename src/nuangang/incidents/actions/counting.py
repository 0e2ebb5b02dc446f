"""How many incidents run: kept on the school's own row, which every page reads anyway."""

from typing import Any

from django.db import transaction
from django.db.models import Count

from nuangang.accounts.models import School
from nuangang.incidents.models import Incident

RUNNING = "incidents"


@transaction.atomic
def recount(school_id: Any) -> None:
    """Count the running incidents of each circle; the school's row is locked, so that none is lost."""
    school = School.objects.select_for_update().get(pk=school_id)
    rows = Incident.objects.filter(school_id=school_id, state=Incident.State.OPEN, drill=False)
    counts = dict(rows.values("circle").annotate(n=Count("pk")).values_list("circle", "n"))
    if school.waiting.get(RUNNING, {}) != counts:
        school.waiting = {**school.waiting, RUNNING: counts}
        school.save(update_fields=["waiting"])
