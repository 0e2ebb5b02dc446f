"""Make the database refuse to change or delete what was told, noted, read and signed off."""

from django.db import migrations

from nuangang.lib.database import append_only

TABLES = (
    "wellbeing_concernstep",
    "wellbeing_sealednote",
    "wellbeing_counsellingwords",
    "wellbeing_legalwords",
    "wellbeing_glass",
    "wellbeing_glassevent",
)


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [("wellbeing", "0001_initial")]
    operations = [append_only(table) for table in TABLES]
