"""What went on to the county office, and where its officers are reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import User
from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.incidents.models.incidents import Incident
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Staff


class Escalation(SchoolRow):
    """That an incident went on to the county office, why, and who there has received it."""

    class Why(models.TextChoices):
        GRAVE = "grave", _("by the rules, at once")
        MISSED = "missed", _("a time was missed")
        UNLED = "unled", _("nobody led for too long")
        HAND = "hand", _("by hand")

    incident = SchoolKey(Incident, related_name="+")
    why = models.CharField(max_length=8, choices=Why.choices)
    at = models.DateTimeField()
    by = SchoolKey(Staff, null=True, related_name="+")
    words = SealedTextField(blank=True, default="")
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "incident"], name="incidents_county_one"),
        ]
        indexes = [models.Index(fields=["school", "-at"], name="incidents_escalated")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.why}"


class OfficerContact(models.Model):
    """Where a county officer is reached when an incident goes on to the county."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    phone = SealedTextField(_("Mobile"), blank=True, default="")
    mail = SealedTextField(_("E-mail"), blank=True, default="")

    def __str__(self) -> str:
        return str(self.user_id)
