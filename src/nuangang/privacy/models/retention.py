"""The school's own times for keeping, and each time it let go of what was past them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


class KeepingTime(SchoolRow):
    """For how many years or days a school keeps one kind of data, where it isn't the default."""

    kind = models.CharField(max_length=10)
    amount = models.PositiveSmallIntegerField(_("How long"))
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "kind"], name="privacy_keeping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class RetentionRun(SchoolRow):
    """One clearing that somebody said yes to; append-only.

    `counts` is {kind: how many}, `times` {kind: [unit, amount]} as they were then. It names no child.
    """

    counts = models.JSONField(default=dict)
    times = models.JSONField(default=dict)
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "at"], name="privacy_run_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
