"""Make the database refuse to change or delete what was signed, shared, noted and handed in."""

from django.db import migrations

from nuangang.lib.database import append_only

TABLES = ("assessment", "breach", "breachstep", "conductsigned", "pack", "sharing")


class Migration(migrations.Migration):
    """Append-only papers."""

    dependencies = [("privacy", "0003_sharing_and_other_papers")]
    operations = [append_only(f"privacy_{table}") for table in TABLES]
