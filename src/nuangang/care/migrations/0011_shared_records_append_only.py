"""Make the database refuse to change or delete what was recorded for several together."""

from django.db import migrations

from nuangang.lib.database import append_only


class Migration(migrations.Migration):
    """Append-only table."""

    dependencies = [("care", "0010_any_promise")]
    operations = [append_only("care_sharedrecord")]
