from datetime import timedelta

from django.db import migrations

FIVE = timedelta(minutes=5)


def keep_when_to_warn(apps, _schema):
    """Let what runs be warned of when it would have been: five minutes before, by the old rules."""
    rows = apps.get_model("incidents", "Deadline").objects.filter(
        what="tell", told_at=None, called_off_at=None, warned_at=None, incident__state="open"
    )
    for row in rows.select_related("incident"):
        row.warn_at = max(row.due_at - FIVE, row.incident.raised_at + FIVE)
        row.save(update_fields=["warn_at"])


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_asking")]

    operations = [migrations.RunPython(keep_when_to_warn, migrations.RunPython.noop)]
