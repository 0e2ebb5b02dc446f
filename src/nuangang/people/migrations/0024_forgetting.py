"""Answers are append-only; the texts of a child's history can be emptied when the child is forgotten."""

from django.db import migrations

from nuangang.lib.database import append_only, erasable


class Migration(migrations.Migration):
    dependencies = [("people", "0023_consents")]

    operations = [
        append_only("people_consent"),
        erasable("people_consent", ("reason",)),
        erasable("people_change", ("before", "after", "object_label", "reason")),
    ]
