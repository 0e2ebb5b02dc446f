"""What the boards showed on each day, kept so that there is a last week to compare with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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


class NewYear(SchoolRow):
    """How a school turns into a school year: who repeats or skips, which classes and teachers.

    `choices` holds `moves` (child → class), `teachers` (class → staff) and `classes` (how many of
    the entry grade); `undo` what turning it changed, to take it back.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        CONFIRMED = "confirmed", _("Confirmed, waits for its day")
        DONE = "done", _("Done")

    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    choices = models.JSONField(default=dict)
    confirmed_by = SchoolKey("people.Staff", null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    undo = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "year"], name="desk_new_year_once"),
        ]

    def __str__(self) -> str:
        return str(self.year)
