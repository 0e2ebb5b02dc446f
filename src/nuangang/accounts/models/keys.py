"""The keys that sealed values are sealed with, each wrapped by a master key outside the database."""

from django.db import models

from nuangang.accounts.models.users import School


class SealingKey(models.Model):
    """A key of one school in one domain, or of the installation; it opens nothing without its master.

    `id` stands before every value it sealed and begins with the cipher's name. Since `retired_at` a
    newer key seals; `moved_at` is when nothing under it was found the last time. A row with the name of
    a master (`1`) stands for what that master sealed itself, before schools had keys.
    Triggers of append-only tables name this table (lib/database.let_keys_change).
    """

    id = models.CharField(primary_key=True, max_length=20)
    domain = models.CharField(max_length=12, blank=True)
    school = models.ForeignKey(School, null=True, on_delete=models.CASCADE, related_name="+")
    master = models.CharField(max_length=8)
    wrapped = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "domain"],
                condition=models.Q(retired_at__isnull=True, school__isnull=False),
                name="sealing_key_newest_of_school",
            ),
            models.UniqueConstraint(
                fields=["domain"],
                condition=models.Q(retired_at__isnull=True, school__isnull=True),
                name="sealing_key_newest_of_all",
            ),
        ]

    def __str__(self) -> str:
        return self.id
