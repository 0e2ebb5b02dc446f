"""Give schools that exist already half a year for the first checks, as new ones have."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def give_time(apps, _editor):
    """Set the day from which on no child is given to staff without a check."""
    day = (timezone.now() + timedelta(days=183)).date().isoformat()
    for school in apps.get_model("accounts", "School").objects.all():
        rule = {"staff": "from", "staff_from": day, "outside": "block"}
        school.preferences = {"vetting": rule, **school.preferences}
        school.save(update_fields=["preferences"])


class Migration(migrations.Migration):
    """The deadline of each school."""

    dependencies = [("people", "0016_checks_are_appended"), ("accounts", "0005_integrations")]
    operations = [migrations.RunPython(give_time, migrations.RunPython.noop)]
