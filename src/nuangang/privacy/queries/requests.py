"""Questions about requests, and everything kept about one child for its family to read."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.care.models import CareRecord
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import (
    Change,
    Child,
    ChildGroup,
    Consent,
    Contact,
    ParentFact,
    Relative,
    Tie,
)
from nuangang.people.purposes import FIELD_PURPOSE
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.field_words import words_of
from nuangang.privacy.models import DataRequest
from nuangang.privacy.parts import MET, PLAIN, URGENT, WAITING, Part, State

SOON = timedelta(days=5)
_MACHINE = frozenset(
    "id school person search id_index number_index gaps came_with photo consents child relative "
    "scan batch_id object_id place_code supersedes together made_at klass verified_by why".split()
)


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


def everything_about(child: Child) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Return all that is kept about a child: for each kind its rows, as (field, value) in words.

    Read for the family, whoever hands it out. Of others it holds no more than who cares for the
    child: what is withheld is said on the page.
    """
    own: dict[str, Any] = {"school_id": child.school_id, "child_id": child.pk}
    kinds: list[tuple[str, Any]] = [
        (_("The file"), [child]),
        (_("Relatives and carers"), Relative.objects.filter(**own)),
        (_("Phone numbers"), Contact.objects.filter(**own).order_by("call_order")),
        (_("What is known of the parents"), ParentFact.objects.filter(**own)),
        (_("Recognised groups"), ChildGroup.objects.filter(**own)),
        (_("Who cares for the child"), Tie.objects.filter(**own).select_related("adult")),
        (_("Care records"), CareRecord.objects.filter(**own).order_by("-happened_on")),
        (_("Answers to consents"), Consent.objects.filter(**own).order_by("recorded_at")),
        (_("What was changed"), Change.objects.filter(**own).order_by("at")),
    ]
    return [(title, [_in_words(row, child) for row in rows]) for title, rows in kinds]


def _in_words(row: Any, child: Child) -> list[tuple[str, str]]:
    found = []
    for field in row._meta.concrete_fields:
        purpose = FIELD_PURPOSE.get((row._meta.model_name, field.name))
        if field.name in _MACHINE or (purpose and not child.may_use(purpose)):
            continue
        if field.is_relation:
            value = str(getattr(row, field.name) or "") if field.name == "adult" else ""
        else:
            value = _worded(row, field)
        if value not in ("", "None", "[]", "{}"):
            found.append((words_of(field), value))
    return found


def _worded(row: Any, field: Any) -> str:
    value = getattr(row, field.attname)
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if isinstance(row, ParentFact) and field.name == "value":
        return row.value_label
    if field.choices or hasattr(row, f"get_{field.name}_display"):
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, SealedTextField):
        return str(value)
    return "" if value is None else str(value)[:1000]
