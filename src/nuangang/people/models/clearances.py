"""Whether those who are near children were checked, trained, and signed the code (domain.md §3.7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models.staff import Staff


class Clearance(SchoolRow):
    """One dated fact about somebody near children; append-only, a correction supersedes."""

    class What(models.TextChoices):
        CHECK = "check", _("Check by the police")
        TRAINING = "training", _("Child-protection training passed")
        CODE = "code", _("Child-protection code signed")

    class Result(models.TextChoices):
        CLEAR = "clear", _("Clear")
        PENDING = "pending", _("Asked, no answer yet")
        NOT_CLEAR = "not_clear", _("Not clear")

    staff = SchoolKey(
        Staff, on_delete=models.DO_NOTHING, db_constraint=False, related_name="clearances"
    )
    what = models.CharField(_("What"), max_length=8, choices=What.choices)
    result = models.CharField(_("Result"), max_length=9, choices=Result.choices, blank=True)
    on = models.DateField(_("On"))
    due = models.DateField(_("Next due"), null=True, blank=True)
    organ = models.CharField(_("Who answered"), max_length=60, blank=True)
    remark = models.CharField(_("Remark"), max_length=200, blank=True)
    scan = models.UUIDField(null=True, editable=False)
    supersedes = SchoolKey(
        "self", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="later"
    )
    withdrawn = models.BooleanField(default=False)
    reason = models.CharField(_("Why it is corrected"), max_length=120, blank=True)
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "supersedes"], name="people_clearance_superseded_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "staff", "on"], name="people_clearance_staff")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.on}"
