"""Pairing plans, and classmates who help with study."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Child, Staff


class Plan(SchoolRow):
    """A proposal of agent parents for all children, until it is approved or dropped."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        DROPPED = "dropped", pgettext_lazy("plan", "Dropped")

    class Scope(models.TextChoices):
        ALL = "all", _("All children")
        OPEN = "open", _("Only children without an agent parent")
        LEAVING = "leaving", _("The children of somebody who leaves")

    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.ALL)
    leaving = SchoolKey(Staff, null=True, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True)
    preferences = models.JSONField(default=dict)
    unmet = models.JSONField(default=list)
    objective = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    by = SchoolKey(Staff, null=True, related_name="+")
    made_at = models.DateTimeField()
    approved_by = SchoolKey(Staff, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "-made_at"], name="mentoring_plan_made")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.state}"


class PlannedPair(SchoolRow):
    """One child and the proposed agent parent, with the reasons."""

    plan = SchoolKey(Plan, on_delete=models.CASCADE, related_name="pairs")
    child = SchoolKey(Child, on_delete=models.CASCADE, related_name="+")
    adult = SchoolKey(Staff, null=True, on_delete=models.CASCADE, related_name="+")
    proposed = SchoolKey(Staff, null=True, on_delete=models.CASCADE, related_name="+")
    kept = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "plan", "child"], name="mentoring_pair_once"),
        ]
        indexes = [models.Index(fields=["school", "plan", "adult"], name="mentoring_pair_adult")]

    def __str__(self) -> str:
        return f"{self.child_id} – {self.adult_id}"


class HelperPair(SchoolRow):
    """A classmate who helps a child with study, with both sides' consent (R47, R48)."""

    child = SchoolKey(Child, related_name="helper_pairs")
    helper = SchoolKey(Child, related_name="helps")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    child_agreed = models.BooleanField(default=False)
    helper_agreed = models.BooleanField(default=False)
    checked_by = SchoolKey(Staff, null=True, related_name="+")

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "child", "until"], name="mentoring_helper_child"),
            models.Index(fields=["school", "helper", "until"], name="mentoring_helper_helper"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} – {self.helper_id}"
