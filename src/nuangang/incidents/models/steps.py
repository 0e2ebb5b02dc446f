"""The time line of an incident: what was done, tried, said and decided; only ever added to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.incidents.models.incidents import Deadline, Incident
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Staff


class IncidentStep(SchoolRow):
    """One line of the time line, append-only, its words sealed; a later one may put it right.

    `at` is when it took place, `noted_at` when it was written down. With a `deadline` it is an attempt
    to reach a party, or the report that was handed in.
    """

    class Kind(models.TextChoices):
        RAISED = "raised", pgettext_lazy("incident", "Raised")
        ATTEMPT = "attempt", pgettext_lazy("incident", "Told or tried")
        SEEN = "seen", _("The family tapped the link: seen")
        DONE = "done", pgettext_lazy("incident", "Done")
        NOTE = "note", pgettext_lazy("incident", "Noted")
        CHILD = "child", _("A child more")
        GRAVE = "grave", _("It is grave")
        PAGED = "paged", _("Nobody leads: SMS to the next")
        WARNED = "warned", _("Time nearly up: SMS to whoever leads")
        LED = "led", _("Took the lead")
        HANDED = "handed", _("Handed the lead over")
        REPORTED = "reported", _("Written report handed in")
        RECEIPT = "receipt", _("Receipt of the police")
        COUNTY = "county", _("Sent on to the county office")
        RECEIVED = "received", _("The county office has received it")
        ORDERED = "ordered", _("Instruction of the county office")
        ANSWERED = "answered", _("Answered by SMS")
        CLOSED = "closed", pgettext_lazy("incident", "Closed")
        LESSON = "lesson", _("What we learn from it")
        AFTER = "after", _("Afterwards")
        REOPENED = "reopened", _("Opened again")
        JOINED = "joined", _("Joined: one event, raised twice")
        PARTED = "parted", _("Parted again: two events")

    class Result(models.TextChoices):
        REACHED = "reached", _("Spoken with")
        NO_ANSWER = "no_answer", _("No one picked up")
        WRONG = "wrong", _("Wrong number")
        SENT = "sent", _("Message sent, not yet answered")

    incident = SchoolKey(Incident, on_delete=models.DO_NOTHING, related_name="+")
    kind = models.CharField(_("What was done"), max_length=10, choices=Kind.choices)
    by = SchoolKey(Staff, null=True, on_delete=models.DO_NOTHING, related_name="+")
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    deadline = SchoolKey(Deadline, null=True, on_delete=models.DO_NOTHING, related_name="+")
    result = models.CharField(
        _("Result"), max_length=10, choices=Result.choices, blank=True, default=""
    )
    words = SealedTextField(_("In words"), blank=True, default="")
    place = SealedTextField(_("Where it is"), blank=True, default="")
    whom = SealedTextField(_("With whom"), blank=True, default="")
    phone = SealedTextField(_("Number rung"), blank=True, default="")
    supersedes = SchoolKey("self", null=True, on_delete=models.DO_NOTHING, related_name="+")
    withdrawn = models.BooleanField(default=False)
    reason = SealedTextField(_("Why it is put right"), blank=True, default="")

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "supersedes"],
                condition=models.Q(supersedes__isnull=False),
                name="incidents_superseded_once",
            ),
        ]
        indexes = [models.Index(fields=["school", "incident", "at"], name="incidents_time_line")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"
