"""Let what is sealed in append-only tables be sealed anew with a newer key, and nothing else change."""

from django.db import migrations

from nuangang.lib.database import let_keys_change


class Migration(migrations.Migration):
    """Sealed columns that take newer keys."""

    dependencies = [
        ("wellbeing", "0002_append_only"),
        ("accounts", "0009_sealed_sessions"),
    ]
    operations = [
        let_keys_change("wellbeing_concernstep", "words", "place", "named"),
        let_keys_change("wellbeing_counsellingwords", "body"),
        let_keys_change("wellbeing_legalwords", "body"),
        let_keys_change("wellbeing_glass", "reason"),
        let_keys_change("wellbeing_glassevent", "words"),
    ]
