"""Classes and the children in them."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import SealedTextField

GRADE_NAMES = "零一二三四五六七八九"


class SchoolClass(SchoolRow):
    """A class, known by the year it entered and its number; its grade follows from the date (§7.4)."""

    entry_year = models.PositiveSmallIntegerField(_("Entered in"))
    entry_grade = models.PositiveSmallIntegerField(_("Entered as grade"), default=7)
    number = models.PositiveSmallIntegerField(_("Class number"))
    alias = models.CharField(_("Other name"), max_length=20, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "entry_year", "entry_grade", "number"], name="people_class_once"
            ),
        ]

    def grade_on(self, school_year: int) -> int:
        """Return the grade in the school year that starts in `school_year`."""
        return self.entry_grade + school_year - self.entry_year

    def name_on(self, school_year: int) -> str:
        """Return the name a teacher would say: 七(1)班."""
        return class_name(self.grade_on(school_year), self.number, self.alias)

    def __str__(self) -> str:
        return f"{self.entry_year}级({self.number})班"


def class_name(grade: int, number: int, alias: str = "") -> str:
    """Return the spoken name of a class from its grade (1–9) and number."""
    if alias:
        return alias
    if 1 <= grade <= 9:
        return f"{GRADE_NAMES[grade]}({number})班"
    return f"{grade}({number})班"


class Child(SchoolRow):
    """A pupil of the school and their file; who is left-behind follows from dated facts."""

    class Gender(models.TextChoices):
        MALE = "male", _("Boy")
        FEMALE = "female", _("Girl")

    class LeaveReason(models.TextChoices):
        GRADUATED = "graduated", _("Graduated")
        TRANSFERRED = "transferred", _("Moved to another school")
        DROPPED_OUT = "dropped_out", _("Dropped out")
        SUSPENDED = "suspended", _("Suspended studies")
        ABROAD = "abroad", _("Gone abroad")
        DIED = "died", _("Died")
        MISTAKE = "mistake", _("Entered by mistake")

    class Pause(models.TextChoices):
        SUSPENDED = "suspended", _("Studies rest")
        DROPPED_OUT = "dropped_out", pgettext_lazy("children", "Out of school")

    class Health(models.TextChoices):
        HEALTHY = "healthy", _("Healthy")
        WEAK = "weak", _("Weak")
        ILL = "ill", _("Ill")
        DISABLED = "disabled", _("Disabled")

    class LeftBehind(models.TextChoices):
        NO = "no", _("Not left-behind")
        ONE = "one", _("One parent away")
        BOTH = "both", _("Both parents away")
        OTHER = "other", _("Counted for another reason")
        UNKNOWN = "unknown", _("Not known yet")

    person = models.UUIDField(default=new_id, editable=False)
    name = models.CharField(_("Name"), max_length=60)
    former_name = models.CharField(_("Former name"), max_length=60, blank=True)
    search = models.TextField(editable=False, default="")
    gender = models.CharField(_("Sex"), max_length=6, choices=Gender.choices, blank=True)
    birth = models.DateField(_("Born on"), null=True, blank=True)
    birth_is_month = models.BooleanField(_("Only the month is known"), default=False)
    id_type = models.CharField(_("Kind of ID"), max_length=1, default="1")
    id_number = SealedTextField(_("ID number"), blank=True, default="")
    id_index = models.CharField(max_length=22, editable=False, blank=True, default="")
    roll_number = SealedTextField(_("School-roll number"), max_length=30, blank=True, default="")
    roll_index = models.CharField(max_length=22, editable=False, blank=True, default="")
    student_number = models.CharField(_("Student number"), max_length=30, blank=True)
    ethnicity = models.CharField(_("Ethnic group"), max_length=20, blank=True)
    klass = SchoolKey(SchoolClass, null=True, blank=True, related_name="children")
    boarding = models.BooleanField(_("Boards at school"), null=True, blank=True)
    dorm = models.CharField(_("Dormitory"), max_length=30, blank=True)
    rural_household = models.BooleanField(_("Rural household"), null=True, blank=True)
    household_registered = models.BooleanField(_("Household registered"), null=True, blank=True)
    household_place = SealedTextField(
        _("Place of registration"), max_length=120, blank=True, default=""
    )
    village = models.CharField(_("Village"), max_length=40, blank=True)
    address = SealedTextField(_("Home address"), blank=True, default="")
    health = models.CharField(_("Health"), max_length=10, choices=Health.choices, blank=True)
    disability = models.CharField(_("Disability and grade"), max_length=60, blank=True)
    illness = models.CharField(_("Illness"), max_length=120, blank=True)
    schooling = models.CharField(_("Schooling"), max_length=20, blank=True)
    family_situation = models.CharField(_("Family situation"), max_length=200, blank=True)
    income_sources = models.CharField(_("Income"), max_length=120, blank=True)
    aid = models.CharField(_("Aid received"), max_length=120, blank=True)
    guardianship = models.CharField(_("Guardianship rating"), max_length=20, blank=True)
    siblings = models.CharField(_("Brothers and sisters"), max_length=60, blank=True)
    character = models.CharField(_("Character"), max_length=120, blank=True)
    hobby = models.CharField(_("Likes and strengths"), max_length=120, blank=True)
    study = models.CharField(_("Study"), max_length=200, blank=True)
    conduct = models.CharField(_("Conduct"), max_length=200, blank=True)
    mind = models.CharField(_("Mood and thinking"), max_length=200, blank=True)
    need = models.CharField(_("Needs and wishes"), max_length=200, blank=True)
    special_needs = models.BooleanField(_("Needs somebody trained"), default=False)
    distance = models.CharField(_("Way to school"), max_length=60, blank=True)
    child_director = models.CharField(_("Village child director"), max_length=60, blank=True)
    remark = SealedTextField(_("Remarks"), blank=True, default="")
    joined_on = models.DateField(_("Joined on"), null=True, blank=True)
    left_on = models.DateField(_("Left on"), null=True, blank=True)
    leave_reason = models.CharField(
        _("Why they left"), max_length=12, choices=LeaveReason.choices, blank=True
    )
    leave_place = models.CharField(_("Where they went"), max_length=80, blank=True)
    pause = models.CharField(
        _("In class or not"), max_length=12, choices=Pause.choices, blank=True, editable=False
    )
    came_with = models.JSONField(default=dict, editable=False)
    verified_on = models.DateField(_("Checked this term on"), null=True, blank=True)
    verified_by = SchoolKey("people.Staff", null=True, blank=True, related_name="+")
    left_behind = models.CharField(
        max_length=8, choices=LeftBehind.choices, default=LeftBehind.UNKNOWN, editable=False
    )
    left_behind_as_of = models.DateField(null=True, editable=False)
    gaps = models.JSONField(default=list, editable=False)
    photo = models.UUIDField(null=True, editable=False)
    consents = models.JSONField(default=list, editable=False)
    anonymised_on = models.DateField(null=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(
                fields=["school", "klass", "village", "joined_on", "left_on", "search", "id"],
                name="people_child_list",
            ),
            models.Index(fields=["school", "name"], name="people_child_name"),
            models.Index(fields=["school", "id_index"], name="people_child_id"),
            models.Index(fields=["school", "roll_index"], name="people_child_roll"),
            models.Index(fields=["school", "left_on", "left_behind"], name="people_child_label"),
        ]

    def here_on(self, day: date) -> bool:
        """Say whether the child was at this school on `day`."""
        joined = self.joined_on is None or self.joined_on <= day
        return joined and (self.left_on is None or day < self.left_on)

    def may_use(self, purpose: str) -> bool:
        """Say whether the school may use the child's data for an optional purpose today.

        `consents` is worked out anew with each answer and each version of the rules
        (people.actions.consents), so nobody has to ask the database.
        """
        return purpose in self.consents

    @property
    def shown_photo(self) -> object:
        """Return the photo on the file, None while no consent stands."""
        return self.photo if self.may_use("portrait") else None

    def __str__(self) -> str:
        return self.name


class ChildGroup(SchoolRow):
    """A recognised group a child belongs to for a time: orphan, poor family … (§2.2)."""

    class Kind(models.TextChoices):
        ORPHAN = "orphan", _("Orphan")
        DE_FACTO_UNRAISED = "de_facto_unraised", _("Nobody actually raises the child")
        NO_GUARDIAN = "no_guardian", _("Without a guardian")
        POOR_GUARDIAN = "poor_guardian", _("Guardian unfit or harmful")
        PARENT_IN_CUSTODY = "parent_in_custody", _("Parent in prison or rehabilitation")
        ABANDONED = "abandoned", _("Abandoned")
        SINGLE_PARENT = "single_parent", _("Single parent")
        DISABLED = "disabled", _("Disabled")
        SERIOUSLY_ILL = "seriously_ill", _("Seriously ill")
        EXTREME_POVERTY = "extreme_poverty", _("In extreme hardship (tekun)")
        MINIMUM_LIVING = "minimum_living", _("Minimum-living family")
        NEAR_MINIMUM = "near_minimum", _("Near minimum-living family")
        HEAVY_EXPENSE = "heavy_expense", _("Family with heavy expenses")
        REGISTERED_POOR = "registered_poor", _("Registered poor family (old)")
        OTHER = "other", _("Other")

    child = SchoolKey(Child, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(_("Group"), max_length=20, choices=Kind.choices)
    basis = models.CharField(_("Basis"), max_length=120, blank=True)
    since = models.DateField(_("From"), null=True, blank=True)
    until = models.DateField(_("To"), null=True, blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "child"], name="people_group_child")]

    def __str__(self) -> str:
        return self.get_kind_display()
