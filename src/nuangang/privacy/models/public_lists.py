"""Lists of names put up in public for a time, with allowed columns only (L13)."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


def new_address() -> str:
    """Return an address nobody can guess."""
    return secrets.token_urlsafe(24)


class PublicList(SchoolRow):
    """A list of names; `rows` hold the allowed columns as they were when it was made."""

    title = models.CharField(_("Heading of the list"), max_length=80)
    purpose = models.CharField(_("What for"), max_length=120)
    columns = models.JSONField(default=list)
    hide_name = models.BooleanField(_("Hide one character of each name"), default=True)
    children = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    until = models.DateField(_("Last day in public"))
    address = models.CharField(max_length=40, default=new_address, editable=False)
    made_by = SchoolKey(Staff, related_name="+")
    made_at = models.DateTimeField()
    approved_by = SchoolKey(Staff, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_by = SchoolKey(Staff, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "address"], name="privacy_public_address"),
        ]
        indexes = [models.Index(fields=["school", "-made_at"], name="privacy_public_list")]

    def __str__(self) -> str:
        return self.title
