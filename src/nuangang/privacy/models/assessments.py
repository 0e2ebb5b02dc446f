"""The school's impact assessment of what it does with children's data (L11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


class Assessment(SchoolRow):
    """One signed assessment; append-only. `about` is a digest of the data map it was made of."""

    number = models.PositiveIntegerField(_("Version"))
    answers = models.JSONField(default=dict)
    signed_name = models.CharField(_("Signed by"), max_length=40)
    signed_on = models.DateField(_("Signed on"))
    about = models.CharField(max_length=64)
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "number"], name="privacy_assessment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class AssessmentDraft(SchoolRow):
    """The next assessment while somebody writes it; one for each school."""

    answers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school"], name="privacy_one_assessment_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
