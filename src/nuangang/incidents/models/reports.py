"""Written reports of an incident: each version as it was kept, and to whom it was handed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.incidents.kinds import Party
from nuangang.incidents.models.incidents import Incident
from nuangang.incidents.models.steps import IncidentStep
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Staff


class IncidentReport(SchoolRow):
    """One version of a written report, append-only: what it said then, sealed.

    `number` counts the versions of an incident, `issue` its follow-up reports; one that was put right
    `supersedes` another. `named`: children and relatives stand in it by name, for the `reason`.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("First report")
        PROGRESS = "progress", _("Follow-up report")
        FINAL = "final", _("Final report")

    incident = SchoolKey(Incident, on_delete=models.DO_NOTHING, related_name="+")
    number = models.PositiveSmallIntegerField(_("Version"))
    kind = models.CharField(max_length=8, choices=Kind.choices)
    issue = models.PositiveSmallIntegerField(_("Which follow-up report"), default=1)
    supersedes = SchoolKey("self", null=True, on_delete=models.DO_NOTHING, related_name="+")
    named = models.BooleanField(_("With names"), default=False)
    reason = SealedTextField(pgettext_lazy("report", "Why"), blank=True, default="")
    body = SealedTextField()
    by = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "incident", "number"], name="incidents_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind} {self.number}"


class ReportHanding(SchoolRow):
    """That a version was handed to somebody outside; who received it and when stands in the step."""

    incident = SchoolKey(Incident, on_delete=models.DO_NOTHING, related_name="+")
    report = SchoolKey(IncidentReport, on_delete=models.DO_NOTHING, related_name="+")
    party = models.CharField(_("To whom"), max_length=14, choices=Party.choices)
    step = SchoolKey(IncidentStep, on_delete=models.DO_NOTHING, related_name="+")

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "incident"], name="incidents_handings")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.party}"
