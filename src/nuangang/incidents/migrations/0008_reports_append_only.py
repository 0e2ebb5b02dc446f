"""Make the database refuse to change or delete written reports, and to whom they were handed.

What a report says takes newer keys, and can be emptied when a child is forgotten.
"""

from django.db import migrations

from nuangang.lib.database import append_only, erasable, let_keys_change

REPORTS, TEXTS = "incidents_incidentreport", ("body", "reason")


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [("incidents", "0007_reports")]
    operations = [
        append_only(REPORTS),
        let_keys_change(REPORTS, *TEXTS),
        erasable(REPORTS, TEXTS),
        append_only("incidents_reporthanding"),
    ]
