"""The texts of messages in a school's own words, by version."""

from django.db import models

from nuangang.accounts.rows import SchoolRow


class SchoolText(SchoolRow):
    """One version of one text; the newest is used, an empty one is the delivered text again."""

    code = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "code", "number"], name="notify_text_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
