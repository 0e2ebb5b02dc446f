"""Let the words of records take a newer key, and nothing else."""

from django.db import migrations

from nuangang.lib.database import let_keys_change


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0015_kinds_of_their_own"),
        ("accounts", "0009_sealed_sessions"),
    ]
    operations = [
        let_keys_change("care_carerecord", "words"),
        let_keys_change("care_sharedrecord", "words"),
    ]
