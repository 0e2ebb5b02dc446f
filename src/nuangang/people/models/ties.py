"""The one table of who cares for whom."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models.children import Child
from nuangang.people.models.staff import Staff


def holding(day: date) -> Q:
    """Return the condition for a tie or post that holds on `day`; `until` is the first day without."""
    return Q(since__lte=day) & not_over(day)


def not_over(day: date) -> Q:
    """Return the condition for what has not ended by `day`: people who leave later are still here."""
    return Q(until__isnull=True) | Q(until__gt=day)


class Tie(SchoolRow):
    """A grown-up who cares for a child in one capacity for a time; never deleted."""

    class Capacity(models.TextChoices):
        AGENT_PARENT = "agent_parent", _("Agent parent")
        COUNSELLOR = "counsellor", _("Counsellor")
        CONTACT_PERSON = "contact_person", _("Contact person")
        STAND_IN = "stand_in", _("Stand-in")

    class EndReason(models.TextChoices):
        LEFT = "left", _("The grown-up left")
        CHANGED = "changed", _("Paired with somebody else")
        CHILD_LEFT = "child_left", _("The child left")
        WISH = "wish", _("On somebody's wish")
        UNDONE = "undone", _("Undone")
        BACK = "back", _("The one stood in for is back")
        HOME = "home", _("A parent is home again")
        RELIEVED = "relieved", _("No longer in charge of children")

    class Side(models.TextChoices):
        """Who says yes to a pair (R43)."""

        ADULT = "adult", _("The grown-up")
        CHILD = "child", pgettext_lazy("says yes", "The child")
        FAMILY = "family", _("Parent or carer")

    child = SchoolKey(Child, related_name="ties")
    adult = SchoolKey(Staff, related_name="ties")
    stands_for = SchoolKey(Staff, null=True, related_name="+")
    capacity = models.CharField(
        max_length=16, choices=Capacity.choices, default=Capacity.AGENT_PARENT
    )
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)
    end_note = models.CharField(max_length=200, blank=True)
    kept_on = models.DateField(null=True)
    why = models.JSONField(default=list)
    approved_by = SchoolKey(Staff, null=True, related_name="+")
    adult_agreed_on = models.DateField(_("The grown-up agreed on"), null=True, blank=True)
    child_agreed_on = models.DateField(_("The child agreed on"), null=True, blank=True)
    family_agreed_on = models.DateField(_("The family agreed on"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "child"],
                condition=Q(until__isnull=True, capacity="agent_parent"),
                name="people_tie_one_agent_parent",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "adult", "until"], name="people_tie_adult"),
            models.Index(fields=["school", "child", "until"], name="people_tie_child"),
        ]

    def agreed_on(self, side: str) -> date | None:
        """Return the day on which a side said yes to the pair, None while it hasn't."""
        return getattr(self, agreed_field(side))

    def __str__(self) -> str:
        return f"{self.child_id} – {self.adult_id}"


def agreed_field(side: str) -> str:
    """Return the name of the column that keeps when `side` said yes."""
    return f"{Tie.Side(side).value}_agreed_on"
