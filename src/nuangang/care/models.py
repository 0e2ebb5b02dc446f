"""Care rules, standing duties, care records and frozen periods (design.md, Duties stand)."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.care.kind import Kind as Kind
from nuangang.care.kind import is_kind as is_kind
from nuangang.care.kind import kind_label as kind_label
from nuangang.care.kind import own_kind as own_kind
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Child, SchoolClass, Staff


class CareRule(SchoolRow):
    """What is owed to whom, how often and by whom; a changed rule is a new row from a period on."""

    class OwedBy(models.TextChoices):
        AGENT_PARENT = "agent_parent", _("Agent parent")
        CLASS_TEACHER = "class_teacher", _("Class teacher")
        EVERY_TEACHER = "every_teacher", _("Every teacher")
        SCHOOL = "school", _("The school")
        FAMILY = "family", _("Parents or carer")
        CHILD = "child", pgettext_lazy("owed by", "The child")
        POSTS = "posts", _("Whoever holds a post")
        PARTY = "party", _("Party members")
        STAFF = "staff", _("Every member of staff")
        PEOPLE = "people", _("People chosen by name")

    class Owed(models.TextChoices):
        PER_CHILD = "per_child", _("for each child")
        PER_ADULT = "per_adult", _("for each grown-up")
        PER_CLASS = "per_class", _("for each class")
        PER_GRADE = "per_grade", _("for each grade")
        PER_DORM = "per_dorm", _("for each dormitory")
        PER_VILLAGE = "per_village", _("for each village")
        PER_SCHOOL = "per_school", _("once for the school")

    class Counting(models.TextChoices):
        RECORDS = "records", _("every record")
        CHILDREN = "children", _("different children")
        DAYS = "days", _("different days")

    name = models.CharField(_("What it is called"), max_length=60)
    template = models.CharField(max_length=40, blank=True)
    kind = models.CharField(_("What"), max_length=16)
    proofs = models.JSONField(_("What counts"), default=list)
    owed_by = models.CharField(_("Owed by"), max_length=16, choices=OwedBy.choices)
    owing = models.JSONField(_("Owed by whom exactly"), default=dict, blank=True)
    owed = models.CharField(max_length=12, choices=Owed.choices, default=Owed.PER_CHILD)
    unit = models.CharField(_("How often"), max_length=24)
    every = models.PositiveSmallIntegerField(default=1)
    count = models.PositiveSmallIntegerField(_("How many"), default=1)
    at_most = models.PositiveSmallIntegerField(_("and up to"), null=True, blank=True)
    share = models.PositiveSmallIntegerField(_("Of how many in a hundred"), null=True, blank=True)
    counting = models.CharField(
        _("What is counted"), max_length=8, choices=Counting.choices, default=Counting.RECORDS
    )
    window = models.JSONField(default=dict, blank=True)
    children = models.JSONField(_("Which children"), default=dict, blank=True)
    since = models.DateField(_("From"))
    until = models.DateField(_("To"), null=True, blank=True)
    replaces = SchoolKey("self", null=True, blank=True, related_name="+")
    made_by = SchoolKey(Staff, null=True, related_name="+")

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "until"], name="care_rule_until")]

    def get_kind_display(self) -> str:
        """Return what it is about in words."""
        return kind_label(self.kind)

    def __str__(self) -> str:
        return self.name


class Duty(SchoolRow):
    """A standing duty: its current period, what is owed in it, and by when."""

    rule = SchoolKey(CareRule, related_name="duties")
    child = SchoolKey(Child, null=True, related_name="duties")
    klass = SchoolKey(SchoolClass, null=True, related_name="+")
    group = models.CharField(max_length=50, blank=True, default="")
    staff = SchoolKey(Staff, null=True, related_name="duties")
    size = models.PositiveSmallIntegerField(default=0)
    born = models.DateField(null=True)
    begins = models.DateField()
    ends = models.DateField()
    due_at = models.DateTimeField()
    owed = models.PositiveSmallIntegerField(default=1)
    done = models.PositiveSmallIntegerField(default=0)
    exempt = models.BooleanField(default=False)
    missed_in_a_row = models.PositiveSmallIntegerField(default=0)
    missed_from = models.DateField(null=True)
    last_done_on = models.DateField(null=True)
    last_done_by = SchoolKey(Staff, null=True, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    frozen_through = models.DateField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "rule", "child"],
                condition=models.Q(closed_on__isnull=True, child__isnull=False),
                name="care_duty_one_per_child",
            ),
            models.UniqueConstraint(
                fields=["school", "rule", "staff"],
                condition=models.Q(
                    closed_on__isnull=True,
                    child__isnull=True,
                    klass__isnull=True,
                    group="",
                    staff__isnull=False,
                ),
                name="care_duty_one_per_adult",
            ),
            models.UniqueConstraint(
                fields=["school", "rule", "group"],
                condition=models.Q(closed_on__isnull=True) & ~models.Q(group=""),
                name="care_duty_one_per_group",
            ),
            models.UniqueConstraint(
                fields=["school", "rule", "klass"],
                condition=models.Q(closed_on__isnull=True, klass__isnull=False),
                name="care_duty_one_per_class",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "staff", "closed_on"], name="care_duty_staff"),
            models.Index(fields=["school", "child", "closed_on"], name="care_duty_child"),
            models.Index(
                fields=["due_at"],
                name="care_duty_due",
                condition=models.Q(closed_on__isnull=True),
            ),
        ]

    @property
    def met(self) -> bool:
        """Say whether what the current period owes is done."""
        return self.exempt or self.done >= self.owed

    def __str__(self) -> str:
        return f"{self.rule_id} {self.begins}"


class CareRecord(SchoolRow):
    """Something done for a child, or the attempt; append-only, corrected by a later row."""

    class Mood(models.TextChoices):
        GOOD = "good", _("Fine")
        SO_SO = "so_so", _("So-so")
        LOW = "low", _("Low")

    class CouldNot(models.TextChoices):
        CHILD_AWAY = "child_away", _("The child was away")
        NO_ANSWER = "no_answer", _("Nobody answered")
        NUMBER_WRONG = "number_wrong", _("The number is wrong")
        REFUSED = "refused", _("They did not want to")
        NO_TIME = "no_time", _("I had no time")
        OTHER = "other", _("Another reason")

    child = SchoolKey(Child, on_delete=models.DO_NOTHING, related_name="care_records")
    kind = models.CharField(_("What"), max_length=16)
    staff = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="care_records")
    recorded_by = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    happened_on = models.DateField(_("When"))
    recorded_at = models.DateTimeField()
    could_not = models.CharField(
        _("Could not"), max_length=16, choices=CouldNot.choices, blank=True
    )
    aspects = models.JSONField(_("About"), default=list)
    mood = models.CharField(_("The child is"), max_length=6, choices=Mood.choices, blank=True)
    words = SealedTextField(_("In a few words"), blank=True, default="")
    with_whom = models.CharField(_("Spoke with"), max_length=20, blank=True)
    follow_up_on = models.DateField(_("Follow up"), null=True, blank=True)
    together = models.UUIDField(null=True)
    supersedes = SchoolKey("self", null=True, on_delete=models.DO_NOTHING, related_name="+")
    withdrawn = models.BooleanField(default=False)
    late_for = models.DateField(null=True)
    reason = models.CharField(_("Why corrected"), max_length=120, blank=True)
    phone_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "supersedes"],
                condition=models.Q(supersedes__isnull=False),
                name="care_record_superseded_once",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "child", "-happened_on"], name="care_record_child"),
            models.Index(fields=["school", "happened_on", "kind"], name="care_record_day"),
            models.Index(fields=["school", "staff", "-happened_on"], name="care_record_staff"),
            models.Index(fields=["school", "recorded_at"], name="care_record_told"),
            models.Index(
                fields=["school", "together"],
                name="care_record_together",
                condition=models.Q(together__isnull=False),
            ),
        ]

    def get_kind_display(self) -> str:
        """Return what it was in words."""
        return kind_label(self.kind)

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"


class SharedRecord(SchoolRow):
    """Something done with a class, a grade, a dormitory or the school, no child in particular.

    Append-only; taken back by a later row that supersedes it.
    """

    kind = models.CharField(_("What"), max_length=16)
    klass = SchoolKey(SchoolClass, null=True, on_delete=models.DO_NOTHING, related_name="+")
    group = models.CharField(max_length=50, blank=True, default="")
    staff = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    recorded_by = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    happened_on = models.DateField(_("When"))
    recorded_at = models.DateTimeField()
    words = SealedTextField(_("In a few words"), blank=True, default="")
    people = models.PositiveSmallIntegerField(_("How many took part"), null=True, blank=True)
    supersedes = SchoolKey("self", null=True, on_delete=models.DO_NOTHING, related_name="+")
    withdrawn = models.BooleanField(default=False)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "supersedes"],
                condition=models.Q(supersedes__isnull=False),
                name="care_shared_superseded_once",
            ),
        ]
        indexes = [models.Index(fields=["school", "happened_on", "kind"], name="care_shared_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"


class Photo(SchoolRow):
    """A photo of what was recorded together, for one child or several; its bytes lie in `file`.

    `together` and `staff` name the go of recording: nobody gets at another's photos by sending their
    `together`. One that was taken off keeps its row, which tells that there was one; its bytes are
    deleted.
    """

    together = models.UUIDField()
    staff = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    file = models.UUIDField(default=uuid4)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_by = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    added_at = models.DateTimeField()
    removed_by = SchoolKey(Staff, null=True, on_delete=models.DO_NOTHING, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "together"], name="care_photo_together")]

    def __str__(self) -> str:
        return f"{self.together} {self.added_at}"


class PeriodResult(SchoolRow):
    """How a period of a duty ended, frozen as known then; append-only."""

    class Outcome(models.TextChoices):
        MET = "met", _("Met")
        MISSED = "missed", _("Missed")
        EXCUSED = "excused", _("Excused")

    duty = SchoolKey(Duty, on_delete=models.DO_NOTHING, related_name="results")
    rule = SchoolKey(CareRule, on_delete=models.DO_NOTHING, related_name="+")
    child = SchoolKey(Child, null=True, on_delete=models.DO_NOTHING, related_name="+")
    klass = SchoolKey(SchoolClass, null=True, on_delete=models.DO_NOTHING, related_name="+")
    staff = SchoolKey(Staff, null=True, on_delete=models.DO_NOTHING, related_name="+")
    begins = models.DateField()
    ends = models.DateField()
    owed = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=120, blank=True)
    agreed_by = SchoolKey(Staff, null=True, on_delete=models.DO_NOTHING, related_name="+")
    known_at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "duty", "begins"], name="care_result_frozen_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "ends", "rule", "outcome"], name="care_result_ends"),
            models.Index(fields=["school", "child"], name="care_result_child"),
        ]

    def __str__(self) -> str:
        return f"{self.begins} {self.outcome}"


class Excuse(SchoolRow):
    """Days on which somebody is not asked for anything, or a child can't be reached, and why."""

    staff = SchoolKey(Staff, null=True, blank=True, related_name="excuses")
    child = SchoolKey(Child, null=True, blank=True, related_name="excuses")
    begins = models.DateField(_("From"))
    ends = models.DateField(_("To"))
    reason = models.CharField(_("Why"), max_length=120)
    agreed_by = SchoolKey(Staff, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(begins__lte=models.F("ends")), name="care_excuse_forwards"
            ),
        ]
        indexes = [models.Index(fields=["school", "ends"], name="care_excuse_ends")]

    def covers(self, begins: date, ends: date) -> bool:
        """Say whether it takes up more than half of the days from `begins` to `ends`."""
        first, last = max(self.begins, begins), min(self.ends, ends)
        return 2 * ((last - first).days + 1) > (ends - begins).days + 1

    def __str__(self) -> str:
        return f"{self.begins} – {self.ends}"


class Beside(SchoolRow):
    """Two people recorded the same for a child on one day, unknown to each other; `mine` came later."""

    mine = SchoolKey(CareRecord, on_delete=models.DO_NOTHING, related_name="+")
    other = SchoolKey(CareRecord, on_delete=models.DO_NOTHING, related_name="+")
    staff = SchoolKey(Staff, related_name="+")
    kept_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "mine", "other"], name="care_beside_once"),
        ]
        indexes = [
            models.Index(
                fields=["school", "staff"],
                name="care_beside_open",
                condition=models.Q(kept_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.mine_id} {self.other_id}"


class NightWork(SchoolRow):
    """That one piece of the clock's nightly work is done for a day, so no worker does it twice."""

    work = models.CharField(max_length=40)
    day = models.DateField()
    done_at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "work", "day"], name="care_night_once"),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.day}"
