"""What boards have counted, and whether it still holds."""

from django.db import models

from nuangang.accounts.rows import SchoolRow

ROOM_FOR_MARKS = 100


class KeptPart(SchoolRow):
    """One part of a school's board, counted: a class, what is no class's, the term, or the whole.

    Every change gives the parts it touches a new `stamp`, in its own transaction. `counted` names the
    stamps and the day that `data` was counted under; where it no longer fits, the part is counted
    again before it is shown. So a figure is never old, and only what changed is counted again.
    """

    part = models.CharField(max_length=32)
    stamp = models.CharField(max_length=32)
    counted = models.CharField(max_length=ROOM_FOR_MARKS, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(fields=["school", "part"], name="people_kept_part_once"),
        ]

    def __str__(self) -> str:
        return self.part
