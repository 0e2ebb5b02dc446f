"""What the boards showed on each day, kept so that there is a last week to compare with."""

from django.db import models

from nuangang.accounts.rows import SchoolKey, SchoolRow


class DayFigures(SchoolRow):
    """A school's figures of `day`, as counted at `kept_at`; the county's page reads nothing else.

    `by_definition` is how many children each definition counts; `weeks` is the term so far, one
    [Monday, met, owed] a teaching week.
    """

    day = models.DateField()
    kept_at = models.DateTimeField()
    definition = models.CharField(max_length=10)
    pupils = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    left_behind = models.PositiveIntegerField()
    full = models.PositiveIntegerField()
    paired = models.PositiveIntegerField()
    quiet_14 = models.PositiveIntegerField()
    quiet_30 = models.PositiveIntegerField()
    week_met = models.PositiveIntegerField()
    week_owed = models.PositiveIntegerField()
    term_met = models.PositiveIntegerField()
    term_owed = models.PositiveIntegerField()
    weeks = models.JSONField(default=list)
    by_definition = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "day"], name="desk_figures_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.day}"


class DigestRead(SchoolRow):
    """That somebody has put the digest of a day away."""

    staff = SchoolKey("people.Staff", related_name="+")
    day = models.DateField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "staff", "day"], name="desk_digest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.day}"
