"""That somebody looked at what a colleague can see, and found it right."""

from django.db import models

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models.staff import Staff


class AccessReview(SchoolRow):
    """One colleague's rights confirmed on one day, as they stood then; append-only."""

    staff = SchoolKey(
        Staff, on_delete=models.DO_NOTHING, db_constraint=False, related_name="reviews"
    )
    on = models.DateField()
    at = models.DateTimeField()
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40)
    reach = models.PositiveIntegerField()
    rights = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "staff", "-on"], name="people_review_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.on:%Y-%m-%d}"
