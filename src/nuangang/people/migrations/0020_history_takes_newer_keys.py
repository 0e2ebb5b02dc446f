"""Let the history's sealed texts take a newer key, and nothing else."""

from django.db import migrations

from nuangang.lib.database import let_keys_change


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0019_seal_what_stands_there"),
        ("accounts", "0009_sealed_sessions"),
    ]
    operations = [let_keys_change("people_change", "before", "after")]
