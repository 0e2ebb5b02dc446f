"""Breaking the glass: reading a child's sealed notes in an emergency, for half an hour, seen by others."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.master_keys import COUNSELLING
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Child, Staff
from nuangang.wellbeing.models.notes import SealedNote


class Glass(SchoolRow):
    """Somebody opened a child's sealed notes in an emergency, why and for how long; append-only."""

    child = SchoolKey(Child, on_delete=models.DO_NOTHING, related_name="+")
    by = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    reason = SealedTextField(key=COUNSELLING)
    broken_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "by", "ends_at"], name="wellbeing_glass_live"),
            models.Index(fields=["school", "-broken_at"], name="wellbeing_glass_month"),
        ]

    def __str__(self) -> str:
        return f"{self.broken_at:%Y-%m-%d %H:%M}"


class GlassEvent(SchoolRow):
    """What happened after the glass was broken: read, told, seen, closed, signed off; append-only."""

    class Kind(models.TextChoices):
        TOLD = "told", _("Told")
        SEEN = "seen", pgettext_lazy("notice", "Seen")
        READ = "read", pgettext_lazy("sealed", "Read")
        CLOSED = "closed", _("Closed before the time")
        REVIEWED = "reviewed", _("Signed off")

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified", _("Justified")
        NOT = "not", _("Not justified")

    glass = SchoolKey(Glass, on_delete=models.DO_NOTHING, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    staff = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    at = models.DateTimeField()
    note = SchoolKey(SealedNote, null=True, on_delete=models.DO_NOTHING, related_name="+")
    verdict = models.CharField(max_length=9, choices=Verdict.choices, blank=True, default="")
    words = SealedTextField(key=COUNSELLING, blank=True, default="")

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "glass", "kind"],
                condition=models.Q(kind__in=["closed", "reviewed"]),
                name="wellbeing_glass_ends_once",
            ),
            models.UniqueConstraint(
                fields=["school", "glass", "kind", "staff"],
                condition=models.Q(kind__in=["told", "seen"]),
                name="wellbeing_glass_told_once",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "glass", "at"], name="wellbeing_glass_events"),
            models.Index(
                fields=["school", "staff", "kind"],
                name="wellbeing_glass_told",
                condition=models.Q(kind__in=["told", "seen"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.glass_id} {self.kind}"
