"""Messages with their state, each try to send one, and the school's carriers."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField

LEASE = timedelta(seconds=60)


class Channel(models.TextChoices):
    """By what a message travels."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    GROUP = "group", _("Group chat")
    PUSH = "push", _("Notice on the device")


class Carrier(models.TextChoices):
    """What carries the messages of a channel out of the building."""

    SMS_MODEM = "sms_modem", _("SMS modem of the school")
    SMS_GATEWAY = "sms_gateway", _("SMS service over the internet")
    EMAIL = "email", _("Mail server")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    WECOM = "wecom", _("WeCom group robot")
    FEISHU = "feishu", _("Feishu group robot")
    WEB_PUSH = "web_push", _("Notices on phones and PCs (web push)")
    APPRISE = "apprise", _("Other services (Apprise)")

    @property
    def channel(self) -> str:
        """Return the channel that this serves."""
        if self in (Carrier.SMS_MODEM, Carrier.SMS_GATEWAY):
            return Channel.SMS
        if self is Carrier.WEB_PUSH:
            return Channel.PUSH
        return Channel.EMAIL if self is Carrier.EMAIL else Channel.GROUP


class Pulse(models.Model):
    """When a loop that works by itself last went round; who sees it stand still, calls for help."""

    class Loop(models.TextChoices):
        CLOCK = "clock", _("Duties, deadlines and the night's work")
        MESSAGES = "messages", _("Messages")

    loop = models.CharField(max_length=10, choices=Loop.choices, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.loop} {self.at:%H:%M:%S}"


class ChannelSetting(SchoolRow):
    """How the school reaches one carrier; the settings hold its passwords and are sealed."""

    carrier = models.CharField(max_length=12, choices=Carrier.choices)
    on = models.BooleanField(_("In use"), default=False)
    settings = SealedTextField(default="")
    per_minute = models.PositiveSmallIntegerField(_("At most so many a minute"), default=20)
    price = models.DecimalField(
        _("Price of one part, in yuan"), max_digits=6, decimal_places=3, default=0
    )
    monthly_limit = models.DecimalField(max_digits=8, decimal_places=2, default=0)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "carrier"], name="notify_carrier_once"),
        ]

    def __str__(self) -> str:
        return self.get_carrier_display()


class Message(SchoolRow):
    """One message to one person or group by one channel; never holds a child's details (design.md, Messages).

    `due_at` is when to look at it next: to try while queued, to recover while being sent (the lease
    of whoever claimed it), to ask for a report once handed over; null when there is nothing left to do.
    Handed over is not sent, and sent is not delivered. `to_id` is the colleague it is for, None outside
    the staff; `quiet` are the hours in which it waits ("21:00-06:30").
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("message", "Waiting")
        SENDING = "sending", pgettext_lazy("message", "Being handed over")
        HANDED = "handed", pgettext_lazy("message", "Handed over")
        SENT = "sent", pgettext_lazy("message", "Sent")
        DELIVERED = "delivered", pgettext_lazy("message", "On the phone")
        FAILED = "failed", pgettext_lazy("message", "Not sent")
        GIVEN_UP = "given_up", pgettext_lazy("message", "Given up by hand")

    once = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    carrier = models.CharField(max_length=12, choices=Carrier.choices, blank=True)
    to_id = models.UUIDField(null=True)
    notice = SchoolKey("notify.Notice", null=True, related_name="messages")
    to_name = models.CharField(max_length=60)
    address = SealedTextField(blank=True, default="")
    purpose = models.CharField(max_length=20)
    about_id = models.UUIDField(null=True)
    urgent = models.BooleanField(default=False)
    quiet = models.CharField(max_length=11, blank=True, default="")
    text = SealedTextField()
    link = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    perhaps_twice = models.BooleanField(default=False)
    handed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    parts = models.PositiveSmallIntegerField(default=0)
    cost = models.DecimalField(max_digits=9, decimal_places=3, default=0)
    problem = models.CharField(max_length=200, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "once"], name="notify_message_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="notify_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(fields=["school", "queued_at"], name="notify_queued"),
            models.Index(fields=["school", "carrier", "handed_at"], name="notify_handed"),
            models.Index(
                fields=["school", "notice"],
                name="notify_of_notice",
                condition=models.Q(notice__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.to_name} {self.state}"

    def claim(self, now: datetime) -> bool:
        """Take this message for sending; False when somebody else was quicker."""
        rows = Message.objects.filter(
            school_id=self.school_id, pk=self.pk, state=self.state, due_at=self.due_at
        )
        taken: dict[str, Any] = {"state": self.State.SENDING, "due_at": now + LEASE}
        if not rows.update(**taken, tries=models.F("tries") + 1):
            return False
        for name, value in taken.items():
            setattr(self, name, value)
        self.tries += 1
        return True


class Try(SchoolRow):
    """One attempt to hand a message over, and what the carrier answered."""

    message = SchoolKey(Message, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    went_well = models.BooleanField()
    code = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta(SchoolRow.Meta):
        ordering = ["at"]
        indexes = [models.Index(fields=["school", "message"], name="notify_try_message")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.code or self.went_well}"
