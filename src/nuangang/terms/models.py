"""School years, terms and the days that differ from the weekly pattern."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow


class SchoolYear(SchoolRow):
    """A school year, named by the calendar year it starts in: 2026 is 2026—2027 (§7.1)."""

    starts_in = models.PositiveSmallIntegerField(_("Starts in"))

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "starts_in"], name="terms_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_in}—{self.starts_in + 1}"


class Term(SchoolRow):
    """A term with its first and last day; what lies between two terms is a holiday."""

    year = SchoolKey(SchoolYear, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField(
        _("Term"), choices=[(1, _("First")), (2, _("Second"))]
    )
    begins = models.DateField(_("First school day"))
    ends = models.DateField(_("Last school day"))

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "year", "number"], name="terms_term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.begins} – {self.ends}"


class DayMark(SchoolRow):
    """Days off or make-up school days, which override the weekly pattern."""

    class Kind(models.TextChoices):
        OFF = "off", _("No school")
        SCHOOL = "school", _("School on a day off")

    begins = models.DateField(_("From"))
    ends = models.DateField(_("To"))
    kind = models.CharField(_("Kind"), max_length=6, choices=Kind.choices)
    name = models.CharField(_("Name of the day"), max_length=40, blank=True)
    to_check = models.BooleanField(default=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "begins"], name="terms_mark_school_begins")]

    def __str__(self) -> str:
        return f"{self.name} {self.begins}"
