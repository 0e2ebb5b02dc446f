"""How a colleague wishes to be told, and the devices on which they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolRow
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import SealedTextField


class Wishes(SchoolRow):
    """By what a colleague (`to_id`, a people.Staff) is told of which kind, and when not."""

    class Hours(models.TextChoices):
        SCHOOL = "school", _("As the school has set")
        OWN = "own", _("From … to …")
        NONE = "none", _("At any time")

    to_id = models.UUIDField()
    ways = models.JSONField(default=dict)
    email = SealedTextField(blank=True, default="")
    hours = models.CharField(max_length=6, choices=Hours.choices, default=Hours.SCHOOL)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "to_id"], name="notify_wishes_once"),
        ]

    def __str__(self) -> str:
        return str(self.to_id)


class PushKey(models.Model):
    """The key by which browsers' makers know this installation (VAPID); the newest is in use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    made_at = models.DateTimeField()
    private = SealedTextField()
    public = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class PushDevice(SchoolRow):
    """A browser in which a colleague has switched notices on: where they go and how they are sealed."""

    class Ended(models.TextChoices):
        SELF = "self", pgettext_lazy("device", "switched off")
        GONE = "gone", pgettext_lazy("device", "the browser gave up its place")

    to_id = models.UUIDField()
    name = models.CharField(max_length=80, blank=True)
    endpoint = SealedTextField()
    endpoint_index = models.CharField(max_length=24)
    p256dh = models.CharField(max_length=100)
    auth = SealedTextField()
    key = models.ForeignKey(PushKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    session = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    last_ok = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=4, choices=Ended.choices, blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(
                fields=["school", "to_id"], name="notify_device_to",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
