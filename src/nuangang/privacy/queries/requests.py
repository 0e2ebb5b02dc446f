"""Questions about requests."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import DataRequest
from nuangang.privacy.parts import MET, PLAIN, URGENT, WAITING, Part, State

SOON = timedelta(days=5)


def requests_of(actor: Actor, *, kind: str = "", decision: str = "") -> QuerySet[DataRequest]:
    """Return the requests the actor may see, those due first."""
    rows = visible(actor, DataRequest).select_related("child")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(decision=decision) if decision else rows
    return rows.order_by("-decision", "due_on", "pk")


def state(actor: Actor, on: date) -> State:
    """Say how many requests are open, and whether one is overdue."""
    due = list(visible(actor, DataRequest).filter(decision="open").values_list("due_on", flat=True))
    if not due:
        return State(_("None open"), PLAIN if not visible(actor, DataRequest).exists() else MET)
    if late := sum(day < on for day in due):
        return State(_("%(num)s overdue") % {"num": late}, URGENT)
    return State(_("%(num)s open") % {"num": len(due)}, WAITING)


PART = Part(
    gettext_lazy("Requests"),
    gettext_lazy("Guardians and children who want to see, copy, correct or delete their data"),
    "data_requests",
    "data_request",
    state,
    "L7",
)
