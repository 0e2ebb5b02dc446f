"""Who may be near children by what was checked: the school's rule, and what it comes to on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nuangang.accounts.models import School
from nuangang.terms.calendar import SCHOOL_ZONE

KEY = "vetting"
WARN, FROM, BLOCK = "warn", "from", "block"
LEVELS = {
    WARN: gettext_lazy("Say so, and let it happen"),
    FROM: gettext_lazy("Say so at first; refuse from a day on"),
    BLOCK: gettext_lazy("Refuse"),
}
START_UP = timedelta(days=183)
SOON = timedelta(days=30)

MISSING, PENDING, CLEAR, DUE, EXPIRED, BARRED = (
    "missing", "pending", "clear", "due", "expired", "barred",
)  # fmt: skip
STATES = {
    BARRED: pgettext_lazy("check", "not clear"),
    MISSING: pgettext_lazy("check", "none yet"),
    EXPIRED: pgettext_lazy("check", "run out"),
    PENDING: pgettext_lazy("check", "asked, no answer yet"),
    DUE: pgettext_lazy("check", "due soon"),
    CLEAR: pgettext_lazy("check", "clear"),
}


@dataclass(frozen=True)
class VettingRule:
    """What happens where somebody without a valid check is to be given a child."""

    staff: str = FROM
    staff_from: date | None = None
    outside: str = BLOCK

    def blocks(self, on: date, *, outside: bool) -> bool:
        """Say whether it is refused on a day (true), or only said."""
        level = self.outside if outside else self.staff
        if level == FROM:
            return self.staff_from is not None and self.staff_from <= on
        return level == BLOCK

    def as_json(self) -> dict[str, Any]:
        """Return the rule as it is kept."""
        day = self.staff_from.isoformat() if self.staff_from else ""
        return {"staff": self.staff, "staff_from": day, "outside": self.outside}


def rule_of(school: School) -> VettingRule:
    """Return the school's rule; never set, staff have half a year from when the school began here."""
    kept = school.preferences.get(KEY, {})
    day = kept.get("staff_from") or ""
    began = school.created_at.astimezone(SCHOOL_ZONE).date() if school.created_at else None
    starts = date.fromisoformat(day) if day else began and began + START_UP
    staff, outside = kept.get("staff", FROM), kept.get("outside", BLOCK)
    return VettingRule(staff, starts, outside)


def state_of(person: Any, on: date) -> str:
    """Return how the checks of a Staff row (or a dict of it) stand on a day: one of STATES."""
    get = person.get if isinstance(person, dict) else lambda name: getattr(person, name)
    if get("barred_on"):
        return BARRED
    until = get("cleared_until")
    if until and until >= on:
        return DUE if until - SOON <= on else CLEAR
    if get("check_asked_on"):
        return PENDING
    return EXPIRED if until else MISSING


def is_valid(person: Any, on: date) -> bool:
    """Say whether somebody was checked, found clear, and not so long ago that it has run out."""
    return state_of(person, on) in (CLEAR, DUE)


def refused(school: School, person: Any, on: date) -> bool:
    """Say whether somebody may be given no child on a day, by the school's rule and their check."""
    if is_valid(person, on):
        return False
    if state_of(person, on) == BARRED:
        return True
    outside = person["outside"] if isinstance(person, dict) else person.outside
    return rule_of(school).blocks(on, outside=outside)


def left_out(school: School, on: date) -> Q:
    """Return the condition for Staff rows that `refused` is true of."""
    rule = rule_of(school)
    unchecked = Q(cleared_until__isnull=True) | Q(cleared_until__lt=on)
    stopped = [Q(outside=side) for side in (True, False) if rule.blocks(on, outside=side)]
    found = Q(barred_on__isnull=False)
    for side in stopped:
        found |= unchecked & side
    return found


def why_not(person: Any, on: date) -> str:
    """Return in words what somebody's check lacks, '' when it is valid."""
    name = person["name"] if isinstance(person, dict) else person.name
    words = {
        MISSING: _("%(name)s has no check by the police yet."),
        PENDING: _("%(name)s's check was asked for and is not answered yet."),
        EXPIRED: _("%(name)s's check has run out; it is made anew every year."),
        BARRED: _("%(name)s may not be given children: the check was not clear."),
    }
    return words.get(state_of(person, on), "") % {"name": name}


def refuse_unvetted(school: School, people: Iterable[Any], on: date) -> None:
    """Raise ValidationError naming everybody to whom no child may be given on a day, and why."""
    named = {person.pk: person for person in people}
    stopped = [person for person in named.values() if refused(school, person, on)]
    if stopped:
        todo = _("Enter the check under Staff, Checks; until then no child is given to them.")
        raise ValidationError(" ".join([*(why_not(person, on) for person in stopped), todo]))
