"""What left the school, for whom and why: the sharing register (L12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.people.models import SchoolClass, Staff


class Sharing(SchoolRow):
    """Data of children given to somebody outside the school; append-only, a correction supersedes.

    `children` holds ids as text where `whom` is some. `source` is the entry of the log from which
    the product wrote the line itself.
    """

    class To(models.TextChoices):
        BUREAU = "bureau", _("Education bureau")
        CIVIL = "civil", _("Civil affairs")
        VILLAGE = "village", _("Village or township")
        POLICE = "police", _("Police, court, prosecutor")
        HOSPITAL = "hospital", _("Hospital or clinic")
        VOLUNTEERS = "volunteers", _("Volunteer body")
        SCHOOL = "school", _("Another school")
        PROGRAM = "program", _("Another program")
        PUBLIC = "public", _("Put up in public")
        OTHER = "other", _("Somebody else")

    class Basis(models.TextChoices):
        LAW = "law", _("A law says so")
        CONSENT = "consent", _("The guardians agreed to it")
        CONTRACT = "contract", _("They work for us under a contract")
        EMERGENCY = "emergency", _("Somebody's life or health was at stake")

    class Whom(models.TextChoices):
        ALL = "all", _("All children of the school")
        CLASS = "class", _("One class")
        SOME = "some", _("These children")

    class Data(models.TextChoices):
        NAMES = "names", _("Names, class")
        IDENTITY = "identity", _("ID and school-roll numbers")
        CONTACT = "contact", _("Phones, addresses")
        FAMILY = "family", _("Family, parents' whereabouts")
        HEALTH = "health", _("Health")
        CARE = "care", _("Care and talks")
        PHOTO = "photo", _("Photos")
        MONEY = "money", _("Aid and money")

    to = models.CharField(_("To what kind of body"), max_length=10, choices=To.choices)
    to_name = models.CharField(_("To whom"), max_length=80)
    data = models.JSONField(default=list)
    whom = models.CharField(_("Which children"), max_length=5, choices=Whom.choices)
    klass = SchoolKey(
        SchoolClass, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    children = models.JSONField(default=list)
    count = models.PositiveIntegerField(pgettext_lazy("how many", "Count"), default=0)
    why = models.CharField(_("What for"), max_length=200)
    basis = models.CharField(_("On what basis"), max_length=10, choices=Basis.choices)
    paper = models.CharField(_("Contract, letter or consent"), max_length=120, blank=True)
    on = models.DateField(_("On"))
    source = models.UUIDField(null=True, editable=False)
    supersedes = SchoolKey(
        "self", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="later"
    )
    withdrawn = models.BooleanField(default=False)
    reason = models.CharField(_("Why it is corrected"), max_length=120, blank=True)
    by = SchoolKey(
        Staff, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "supersedes"], name="privacy_sharing_superseded_once"
            ),
            models.UniqueConstraint(fields=["school", "source"], name="privacy_sharing_once"),
        ]
        indexes = [models.Index(fields=["school", "-on"], name="privacy_sharing_on")]

    def __str__(self) -> str:
        return f"{self.to_name} {self.on}"
