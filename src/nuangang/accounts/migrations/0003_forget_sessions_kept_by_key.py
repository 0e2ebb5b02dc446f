"""End the sessions kept under their own keys, so that no copy of the database opens one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sessions")]

    operations = [
        migrations.RunSQL("DELETE FROM accounts_session", migrations.RunSQL.noop),
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
    ]
