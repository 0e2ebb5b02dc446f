"""The directory of teachers' numbers for parents: whose number may stand there, and each class's link."""

import secrets

from django.db import models

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import SchoolClass, Staff


def new_address() -> str:
    """Return an address nobody can guess."""
    return secrets.token_urlsafe(24)


class NumberShown(SchoolRow):
    """That somebody agreed to one number standing in the directory, until they took it back."""

    staff = SchoolKey(Staff, related_name="+")
    number = SealedTextField()
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "staff"],
                condition=models.Q(ended_at__isnull=True),
                name="safety_one_number_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.agreed_at:%Y-%m-%d}"


class DirectoryLink(SchoolRow):
    """The address at which a class's parents find the directory; ended and made anew by hand."""

    klass = SchoolKey(SchoolClass, related_name="+")
    address = models.CharField(max_length=40, default=new_address, editable=False)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "address"], name="safety_address_once"),
            models.UniqueConstraint(
                fields=["school", "klass"],
                condition=models.Q(ended_at__isnull=True),
                name="safety_one_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.klass_id} {self.made_at:%Y-%m-%d}"
