"""What guardians and minors asked about their data, and the yes of two before a child is forgotten."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Child, Staff


class DataRequest(SchoolRow):
    """Somebody's wish to see, copy, correct, complete or delete a child's data (L7).

    It names who asks by kin alone; what they said in their own words is sealed.
    """

    class Kind(models.TextChoices):
        VIEW = "view", _("To see it")
        COPY = "copy", _("A copy")
        CORRECT = "correct", _("To correct it")
        ADD = "add", _("To complete it")
        DELETE = "delete", _("To delete it")

    class Decision(models.TextChoices):
        OPEN = "open", _("Not decided yet")
        DONE = "done", pgettext_lazy("request", "Done as asked")
        PARTLY = "partly", _("Done in part")
        REFUSED = "refused", pgettext_lazy("request", "Refused")
        WITHDRAWN = "withdrawn", _("No longer wanted")

    child = SchoolKey(Child, related_name="+")
    kind = models.CharField(_("What is asked"), max_length=8, choices=Kind.choices)
    asker = models.CharField(_("Who asks"), max_length=20)
    proof = models.CharField(_("How they proved who they are"), max_length=80)
    words = SealedTextField(_("What they said"), blank=True, default="")
    asked_on = models.DateField(_("Asked on"))
    due_on = models.DateField(_("Answer due"))
    decision = models.CharField(
        _("Decision"), max_length=10, choices=Decision.choices, default=Decision.OPEN
    )
    reasons = SealedTextField(_("Reasons, or what was done"), blank=True, default="")
    decided_on = models.DateField(null=True)
    decided_by_name = models.CharField(max_length=40, blank=True)
    entered_by_name = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "decision", "due_on"], name="privacy_request_due"),
            models.Index(fields=["school", "child"], name="privacy_request_child"),
        ]

    def is_late(self, on: date) -> bool:
        """Say whether the answer is overdue on `on`."""
        return self.decision == self.Decision.OPEN and self.due_on < on

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_on}"


class Forgetting(SchoolRow):
    """A child to be made anonymous: asked by one, confirmed by another; what went is counted."""

    child = SchoolKey(Child, related_name="+")
    basis = models.CharField(_("Why"), max_length=120)
    asked_by = SchoolKey(Staff, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    confirmed_by = SchoolKey(Staff, null=True, related_name="+")
    confirmed_by_name = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "child"],
                condition=models.Q(dropped_at__isnull=True),
                name="privacy_forgetting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.asked_at:%Y-%m-%d}"


class Hold(SchoolRow):
    """A child whose data must not be let go of yet: an open case, a dispute, a request of the police."""

    child = SchoolKey(Child, related_name="+")
    reason = models.CharField(_("Why"), max_length=120)
    until = models.DateField(_("Keep until"), null=True, blank=True)
    made_by_name = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "child"], name="privacy_hold_child")]

    def __str__(self) -> str:
        return f"{self.child_id} {self.made_at:%Y-%m-%d}"
