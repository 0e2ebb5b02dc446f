"""Find quickly what was recorded in one go, to undo it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("care", "0004_night_work_and_kinds"),
        ("people", "0003_phone_reasons"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="carerecord",
            index=models.Index(
                condition=models.Q(("together__isnull", False)),
                fields=["school", "together"],
                name="care_record_together",
            ),
        ),
    ]
