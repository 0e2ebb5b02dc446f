"""Make the database refuse to change or delete what was noted about somebody's check."""

from django.db import migrations

from nuangang.lib.database import append_only


class Migration(migrations.Migration):
    """Append-only clearances."""

    dependencies = [("people", "0015_checks_of_staff")]
    operations = [append_only("people_clearance")]
