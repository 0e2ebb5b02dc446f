"""Make the database refuse to change or delete the time line, and versions of the rules.

What is sealed in the time line takes newer keys, and can be emptied when a child is forgotten.
"""

from django.db import migrations

from nuangang.lib.database import append_only, erasable, let_keys_change

STEPS, TEXTS = "incidents_incidentstep", ("words", "place", "whom", "phone", "reason")


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [
        ("incidents", "0001_initial"),
        ("accounts", "0010_sign_in_attempts_by_index"),
    ]
    operations = [
        append_only("incidents_policyversion"),
        append_only("incidents_countypolicy"),
        append_only(STEPS),
        let_keys_change(STEPS, *TEXTS),
        erasable(STEPS, TEXTS),
    ]
