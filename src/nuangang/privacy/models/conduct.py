"""Who has read and confirmed the rules of conduct for children's data this year (L17)."""

from django.db import models

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


class ConductSigned(SchoolRow):
    """One person's yes to the rules of conduct for a calendar year; append-only."""

    staff = SchoolKey(
        Staff, on_delete=models.DO_NOTHING, db_constraint=False, related_name="conduct_signed"
    )
    year = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "staff", "year"], name="privacy_conduct_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"
