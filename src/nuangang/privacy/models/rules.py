"""The school's rules for children's data, version by version (L3, L5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


class RulesVersion(SchoolRow):
    """One published version of the rules; append-only, so that what a parent read can be shown.

    `sections` are [code, heading, text]; `purposes` a copy of each purpose as it was told then;
    `anew` names those that this version asks everybody about again.
    """

    number = models.PositiveIntegerField(_("Version"))
    sections = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    anew = models.JSONField(default=list)
    person = models.CharField(_("Person in charge"), max_length=40)
    phone = models.CharField(_("Phone"), max_length=30)
    changed = models.CharField(_("What changed"), max_length=300, blank=True)
    valid_from = models.DateField(_("Valid from"))
    published_at = models.DateTimeField()
    by = SchoolKey(Staff, null=True, related_name="+")
    by_name = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "number"], name="privacy_rules_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class RulesDraft(SchoolRow):
    """The next version while somebody writes it; one for each school."""

    sections = models.JSONField(default=list)
    optional = models.JSONField(default=list)
    anew = models.JSONField(default=list)
    changed = models.CharField(_("What changed"), max_length=300, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school"], name="privacy_one_rules_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
