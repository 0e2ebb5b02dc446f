"""Who is on duty on a day or in a night, and who stands in; a change is a new row, the old one stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


class DutyShift(SchoolRow):
    """One day's or night's duty as somebody entered it; `over_at`: another row took its place then.

    A night belongs to the day on which it begins. Where no night is entered, the day's duty lasts
    from midnight to midnight.
    """

    day = models.DateField(_("Day"))
    night = models.BooleanField(_("Night"), default=False)
    staff = SchoolKey(Staff, related_name="+")
    stand_in = SchoolKey(Staff, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = SchoolKey(Staff, related_name="+")
    over_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "day", "night"],
                condition=models.Q(over_at__isnull=True),
                name="incidents_one_on_duty",
            ),
        ]
        indexes = [models.Index(fields=["school", "day"], name="incidents_shifts_of")]

    def __str__(self) -> str:
        return f"{self.day} {self.staff_id}"
