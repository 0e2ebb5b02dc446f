"""Taking in requests about a child's data, and answering them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.people.models import Child
from nuangang.privacy.models import DataRequest
from nuangang.privacy.school_settings import privacy_settings
from nuangang.privacy.working_days import after_working_days
from nuangang.terms.queries import calendar_of


def due_on(school: Any, asked_on: date) -> date:
    """Return the day by which the school answers: so many working days by its own calendar."""
    calendar = calendar_of(school)
    off = [day for span in calendar.days_off for day in span.days()]
    make_up = [day for span in calendar.make_up_days for day in span.days()]
    days = privacy_settings(school).answer_days
    return after_working_days(asked_on, days, off=off, make_up=make_up)


@transaction.atomic
def enter_request(actor: Any, child: Child, **typed: Any) -> DataRequest:
    """Write a request down; its clock runs from the day it was asked."""
    made = DataRequest.objects.create(
        school_id=child.school_id,
        child=child,
        due_on=due_on(actor.school, typed["asked_on"]),
        entered_by_name=actor.name,
        entered_at=timezone.now(),
        **typed,
    )
    record(actor, "entered_request", kind="data_request", object_id=made.pk, what=made.kind)
    return made


@transaction.atomic
def decide_request(actor: Any, row: DataRequest, decision: str, reasons: str) -> None:
    """Decide a request, or decide it otherwise; what was decided before stays in the log."""
    before = row.decision
    row.decision, row.reasons = decision, reasons
    row.decided_on, row.decided_by_name = timezone.localdate(), actor.name
    row.save(update_fields=["decision", "reasons", "decided_on", "decided_by_name"])
    record(
        actor, "decided_request", kind="data_request", object_id=row.pk, before=before,
        after=decision,
    )  # fmt: skip
