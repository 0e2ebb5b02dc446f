"""The yearly compliance pack (L9, L10): the self-check, and which packs were made."""

from django.db import models

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


class SelfCheck(SchoolRow):
    """A school's answers to the self-check of one year: {heading: [yes | no | '', remark]}."""

    year = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "year"], name="privacy_self_check_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class Pack(SchoolRow):
    """One pack that was made for a year; append-only. The file itself is not kept."""

    year = models.PositiveSmallIntegerField()
    counts = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "year", "at"], name="privacy_pack_year")]

    def __str__(self) -> str:
        return f"{self.year}"
