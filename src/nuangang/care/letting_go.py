"""The model of a follow-up that was ticked off without a further record."""

from django.db import models

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.care.models import CareRecord
from nuangang.people.models import Staff


class LetGo(SchoolRow):
    """That a follow-up noted with a record is not needed any more."""

    record = SchoolKey(CareRecord, on_delete=models.DO_NOTHING, related_name="+")
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "record"], name="care_let_go_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}"
