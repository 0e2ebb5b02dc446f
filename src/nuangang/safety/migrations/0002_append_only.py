"""Make the database refuse to change or delete texts and signatures."""

from django.db import migrations

from nuangang.lib.database import append_only

TABLES = ("agreementtext", "signature")


class Migration(migrations.Migration):
    """Append-only texts and signatures."""

    dependencies = [("safety", "0001_initial")]
    operations = [append_only(f"safety_{table}") for table in TABLES]
