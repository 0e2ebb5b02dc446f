"""The record of who read or did what, and the chain that shows nobody changed it."""

from uuid import UUID

from django.db import models

from nuangang.lib.ids import new_id

HOUSE = UUID(int=0)


class Keep(models.TextChoices):
    """By which rule an entry is kept (docs/audit.md): each is pruned apart from the others."""

    NETWORK = "network"
    FILES = "files"
    LOG = "log"


class Entry(models.Model):
    """One thing that somebody did; plain copies, so that it outlives what it tells of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    school_id = models.UUIDField(null=True)
    actor_user_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True)
    label = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    keep = models.CharField(max_length=8, choices=Keep.choices, default=Keep.FILES)
    block = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "at"], name="audit_school_at"),
            models.Index(fields=["school_id", "object_id", "at"], name="audit_school_object"),
            models.Index(fields=["school_id", "actor_user_id", "at"], name="audit_school_actor"),
            models.Index(fields=["school_id", "block", "at"], name="audit_school_block"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.label}"


class Block(models.Model):
    """Some entries of one school in order, tied by hash to the block before; never changed.

    `school_id` is HOUSE for entries that belong to no school. `members` holds 32 bytes for each
    entry, its id and half its digest, in the order of `counts` (how many by kind of keeping), then
    time and id: so a row that was changed, taken out or put in can be named.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.UUIDField()
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    last_at = models.DateTimeField()
    counts = models.JSONField()
    total = models.PositiveBigIntegerField()
    members = models.BinaryField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "number"], name="audit_block_number")
        ]
        indexes = [models.Index(fields=["hash"], name="audit_block_hash")]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class Pruning(models.Model):
    """That entries of one kind of keeping were let go of, up to a block; never changed.

    The database deletes no entry without it, and none that is younger than the law's six months.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.UUIDField()
    keep = models.CharField(max_length=8, choices=Keep.choices)
    through = models.PositiveIntegerField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["school_id", "keep", "through"], name="audit_pruned")]

    def __str__(self) -> str:
        return f"{self.keep} ≤ {self.through}"


class Check(models.Model):
    """The last time the chain of a school was gone through, and what came out."""

    school_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    entries = models.PositiveBigIntegerField()
    blocks = models.PositiveIntegerField()
    broken = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'broken' if self.broken else 'whole'}"


class LogRules(models.Model):
    """How long a school keeps its log, and what it calls odd reading."""

    school_id = models.UUIDField(primary_key=True)
    network_months = models.PositiveSmallIntegerField(default=12)
    files_months = models.PositiveSmallIntegerField(default=36)
    in_an_hour = models.PositiveSmallIntegerField(default=60)
    night_from = models.PositiveSmallIntegerField(default=22)
    night_to = models.PositiveSmallIntegerField(default=6)
    at_night = models.PositiveSmallIntegerField(default=5)
    of_others = models.PositiveSmallIntegerField(default=20)
    refused = models.PositiveSmallIntegerField(default=10)
    looked_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return str(self.school_id)


class OddReading(models.Model):
    """That somebody read in a way worth a question; it stops nobody."""

    class Rule(models.TextChoices):
        """What was odd."""

        IN_AN_HOUR = "in_an_hour"
        AT_NIGHT = "at_night"
        OF_OTHERS = "of_others"
        REFUSED = "refused"

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        LOOK = "look"
        EXPLAINED = "explained"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.UUIDField()
    user_id = models.UUIDField()
    name = models.CharField(max_length=80)
    rule = models.CharField(max_length=12, choices=Rule.choices)
    day = models.DateField()
    count = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    note = models.CharField(max_length=200, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "day", "rule", "user_id"], name="audit_odd_once"
            )
        ]
        indexes = [models.Index(fields=["school_id", "state", "-day"], name="audit_odd_open")]

    def __str__(self) -> str:
        return f"{self.day} {self.name} {self.rule}"


class Reason(models.Model):
    """Why much reading is expected of somebody (or of everybody) for some days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.UUIDField()
    user_id = models.UUIDField(null=True)
    name = models.CharField(max_length=80, blank=True)
    begins = models.DateField()
    ends = models.DateField()
    why = models.CharField(max_length=120)
    noted_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["school_id", "ends"], name="audit_reasons")]

    def __str__(self) -> str:
        return f"{self.begins} – {self.ends} {self.name} {self.why}"
