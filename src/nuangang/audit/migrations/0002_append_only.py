"""Make the database refuse to change or delete these rows."""

from django.db import migrations

from nuangang.lib.database import append_only


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [("audit", "0001_initial")]
    operations = [append_only("audit_entry")]
