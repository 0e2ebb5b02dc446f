"""Other programs that may ask for data."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models.users import Region, School, User
from nuangang.lib.ids import new_id


class Integration(models.Model):
    """Another program that may ask for data: a token, what it may, and whose rights it borrows.

    It belongs to one school, or to a region for figures. `staff_id` is the employment whose rights
    count, since one person may work at several schools; `minute` and `calls` slow it down.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    staff_id = models.UUIDField(null=True)
    name = models.CharField(_("Which program"), max_length=60)
    purpose = models.CharField(_("What for"), max_length=200)
    scopes = models.JSONField(_("What it may"), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    token_start = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)
    minute = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(school__isnull=True) ^ models.Q(region__isnull=True),
                name="integration_of_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, now: datetime) -> bool:
        """Say whether the token still opens anything at `now`."""
        return self.revoked_at is None and now < self.expires_at
