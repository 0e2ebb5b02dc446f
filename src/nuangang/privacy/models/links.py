"""Slips and SMS with a code by which a guardian far away answers on their own phone."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Child, Consent, Relative

MOST_TRIES = 6


class ConsentLink(SchoolRow):
    """A printed code for one child, or one sent to the phone of `relative`; only its digest is kept.

    It stays open for a year and more, since taking a consent back must be as easy as giving it, and
    shuts when the child leaves: paper lies about for long, and the school then takes answers itself.
    """

    child = SchoolKey(Child, on_delete=models.CASCADE, related_name="+")
    relative = SchoolKey(Relative, null=True, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "code_hash"], name="privacy_link_code_once"),
        ]
        indexes = [models.Index(fields=["school", "child"], name="privacy_link_child")]

    def is_open(self, now: datetime) -> bool:
        """Say whether the code still opens anything."""
        here = self.child.here_on(timezone.localdate(now))
        return here and now < self.expires_at and self.tries < MOST_TRIES

    @property
    def channel(self) -> str:
        """Return how an answer given by it reached the school."""
        return Consent.Channel.SMS if self.relative_id else Consent.Channel.CODE

    def __str__(self) -> str:
        return f"{self.child_id} {self.expires_at:%Y-%m-%d}"
