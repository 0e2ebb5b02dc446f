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


class Transfer(SchoolRow):
    """A child's file offered by one school to another; each of the two has its own row of it.

    `offer` is the same in both rows. What comes along is read from the file itself while the offer
    is open, so nothing of it stays here when it is withdrawn or refused.
    """

    class Way(models.TextChoices):
        OUT = "out", _("Going to another school")
        IN = "in", _("Coming from another school")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    offer = models.UUIDField()
    way = models.CharField(max_length=3, choices=Way.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    other_school = models.UUIDField()
    other_name = models.CharField(max_length=60)
    child = SchoolKey("people.Child", null=True, related_name="+")
    child_name = models.CharField(max_length=60)
    from_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=200, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "offer"], name="desk_transfer_once"),
            models.UniqueConstraint(
                fields=["school", "child"],
                condition=models.Q(state="open", way="out"),
                name="desk_transfer_one_open",
            ),
        ]
        indexes = [models.Index(fields=["school", "-made_at"], name="desk_transfer_made")]

    def __str__(self) -> str:
        return f"{self.child_name} {self.state}"


class Pause(SchoolRow):
    """A time in which a child is on the roll and not in class: studies rest, or out of school.

    For one out of school `told_on` and `told_how` say when the bureau was written to.
    """

    child = SchoolKey("people.Child", related_name="+")
    kind = models.CharField(max_length=12)
    since = models.DateField()
    back_by = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=120, blank=True)
    excuse = SchoolKey("care.Excuse", null=True, related_name="+")
    until = models.DateField(null=True)
    made_by = SchoolKey("people.Staff", null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "child"],
                condition=models.Q(until__isnull=True),
                name="desk_pause_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"
