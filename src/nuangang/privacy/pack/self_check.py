"""The self-check by the headings of the standard practice guide TC260-PG-20255A and the law."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.privacy.models import SelfCheck
from nuangang.privacy.pack.tables import Table, Year

YES, NO = "yes", "no"
HEADINGS: dict[str, Any] = {
    "rules": gettext_lazy("Dedicated rules for children's data are published, in words guardians understand"),
    "person": gettext_lazy("A person is in charge of children's data, with a phone number that is told"),
    "basis": gettext_lazy("Each purpose has its basis; guardians of children under 14 agreed where it is consent"),
    "minimum": gettext_lazy("No more is collected than each purpose needs; optional fields are off until agreed"),
    "withdraw": gettext_lazy("Withdrawing consent is as easy as giving it, and refuses no basic service"),
    "rights": gettext_lazy("Requests to view, copy, correct and delete are answered in time, refusals in writing"),
    "access": gettext_lazy("Access follows post and task, is approved, looked through each term, and recorded"),
    "masking": gettext_lazy("Sensitive fields are masked; opening them needs a reason; exports need a second proof"),
    "sharing": gettext_lazy("What is given to others has a basis or contract and stands in the register"),
    "public": gettext_lazy("Public lists show allowed columns only and are taken down in time"),
    "assessment": gettext_lazy("An impact assessment is signed and still fits"),
    "breach": gettext_lazy("There is a plan for breaches; those that happened were reported and told"),
    "security": gettext_lazy("Data is encrypted, backed up, and a restore was tried this year"),
    "retention": gettext_lazy("What is past its time is anonymised or deleted, and the run is recorded"),
    "training": gettext_lazy("Everybody confirmed the rules of conduct, and staff were trained"),
    "checks": gettext_lazy("Everybody near children was checked by the police within the year"),
    "automatic": gettext_lazy("No child is judged by a machine alone; a person decides and says why"),
    "abroad": gettext_lazy("Nothing is stored or sent abroad, and no outside service is used"),
}  # fmt: skip


def answers_of(school_id: Any, year: int) -> dict[str, list[str]]:
    """Return each heading's [yes | no | '', remark]; not answered yet, last year's stand there."""
    rows = SelfCheck.objects.filter(school_id=school_id, year__lte=year).order_by("-year")
    latest = rows.first()
    kept = latest.answers if latest else {}
    return {code: list(kept.get(code) or ["", ""]) for code in HEADINGS}


def is_answered(school_id: Any, year: int) -> bool:
    """Say whether every heading was answered for this very year."""
    row = SelfCheck.objects.filter(school_id=school_id, year=year).first()
    return row is not None and all((row.answers.get(code) or [""])[0] for code in HEADINGS)


def self_check(of: Year) -> Table:
    """Return the self-check as a table of the pack."""
    words = {YES: _("yes"), NO: _("no"), "": _("not answered")}
    rows = [
        [str(HEADINGS[code]), words[answer], remark]
        for code, (answer, remark) in answers_of(of.school.pk, of.year).items()
    ]
    note = "" if is_answered(of.school.pk, of.year) else _("Not all is answered for this year yet.")
    columns = [_("Point"), _("Yes or no"), _("Remark")]
    return Table("self_check", _("Self-check (TC260-PG-20255A)"), columns, rows, note)
