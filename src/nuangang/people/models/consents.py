"""What guardians (and older children themselves) said to each purpose of the data (L2–L5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models.children import Child
from nuangang.people.models.family import Relative
from nuangang.people.models.staff import Staff

SELF = "self"


class Consent(SchoolRow):
    """One answer of one person to one purpose; append-only, a later row takes its place.

    It keeps no name: `relative` is looked up while it is on file, and goes when the child is made
    anonymous. Without a relative the child answered.
    """

    class Answer(models.TextChoices):
        GRANTED = "granted", _("Agreed")
        REFUSED = "refused", _("Did not agree")
        WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Taken back")

    class Channel(models.TextChoices):
        PAPER = "paper", _("Signed paper")
        CODE = "code", _("Own phone, with the code of the slip")
        SMS = "sms", _("Own phone, with the link of an SMS")
        IN_PERSON = "in_person", _("Said at school")

    child = SchoolKey(
        Child, on_delete=models.DO_NOTHING, db_constraint=False, related_name="consent_answers"
    )
    relative = SchoolKey(
        Relative, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    kin = models.CharField(max_length=20)
    purpose = models.CharField(pgettext_lazy("consent", "Purpose"), max_length=20)
    version = models.PositiveIntegerField(_("Version"))
    answer = models.CharField(
        pgettext_lazy("consent", "Answer"), max_length=10, choices=Answer.choices
    )
    channel = models.CharField(_("How"), max_length=10, choices=Channel.choices)
    given_on = models.DateField(_("Given on"))
    witness = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    scan = models.UUIDField(null=True)
    reason = models.CharField(_("Why corrected"), max_length=120, blank=True)
    recorded_by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    recorded_by_name = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "child", "recorded_at"], name="people_consent_child")
        ]

    @property
    def who(self) -> str:
        """Return what tells one person who answers from another."""
        return str(self.relative_id) if self.relative_id else SELF

    def __str__(self) -> str:
        return f"{self.purpose} {self.answer} {self.given_on}"
