"""A new school's first steps, from the list of staff to the first talk recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import Invitation, School
from nuangang.care.models import CareRecord, CareRule
from nuangang.desk.figures.children import Children
from nuangang.people.models import Staff
from nuangang.policy.actor import Actor

NEW_FOR = timedelta(days=30)
WORDS = {
    "staff_import": (_("Read in the list of staff"), _("Read in the staff")),
    "rosters": (_("Read in the roster of pupils"), _("Read in the roster")),
    "pairing": (_("Give every left-behind child an agent parent"), _("Propose the pairs")),
    "rules": (_("Say what every child is owed, and how often"), _("Choose the rules")),
    "staff": (_("Print the sign-in slips for the teachers"), _("Print the slips")),
    "duties": (_("The first talk is recorded"), _("See who owes what")),
    "classes": (_("Complete the files, class by class"), _("See what is missing")),
}
RIGHTS = {
    "staff_import": ("staff", "write"),
    "rosters": ("roster", "write"),
    "pairing": ("pairing", "write"),
    "rules": ("care_rule", "write"),
    "staff": ("staff", "write"),
    "duties": ("duty", "read"),
    "classes": ("class", "read"),
}


@dataclass(frozen=True)
class Step:
    """One step: what it is called, what its button says, the view behind it, whether it is done, and
    whether the actor may do it."""

    title: Any
    button: Any
    view: str
    done: bool
    allowed: bool


def first_steps(
    actor: Actor, children: Children, on: date, first_record: date | None
) -> list[Step]:
    """Return the steps while the school is new; nothing once all are done, or care is under
    way for a month. One statement, none where `first_record` was a month ago.
    """
    if first_record and first_record <= on - NEW_FOR:
        return []
    facts = _facts(actor)
    first = facts["first_record"]
    if first and first <= on - NEW_FOR:
        return []
    left_behind = children.left_behind
    done = {
        "staff_import": facts["colleagues"] > 1,
        "rosters": children.pupils > 0,
        "pairing": 0 < left_behind == children.paired,
        "rules": facts["rules"],
        "staff": facts["invited"] or first is not None,
        "duties": first is not None,
        "classes": 0 < left_behind == children.full,
    }
    steps = [
        Step(*words, view, done[view], actor.may(*RIGHTS[view])) for view, words in WORDS.items()
    ]
    return [] if all(done.values()) else steps


def _facts(actor: Actor) -> Mapping[str, Any]:
    own = {"school_id": OuterRef("pk")}
    staff = Staff.objects.filter(**own, until__isnull=True).order_by().values("school_id")
    records = CareRecord.objects.filter(**own).order_by("happened_on")
    rows = School.objects.filter(pk=actor.school_id).annotate(
        colleagues=Coalesce(Subquery(staff.annotate(n=Count("pk")).values("n")), 0),
        first_record=Subquery(records.values("happened_on")[:1]),
        invited=Exists(Invitation.objects.filter(user__staff__school_id=OuterRef("pk"))),
        rules=Exists(CareRule.objects.filter(**own)),
    )
    return rows.values("colleagues", "first_record", "invited", "rules").get()
