"""Children's data that got where it should not: what is known, and what was done when (L8)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import SchoolClass, Staff
from nuangang.privacy.models.sharing import Sharing


class Breach(SchoolRow):
    """What is known of one breach (`case`); append-only, what is learned later supersedes.

    Its words are sealed: who was harmed, and how, may stand in them.
    """

    case = models.UUIDField(editable=False)
    what = SealedTextField(_("What happened"))
    noticed_at = models.DateTimeField(_("Noticed at"))
    cause = SealedTextField(_("How it came about"), blank=True, default="")
    data = models.JSONField(default=list)
    whom = models.CharField(_("Which children"), max_length=5, choices=Sharing.Whom.choices)
    klass = SchoolKey(
        SchoolClass, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    children = models.JSONField(default=list)
    harm = SealedTextField(_("What harm it may do"), blank=True, default="")
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "case", "at"], name="privacy_breach_case")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.noticed_at):%Y-%m-%d %H:%M}"


class BreachStep(SchoolRow):
    """One thing that was done about a breach, or who was told; append-only."""

    class Kind(models.TextChoices):
        MEASURE = "measure", _("Something done against it")
        OFFICE = "office", _("Cyberspace office told")
        POLICE = "police", _("Police told")
        BUREAU = "bureau", _("Education bureau told")
        GUARDIANS = "guardians", _("Guardians told")
        MISTAKE = "mistake", _("A line before was wrong")
        CLOSED = "closed", _("Closed, with what we learned")

    case = models.UUIDField(editable=False)
    kind = models.CharField(_("Kind of step"), max_length=10, choices=Kind.choices)
    happened_at = models.DateTimeField(_("At what time"))
    text = SealedTextField(_("What exactly"))
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "case", "at"], name="privacy_breach_step")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d}"
