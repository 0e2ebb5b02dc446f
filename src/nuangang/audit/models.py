"""The record of who read or did what."""

from django.db import models

from nuangang.lib.ids import new_id


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

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "at"], name="audit_school_at"),
            models.Index(fields=["school_id", "object_id", "at"], name="audit_school_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.label}"
