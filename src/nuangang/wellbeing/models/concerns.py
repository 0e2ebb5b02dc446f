"""A worry about a child that anybody at the school may write and few may read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.master_keys import COUNSELLING
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Child, Staff


class Concern(SchoolRow):
    """That somebody wrote a concern, and how far it got; what was written stands in its steps."""

    class Urgency(models.TextChoices):
        TODAY = "today", _("Today")
        WEEK = "week", _("This week")

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("concern", "New")
        RECEIVED = "received", pgettext_lazy("concern", "Received")
        CLOSED = "closed", pgettext_lazy("concern", "Closed")

    class Circle(models.TextChoices):
        ALL = "all", _("The lead, the counsellor and the head")
        HEAD = "head", _("Only the head: it is about a colleague")
        NOT_HEAD = "not_head", _("Not the head: it is about the head")

    class Said(models.TextChoices):
        TALKED = "talked", _("We talked with the child")
        FAMILY = "family", _("We spoke with the family")
        WATCHED = "watched", _("We keep an eye on it")
        PASSED = "passed", _("It is with somebody who knows what to do")
        SETTLED = "settled", _("It is settled")

    written_by = SchoolKey(Staff, related_name="+")
    written_at = models.DateTimeField()
    happened_on = models.DateField(_("When it was"))
    urgency = models.CharField(_("How soon"), max_length=8, choices=Urgency.choices)
    circle = models.CharField(_("Who reads it"), max_length=8, choices=Circle.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    received_by = SchoolKey(Staff, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=8, choices=Said.choices, blank=True, default="")
    said_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "state", "-written_at"], name="wellbeing_concern_state"),
            models.Index(fields=["school", "written_by"], name="wellbeing_concern_writer"),
            models.Index(
                fields=["school", "due_at"],
                name="wellbeing_concern_due",
                condition=models.Q(state="new", escalated_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d} {self.state}"


class ConcernChild(SchoolRow):
    """A child whom a concern is about."""

    concern = SchoolKey(Concern, related_name="about")
    child = SchoolKey(Child, related_name="+")

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "concern", "child"], name="wellbeing_concern_child_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "child"], name="wellbeing_concern_about")]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.child_id}"


class ConcernStep(SchoolRow):
    """What was told, added or done about a concern; append-only, its words sealed."""

    class Kind(models.TextChoices):
        TOLD = "told", pgettext_lazy("concern", "Written down")
        ADDED = "added", _("Further line by the writer")
        RECEIVED = "received", pgettext_lazy("concern", "Received")
        TALKED = "talked", _("Talked to the child")
        FAMILY = "family", _("Called the family")
        PASSED = "passed", _("Passed to the counsellor")
        DUTY = "duty", _("Opened a duty or told the agent parent")
        OUTSIDE = "outside", _("Reported outside (police, civil affairs, education bureau)")
        OTHER = "other", _("Something else")
        NOTHING = "nothing", _("No action, because …")
        ESCALATED = "escalated", _("Nobody received it in time")
        CLOSED = "closed", pgettext_lazy("concern", "Closed")
        REOPENED = "reopened", _("Opened again")
        PRINTED = "printed", _("Printed for the paper folder")

    concern = SchoolKey(Concern, on_delete=models.DO_NOTHING, related_name="+")
    kind = models.CharField(_("What was done"), max_length=10, choices=Kind.choices)
    by = SchoolKey(Staff, null=True, on_delete=models.DO_NOTHING, related_name="+")
    at = models.DateTimeField()
    words = SealedTextField(_("In words"), key=COUNSELLING, blank=True, default="")
    place = SealedTextField(
        _("Where, and about what time"), key=COUNSELLING, blank=True, default=""
    )
    named = SealedTextField(_("Another child"), key=COUNSELLING, blank=True, default="")

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "concern", "at"], name="wellbeing_concern_steps")]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.kind}"


DONE = (
    ConcernStep.Kind.TALKED,
    ConcernStep.Kind.FAMILY,
    ConcernStep.Kind.PASSED,
    ConcernStep.Kind.DUTY,
    ConcernStep.Kind.OUTSIDE,
    ConcernStep.Kind.OTHER,
    ConcernStep.Kind.NOTHING,
)
