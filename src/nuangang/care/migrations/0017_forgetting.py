"""What was written about a child can be emptied when the child is forgotten; the record itself stays."""

from django.db import migrations

from nuangang.lib.database import erasable


class Migration(migrations.Migration):
    dependencies = [("care", "0016_records_take_newer_keys")]

    operations = [
        erasable("care_carerecord", ("words", "reason", "with_whom")),
        erasable("care_periodresult", ("reason",)),
    ]
