"""Safety agreements: the texts by version, the school year's round, and the signatures."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import Staff


class AgreementText(SchoolRow):
    """One version of what a post signs, append-only; it counts from the school year `year` on."""

    role = models.CharField(max_length=20)
    number = models.PositiveIntegerField(_("Version"))
    year = models.PositiveSmallIntegerField()
    preamble = models.CharField(_("How it begins"), max_length=600, blank=True)
    duties = models.JSONField(default=list)
    closing = models.CharField(_("How it ends"), max_length=600, blank=True)
    changed = models.CharField(_("What changed"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "role", "number"], name="safety_text_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.number}"


class Round(SchoolRow):
    """That everybody was asked to sign for one school year, and by when."""

    year = models.PositiveSmallIntegerField()
    begins = models.DateField(_("Holds from"))
    ends = models.DateField(_("Holds until"))
    sign_by = models.DateField(_("To be signed by"))
    opened_at = models.DateTimeField()
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "year"], name="safety_round_once"),
        ]

    def is_late(self, on: date) -> bool:
        """Say whether what isn't signed by `on` is late."""
        return self.sign_by < on

    def __str__(self) -> str:
        return f"{self.year}"


class Signature(SchoolRow):
    """One signature under one version of a text, append-only; taken back by a later row with a reason.

    `staff` is whose agreement it is; `by` who signed (None: the bureau, or somebody on paper alone).
    """

    class Side(models.TextChoices):
        OWN = "own", _("who takes it on")
        ABOVE = "above", _("the level above")

    class How(models.TextChoices):
        PHONE = "phone", pgettext_lazy("signed", "signed in")
        PAPER = "paper", pgettext_lazy("signed", "on paper")

    round = SchoolKey(Round, on_delete=models.DO_NOTHING, related_name="+")
    staff = SchoolKey(Staff, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    role = models.CharField(max_length=20)
    text = SchoolKey(AgreementText, on_delete=models.DO_NOTHING, related_name="+")
    side = models.CharField(max_length=5, choices=Side.choices)
    number = models.PositiveSmallIntegerField(default=1)
    how = models.CharField(max_length=5, choices=How.choices)
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    name = models.CharField(_("Signed by"), max_length=40)
    on = models.DateField(_("Signed on"))
    seal = models.CharField(max_length=64, blank=True)
    place = models.CharField(_("Where the paper lies"), max_length=80, blank=True)
    withdrawn = models.BooleanField(default=False)
    reason = models.CharField(_("Why it is taken back"), max_length=200, blank=True)
    noted_by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "round", "staff", "role", "text", "side", "number"],
                name="safety_signed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role} {self.side}"


class SafetyFigures(SchoolRow):
    """How many of a school signed in a school year, as the county sees it; counted with each signature."""

    year = models.PositiveSmallIntegerField()
    owed = models.PositiveSmallIntegerField(default=0)
    signed = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    levels = models.JSONField(default=dict)
    head_name = models.CharField(max_length=40, blank=True)
    head_signed_on = models.DateField(null=True)
    head_done_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "year"], name="safety_figures_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.signed}/{self.owed}"
