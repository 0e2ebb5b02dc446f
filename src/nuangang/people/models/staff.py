"""Departments, staff and the posts they hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import User
from nuangang.accounts.posts import Post
from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField


class Department(SchoolRow):
    """A department or standing office with its duty (R7–R9)."""

    name = models.CharField(_("Department"), max_length=40)
    duty = models.TextField(_("Duty"), blank=True)
    parent = SchoolKey("self", null=True, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "name"], name="people_department_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Staff(SchoolRow):
    """Somebody who works at or for the school; the one to whom what was done is ascribed."""

    class Gender(models.TextChoices):
        MALE = "male", _("Male")
        FEMALE = "female", _("Female")

    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="staff", db_index=False
    )
    name = models.CharField(_("Name"), max_length=40)
    search = models.TextField(editable=False, default="")
    gender = models.CharField(_("Sex"), max_length=6, choices=Gender.choices, blank=True)
    phone = SealedTextField(_("Phone"), blank=True)
    party_member = models.BooleanField(_("Party member"), default=False)
    village = models.CharField(_("Lives in"), max_length=40, blank=True)
    subject = models.CharField(_("Subject"), max_length=40, blank=True)
    qualification = models.CharField(_("Qualification"), max_length=60, blank=True)
    trained = models.BooleanField(_("Trained for children with special needs"), default=False)
    outside = models.BooleanField(_("From outside the school"), default=False)
    may_mentor = models.BooleanField(_("May be an agent parent"), default=True)
    since = models.DateField(_("Here since"), null=True, blank=True)
    until = models.DateField(_("Left on"), null=True, blank=True)
    # What Clearance rows come to, kept by people.actions.clearances.
    cleared_until = models.DateField(null=True, editable=False)
    barred_on = models.DateField(null=True, editable=False)
    check_asked_on = models.DateField(null=True, editable=False)
    safety_trained_on = models.DateField(null=True, editable=False)
    code_signed_on = models.DateField(null=True, editable=False)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "name"], name="people_staff_name"),
            models.Index(fields=["user"], name="people_staff_user"),
        ]

    def __str__(self) -> str:
        return self.name


class StaffPost(SchoolRow):
    """A post held by one of the staff for a time, with its written duty (R1, R2, R6)."""

    staff = SchoolKey(Staff, on_delete=models.CASCADE, related_name="posts")
    post = models.CharField(_("Post"), max_length=20, choices=Post.choices)
    klass = SchoolKey("people.SchoolClass", null=True, blank=True, related_name="posts")
    grade_entry_year = models.PositiveSmallIntegerField(
        _("Grade (entry year)"), null=True, blank=True
    )
    department = SchoolKey(Department, null=True, blank=True, related_name="posts")
    subject = models.CharField(_("Subject"), max_length=40, blank=True)
    duty = models.TextField(_("Duty"), blank=True)
    since = models.DateField(_("From"))
    until = models.DateField(_("To"), null=True, blank=True)
    given_by = SchoolKey(Staff, null=True, blank=True, related_name="+")
    given_by_name = models.CharField(_("Approved by"), max_length=40, blank=True)
    ended_by_name = models.CharField(_("Ended by"), max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "staff"], name="people_post_staff"),
            models.Index(fields=["school", "klass"], name="people_post_klass"),
            models.Index(fields=["staff"], name="people_post_holder"),
        ]

    def __str__(self) -> str:
        return self.get_post_display()
