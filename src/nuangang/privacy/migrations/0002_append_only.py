"""Published rules are never changed or deleted."""

from django.db import migrations

from nuangang.lib.database import append_only


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_rules_versions")]

    operations = [append_only("privacy_rulesversion")]
