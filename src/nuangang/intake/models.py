"""Rosters read in: the file, what was understood, what was done, and how to undo it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Staff


class Batch(SchoolRow):
    """One roster on its way in; its file is kept sealed until it is confirmed or dropped."""

    class State(models.TextChoices):
        READ = "read", _("To be confirmed")
        APPLIED = "applied", _("Read in")
        UNDONE = "undone", _("Taken back")
        DROPPED = "dropped", _("Thrown away")

    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = SealedTextField(blank=True, default="")
    columns = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    report = SealedTextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.READ)
    by = SchoolKey(Staff, null=True, related_name="+")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "-made_at"], name="intake_batch_made")]

    def __str__(self) -> str:
        return self.filename


class BatchStep(SchoolRow):
    """One row that a batch made or changed, with what stood there before, for undoing."""

    batch = SchoolKey(Batch, on_delete=models.CASCADE, related_name="steps")
    model = models.CharField(max_length=40)
    object_id = models.UUIDField()
    child_id = models.UUIDField(null=True)
    made = models.BooleanField()
    before = SealedTextField(blank=True, default="")
    after = SealedTextField(blank=True, default="")

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "batch"], name="intake_step_batch")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class Layout(SchoolRow):
    """What the columns of a sheet of this layout were taken for the last time."""

    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "fingerprint"], name="intake_layout_once"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:8]
