"""The rules of incidents, version by version: a county's defaults and each school's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.models import Region
from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.ids import new_id
from nuangang.people.models import Staff


class PolicyVersion(SchoolRow):
    """One version of a school's rules, append-only: an incident keeps the one it began under.

    `source` says whose it is; while the newest isn't the school's own, the county's defaults, or the
    shipped ones, go on counting as they change.
    """

    class Source(models.TextChoices):
        OWN = "own", _("The school's own")
        COUNTY = "county", _("The county's")
        SHIPPED = "shipped", pgettext_lazy("rules", "As delivered")

    number = models.PositiveIntegerField(_("Version"))
    source = models.CharField(max_length=8, choices=Source.choices)
    table = models.JSONField()
    changed = models.CharField(_("What changed"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = SchoolKey(Staff, null=True, on_delete=models.DO_NOTHING, related_name="+")
    by_name = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "number"], name="incidents_policy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class CountyPolicy(models.Model):
    """One version of a county's defaults for its schools; append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("Version"))
    table = models.JSONField()
    changed = models.CharField(_("What changed"), max_length=300, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="incidents_county_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
