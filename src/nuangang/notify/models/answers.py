"""What came back by SMS: an answer of a colleague or a family, or something that matched nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolRow
from nuangang.lib.sealing import SealedTextField
from nuangang.notify.models.outbox import Carrier


class Answer(SchoolRow):
    """One SMS that came in; `key` is the carrier's own of it, so that none is read twice.

    LEFT are those that matched nothing: a person looks at them, then they are SEEN.
    """

    class State(models.TextChoices):
        TAKEN = "taken", _("understood")
        LEFT = "left", _("matched nothing")
        SEEN = "seen", _("looked at")

    carrier = models.CharField(max_length=12, choices=Carrier.choices)
    key = models.CharField(max_length=100)
    sender = SealedTextField(_("Sender"), blank=True, default="")
    text = SealedTextField(_("Text"), blank=True, default="")
    at = models.DateTimeField(_("Came at"))
    read_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.LEFT)
    seen_by_name = models.CharField(max_length=40, blank=True, default="")

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "carrier", "key"], name="notify_answer_once"),
        ]
        indexes = [models.Index(fields=["school", "state", "-at"], name="notify_answers")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.at:%H:%M}"
