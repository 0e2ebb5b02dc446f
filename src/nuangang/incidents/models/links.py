"""A link in an SMS by which a family says that it has seen the school's call."""

from django.db import models

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.incidents.models.incidents import Deadline
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Staff


class SeenLink(SchoolRow):
    """An SMS to one number of one family that waits for a tap on its link or an answer; of the code only the digest."""

    deadline = SchoolKey(Deadline, related_name="+")
    whom = SealedTextField(blank=True, default="")
    sent_by = SchoolKey(Staff, related_name="+")
    message_id = models.UUIDField(null=True)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "code_hash"], name="incidents_link_code_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "deadline"], name="incidents_links_of"),
            models.Index(fields=["school", "message_id"], name="incidents_links_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.made_at:%H:%M}"
