"""Make the database refuse to change or delete what was confirmed."""

from django.db import migrations

from nuangang.lib.database import append_only


class Migration(migrations.Migration):
    """Append-only table."""

    dependencies = [("people", "0021_access_reviews")]
    operations = [append_only("people_accessreview")]
