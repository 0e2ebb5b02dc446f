"""An incident, the children it is about, and each deadline: one row for each party that must be told."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.incidents.kinds import KINDS, Clock, IncidentKind, Party, What
from nuangang.incidents.models.policy import PolicyVersion
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Child, Staff


class Incident(SchoolRow):
    """That something happened, how far it got and who leads; what was said stands in its steps.

    `page_at`: when the next step of the rules asks somebody, as long as nobody leads; `paged` counts them.
    `county_at`: since when the clock looks whether it goes on to the county office: once a time is missed
    (`county_missed`), or nobody leads by `unled_at`; null when it went, or never goes by itself.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("incident", "Running")
        CLOSED = "closed", pgettext_lazy("incident", "Closed")
        JOINED = "joined", pgettext_lazy("incident", "Joined to another")

    class Circle(models.TextChoices):
        ALL = "all", _("Everybody who leads in incidents")
        CRISIS = "crisis", _("Head, lead, counsellor and class teacher")
        REPORT = "report", _("Head and lead")
        ONLY_HEAD = "only_head", _("Only the head: a colleague is suspected")
        NOT_HEAD = "not_head", _("Not the head: the head is suspected")

    class Outcome(models.TextChoices):
        WELL = "well", _("All is well again")
        TREATED = "treated", _("In a doctor's care")
        FAMILY = "family", _("With the family")
        AUTHORITY = "authority", _("In the hands of police or authorities")
        GRAVE = "grave", _("It ended badly")
        MISTAKE = "mistake", _("Nothing had happened, or raised by mistake")

    kind = models.CharField(_("What happened"), max_length=16)
    clock = models.CharField(max_length=8, choices=Clock.choices)
    circle = models.CharField(
        _("Who sees it"), max_length=10, choices=Circle.choices, default=Circle.ALL
    )
    drill = models.BooleanField(_("Drill"), default=False)
    grave = models.BooleanField(_("Grave"), default=False)
    policy = SchoolKey(PolicyVersion, related_name="+")
    raised_by = SchoolKey(Staff, related_name="+")
    raised_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    led_by = SchoolKey(Staff, null=True, related_name="+")
    led_since = models.DateTimeField(null=True)
    page_at = models.DateTimeField(null=True)
    paged = models.PositiveSmallIntegerField(default=0)
    county_at = models.DateTimeField(null=True)
    county_missed = models.BooleanField(default=False)
    unled_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(
        _("How it ended"), max_length=10, choices=Outcome.choices, blank=True, default=""
    )
    closed_at = models.DateTimeField(null=True)
    joined_to = SchoolKey("self", null=True, related_name="+")
    joined_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(
                fields=["school", "joined_to"],
                name="incidents_joined",
                condition=models.Q(joined_to__isnull=False),
            ),
            models.Index(fields=["school", "state", "-raised_at"], name="incidents_by_state"),
            models.Index(fields=["school", "raised_by"], name="incidents_raiser"),
            models.Index(
                fields=["school", "page_at"],
                name="incidents_to_page",
                condition=models.Q(page_at__isnull=False),
            ),
            models.Index(
                fields=["county_at"],
                name="incidents_to_county",
                condition=models.Q(county_at__isnull=False),
            ),
        ]

    @property
    def is_about(self) -> IncidentKind:
        """Return what is known of the kind."""
        return KINDS[self.kind]

    @property
    def kind_words(self) -> str:
        """Return the kind in words."""
        return str(KINDS[self.kind].words) if self.kind in KINDS else self.kind

    @property
    def is_shielded(self) -> bool:
        """Say whether others must not learn who reported it."""
        return self.clock == Clock.REPORT

    def __str__(self) -> str:
        return f"{self.raised_at:%Y-%m-%d %H:%M} {self.kind}"


class IncidentChild(SchoolRow):
    """A child whom an incident is about; `came_with` the other incident that joined this one."""

    incident = SchoolKey(Incident, related_name="about")
    child = SchoolKey(Child, related_name="+")
    came_with = SchoolKey(Incident, null=True, related_name="+")

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "incident", "child"], name="incidents_child_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "child"], name="incidents_about")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.child_id}"


class Deadline(SchoolRow):
    """One party that must be told, or one report to hand in, by `due_at`.

    `told_at` is set by a named person who says to whom they spoke, and taken back only when that step
    is corrected. `called_off_at`: the incident was closed before this was due. At `warn_at` whoever
    leads is warned that the time is nearly up; `warned_at` says that it was done.
    """

    incident = SchoolKey(Incident, related_name="deadlines")
    what = models.CharField(max_length=8, choices=What.choices)
    party = models.CharField(max_length=14, choices=Party.choices)
    child = SchoolKey(Child, null=True, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = SchoolKey(Staff, null=True, related_name="+")
    told_to = SealedTextField(blank=True, default="")
    called_off_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "incident"], name="incidents_deadlines"),
            models.Index(
                fields=["school", "due_at"],
                name="incidents_running",
                condition=models.Q(told_at__isnull=True, called_off_at__isnull=True),
            ),
            models.Index(
                fields=["warn_at"],
                name="incidents_warn_next",
                condition=models.Q(
                    told_at__isnull=True,
                    called_off_at__isnull=True,
                    warned_at__isnull=True,
                    warn_at__isnull=False,
                ),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Say whether this still has to be done."""
        return self.told_at is None and self.called_off_at is None

    def is_late(self, now: datetime) -> bool:
        """Say whether it was done too late, or isn't done and the time is past; late stays late."""
        if self.called_off_at is not None and self.told_at is None:
            return self.due_at < self.called_off_at
        return self.due_at < (self.told_at or now)

    def __str__(self) -> str:
        return f"{self.what} {self.party} {self.due_at:%H:%M}"


class FollowUp(SchoolRow):
    """What is to be done after an incident, by whom and by which day."""

    incident = SchoolKey(Incident, related_name="follow_ups")
    words = SealedTextField(_("What is to be done"))
    staff = SchoolKey(Staff, related_name="+")
    due_on = models.DateField(_("By"))
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = SchoolKey(Staff, null=True, related_name="+")

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(
                fields=["school", "staff", "due_on"], name="incidents_follow_ups",
                condition=models.Q(done_at__isnull=True),
            ),
            models.Index(fields=["school", "incident"], name="incidents_follow_of"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.due_on}"


def of(incident: Incident, model: Any) -> Any:
    """Return the rows of `model` that hang on an incident."""
    return model.objects.filter(school_id=incident.school_id, incident_id=incident.pk)
