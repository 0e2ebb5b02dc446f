"""A child's relatives and carers, the dated facts about the parents, and whom to call."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models.children import Child

FAILED_OFTEN = 3


class Kin(models.TextChoices):
    """Who somebody is to the child, in the ten words of the roster contract."""

    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    PATERNAL_GRANDFATHER = "paternal_grandfather", _("Grandfather (father's side)")
    PATERNAL_GRANDMOTHER = "paternal_grandmother", _("Grandmother (father's side)")
    MATERNAL_GRANDFATHER = "maternal_grandfather", _("Grandfather (mother's side)")
    MATERNAL_GRANDMOTHER = "maternal_grandmother", _("Grandmother (mother's side)")
    SIBLING = "sibling", _("Brother or sister")
    OTHER_RELATIVE = "other_relative", _("Other relative")
    NON_RELATIVE = "non_relative", _("Not a relative")
    SELF = "self", _("The child alone")


class Life(models.TextChoices):
    """Whether a parent lives."""

    ALIVE = "alive", _("Alive")
    DEAD = "dead", _("Dead")
    MISSING = "missing", _("Missing")
    UNKNOWN = "unknown", _("Not known")


class Residence(models.TextChoices):
    """Where a parent lives, as seen from the child's home."""

    HOME = "home", _("Lives with the child")
    AWAY = "away", _("Away for work")
    ELSEWHERE = "elsewhere", _("Lives elsewhere")


class Ability(models.TextChoices):
    """Whether a parent is able to care for the child."""

    ABLE = "able", _("Able to care for the child")
    UNABLE = "unable", _("Not able to care for the child")


class Marital(models.TextChoices):
    """The parent's marriage with the other parent."""

    MARRIED = "married", _("Married")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")
    SEPARATED = "separated", _("Separated")
    REMARRIED = "remarried", _("Married again")
    UNMARRIED = "unmarried", _("Never married")


class Distance(models.TextChoices):
    """How far away a parent works (§2.1)."""

    VILLAGE = "village", _("Outside the village")
    TOWNSHIP = "township", _("Outside the township")
    COUNTY = "county", _("Outside the county")
    PREFECTURE = "prefecture", _("Outside the prefecture")
    PROVINCE = "province", _("Outside the province")
    ABROAD = "abroad", _("Abroad")


class Relative(SchoolRow):
    """A parent, grandparent or carer of one child."""

    child = SchoolKey(Child, on_delete=models.CASCADE, related_name="relatives")
    kin = models.CharField(_("Relation"), max_length=20, choices=Kin.choices)
    kin_word = models.CharField(_("As the family says it"), max_length=20, blank=True)
    name = models.CharField(_("Name"), max_length=60, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("Born in"), null=True, blank=True)
    id_number = SealedTextField(_("ID number"), blank=True, default="")
    occupation = models.CharField(_("Occupation"), max_length=60, blank=True)
    health = models.CharField(_("Health"), max_length=60, blank=True)
    address = SealedTextField(_("Address"), blank=True, default="")
    workplace = models.CharField(_("Works in"), max_length=120, blank=True)
    work_unit = models.CharField(_("Employer"), max_length=120, blank=True)
    wechat = SealedTextField(_("WeChat"), blank=True, default="")
    is_carer = models.BooleanField(_("Cares for the child at home"), default=False)
    is_emergency = models.BooleanField(_("Emergency contact"), default=False)
    may_see_portal = models.BooleanField(_("May see the parents' page"), default=True)
    no_phone = models.CharField(_("Why there is no phone"), max_length=60, blank=True)
    remark = models.CharField(_("Remarks"), max_length=200, blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "child"], name="people_relative_child")]

    def __str__(self) -> str:
        return self.name or self.get_kin_display()


class Contact(SchoolRow):
    """A number by which somebody can be reached, and whether they may be called first (R94)."""

    child = SchoolKey(Child, on_delete=models.CASCADE, related_name="contacts")
    relative = SchoolKey(
        Relative, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    label = models.CharField(_("Whose"), max_length=40, blank=True)
    number = SealedTextField(_("Phone"))
    number_index = models.CharField(max_length=22, editable=False, default="")
    call_order = models.PositiveSmallIntegerField(_("Calling order"), default=9)
    may_call = models.BooleanField(_("May be called"), default=True)
    last_reached_on = models.DateField(null=True, blank=True)
    failed_calls = models.PositiveSmallIntegerField(default=0)

    class Meta(SchoolRow.Meta):
        ordering = ["call_order"]
        indexes = [
            models.Index(fields=["school", "child"], name="people_contact_child"),
            models.Index(fields=["school", "number_index"], name="people_contact_number"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def seems_dead(self) -> bool:
        """Say whether so many calls failed in a row that the number is probably dead (domain.md 5.6)."""
        return self.failed_calls >= FAILED_OFTEN


class ParentFact(SchoolRow):
    """One dated fact about one parent; labels are computed from these (design.md, Facts).

    It holds from `since` to `until`, both days included; `value` is of Life, Residence, Ability
    or Marital, as `kind` says.
    """

    class Parent(models.TextChoices):
        FATHER = "father", _("Father")
        MOTHER = "mother", _("Mother")
        EITHER = "either", _("One of the two (not known which)")

    class Kind(models.TextChoices):
        LIFE = "alive", _("Alive")
        RESIDENCE = "residence", _("Where the parent lives")
        ABILITY = "ability", _("Able to care")
        MARITAL = "marital", _("Marriage")

    class Source(models.TextChoices):
        HAND = "hand", _("Typed in")
        ROSTER = "roster", _("From a roster")

    child = SchoolKey(Child, on_delete=models.CASCADE, related_name="parent_facts")
    parent = models.CharField(_("Parent"), max_length=6, choices=Parent.choices)
    kind = models.CharField(_("Fact"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("Value"), max_length=20)
    since = models.DateField(_("Since"), null=True, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    place_code = models.CharField(max_length=12, blank=True)
    distance = models.CharField(
        _("How far away"), max_length=12, choices=Distance.choices, blank=True
    )
    cause = models.CharField(_("Cause"), max_length=60, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HAND)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "child", "parent"], name="people_fact_child")]

    @property
    def value_label(self) -> str:
        """Return the value in words."""
        return str(VALUES[self.kind](self.value).label)

    def __str__(self) -> str:
        return f"{self.parent} {self.kind} {self.value}"


VALUES: dict[str, type[models.TextChoices]] = {
    ParentFact.Kind.LIFE: Life,
    ParentFact.Kind.RESIDENCE: Residence,
    ParentFact.Kind.ABILITY: Ability,
    ParentFact.Kind.MARITAL: Marital,
}
