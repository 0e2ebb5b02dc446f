"""What was told to one of the staff: always kept here, whatever carries it besides."""

from django.db import models
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolRow
from nuangang.lib.sealing import SealedTextField


class Kind(models.TextChoices):
    """What a message to a colleague is about; the urgent breaks through quiet hours."""

    INCIDENT = "incident", pgettext_lazy("message", "Incidents")
    MACHINE = "machine", pgettext_lazy("message", "The program itself")
    DIGEST = "digest", pgettext_lazy("message", "What the day brings, once a day")
    WORK = "work", pgettext_lazy("message", "Other work")

    @property
    def is_urgent(self) -> bool:
        """Say whether it can't wait for the morning."""
        return self in (Kind.INCIDENT, Kind.MACHINE)


class Notice(SchoolRow):
    """One thing that a colleague (`to_id`, a people.Staff) was told; names no child, `url` leads to its page."""

    once = models.CharField(max_length=60)
    to_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    urgent = models.BooleanField(default=False)
    drill = models.BooleanField(default=False)
    text = SealedTextField()
    url = models.CharField(max_length=200, blank=True)
    about_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "once"], name="notify_notice_once"),
        ]
        indexes = [
            models.Index(fields=["school", "to_id", "-at"], name="notify_notice_to"),
            models.Index(
                fields=["school", "to_id"], name="notify_notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
