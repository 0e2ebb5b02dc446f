"""Who changed which field of a file, when, from what to what (R28)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models.children import Child
from nuangang.people.models.staff import Staff


class Change(SchoolRow):
    """One field's change; append-only."""

    child = SchoolKey(
        Child, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="changes"
    )
    staff = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    object_label = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=40)
    before = SealedTextField(blank=True, default="")
    after = SealedTextField(blank=True, default="")
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)
    batch_id = models.UUIDField(null=True)
    reason = models.CharField(_("Reason"), max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "child", "-at"], name="people_change_child"),
            models.Index(fields=["school", "-at"], name="people_change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.at:%Y-%m-%d}"
